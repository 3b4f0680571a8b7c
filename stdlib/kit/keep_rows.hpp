// What drop and keep share: a variable list, or rows picked by if and in.
#pragma once

#include "interpreter/command/command.hpp"

namespace nqp::kit {

struct KeepArgs {
  std::string variables;
  command::Sample sample;
};

// `keeping`: what is named stays; otherwise it goes. Errors 111 unknown variable, 198 both or neither are given.
command::Output keep_or_drop(const KeepArgs& a, const command::Context& c, bool keeping);

}  // namespace nqp::kit
