// Where an expression ends in text that goes on with something else (display items, syntax defaults).
#pragma once

#include <cstddef>
#include <string_view>

namespace nqp::command {

// One past the last byte of the longest run operand [operator operand]… that starts at `begin`.
std::size_t expression_end(std::string_view text, std::size_t begin);

}  // namespace nqp::command
