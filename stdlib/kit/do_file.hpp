// The common part of do, run and include.
#pragma once

#include <string>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct DoFile {
  std::string path;                      // .nqp, then .do, is added when there is no suffix
  std::vector<std::string> arguments;
};

// Error 601 when there is no such file.
DoFile find_do_file(const std::string& text, runtime::Session& session);
void run_do_file(const DoFile& f, runtime::Session& session, bool own_level, bool echo);

}  // namespace nqp::kit
