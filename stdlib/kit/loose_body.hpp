// Commands whose body holds what the common syntax would take for "= exp": (mean) a=b, (1/3 = 1 "low"), x:l = 2.
#pragma once

#include <cstdint>
#include <string_view>

#include "interpreter/command/command.hpp"

namespace nqp::kit {

// As grammar::parse_arguments, but all that stands before the first top-level if, in, [weight], using or comma is
// the body, kept as text. Spans are moved by `offset`.
ast::Arguments parse_loosely(std::string_view text, std::uint32_t offset = 0);

// A command that was defined with .anything(), reading its line with parse_loosely.
command::Command loose_body(command::Command c);

}  // namespace nqp::kit
