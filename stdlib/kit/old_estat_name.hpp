// Subcommands of estat that were commands of their own once: do-files still write hettest for estat hettest.
#pragma once

#include <string>

#include "interpreter/command/definition.hpp"

namespace nqp::kit {

struct OldEstatArgs {
  std::string raw;
};

// Runs `estat <word>` on what follows the command. Errors: 301 unless regress came last, and those of estat.
command::Output run_old_estat_name(const char* word, const OldEstatArgs& a, const command::Context& c);

command::Definition<OldEstatArgs> old_estat_name(const char* name, const char* title);

}  // namespace nqp::kit
