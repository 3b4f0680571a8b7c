// A built-in command that leaves its work to a program of the user: egen and its functions _gname.
#pragma once

#include <string>

#include "grammar/ast/error.hpp"

namespace nqp::command {

// Thrown by the command; the session runs the program, or throws `otherwise` when there is none of that name.
struct Delegated {
  std::string program, arguments;
  Error otherwise;
};

}  // namespace nqp::command
