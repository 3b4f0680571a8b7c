// The common part of do, run and include.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/command.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct DoFile {
  std::string path;                      // .nqp, then .do, is added when there is no suffix
  std::vector<std::string> arguments;
};

// Error 601 when there is no such file.
DoFile find_do_file(const std::string& text, runtime::Session& session);
void run_do_file(const DoFile& f, runtime::Session& session, bool own_level, bool echo);

// do, run and include read the same line and differ in what they do with it.
struct DoFileArgs {
  std::string file;
  bool nostop = false;
};
command::Command define_do_file(const std::string& name, const std::string& title,
                                void (*act)(const DoFileArgs&, runtime::Session&));

}  // namespace nqp::kit
