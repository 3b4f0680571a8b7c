// Expressions inside a command's own text, with errors that point into it.
#pragma once

#include <string>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

// The value of the expression that begins at byte `begin` of `text`; spans of errors count from the begin of text.
eval::Value value_at(runtime::Session& s, const std::string& text, std::size_t begin);

}  // namespace nqp::kit
