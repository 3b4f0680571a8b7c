// What stopped a command, as an error.
#pragma once

#include "grammar/ast/error.hpp"

namespace nqp::runtime {

// Of the exception that is being handled: failures of the numeric core have codes of their own, an interruption is 1,
// memory that ran out 909; what no command should throw is 9999, a fault of the program that is told instead of ending
// it.
Error error_in_flight();

}  // namespace nqp::runtime
