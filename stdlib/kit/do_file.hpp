// The common part of do, run and include.
#pragma once

#include <string>

#include "interpreter/command/command.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// do, run and include read the same line and differ in what they do with it.
struct DoFileArgs {
  std::string file;  // and its arguments
  bool nostop = false;
};
// Error 601 when there is no such file; .nqp, then .do, is added when it has no suffix.
void run_do_file(const DoFileArgs& a, runtime::Session& session, bool own_level, bool echo);
command::Command define_do_file(const std::string& name, const std::string& title,
                                void (*act)(const DoFileArgs&, runtime::Session&));

}  // namespace nqp::kit
