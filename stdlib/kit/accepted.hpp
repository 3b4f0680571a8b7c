// Commands that make no sense here but stand in do-files written elsewhere: accepted, and nothing happens.
#pragma once

#include <string>

#include "interpreter/command/command.hpp"

namespace nqp::kit {

// `call` is an example of its use.
command::Command accepted(const std::string& name, const std::string& title, const std::string& call);

}  // namespace nqp::kit
