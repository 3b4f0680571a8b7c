// Splitting unexpanded text: where the condition of a one-line `if` ends, where a block's brace stands.
#pragma once

#include <string_view>

namespace nqp::grammar {

// Bytes of the condition at the start of `text`: an operand, then operators with further operands. The condition ends
// where behind an operand something stands that can only begin a command.
std::size_t condition_length(std::string_view text);

// The first opening brace that is not part of a macro, a quote or parentheses; npos when there is none.
std::size_t block_brace(std::string_view text);

// Where the brace that opens `text` is closed; npos when it is not.
std::size_t closing_brace(std::string_view text);

}  // namespace nqp::grammar
