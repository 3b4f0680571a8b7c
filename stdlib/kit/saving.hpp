// What save and saveold share.
#pragma once

#include "interpreter/command/definition.hpp"

namespace nqp::kit {

struct SaveArgs {
  std::string body;
  bool replace = false, no_label = false, orphans = false, empty_ok = false, all = false;
  int version = 118;
};

command::Output save_data(const SaveArgs& a, const command::Context& c);
command::Definition<SaveArgs>& save_options(command::Definition<SaveArgs>& d);

}  // namespace nqp::kit
