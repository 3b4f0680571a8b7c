// Error messages of the grammars: what stands at the place where no rule fits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "grammar/ast/error.hpp"

namespace nqp::grammar {

// The token at the start of `text`: a word, a quoted text or a single character.
std::string_view first_token(std::string_view text);

// The error for text that cannot continue at `at`. `open` is the position of the innermost bracket that still waits
// for its partner. With `to_end` the span covers all the rest, as for trailing garbage.
Error unexpected(std::string_view text, std::size_t at, std::uint32_t offset, std::optional<std::size_t> open = {},
                 bool to_end = false);

// 132, for a bracket or quote that is never closed.
Error unclosed(std::string_view text, std::size_t at, std::uint32_t offset);

// As unexpected, where the grammar steps over whole groups: an opening bracket at `at` is one that is never closed.
Error stuck(std::string_view text, std::size_t at, std::uint32_t offset);

inline ast::Span span_at(std::size_t begin, std::size_t end, std::uint32_t offset = 0) {
  return {static_cast<std::uint32_t>(begin) + offset, static_cast<std::uint32_t>(end) + offset};
}

// Positions are 32 bits wide.
void check_size(std::string_view text);

}  // namespace nqp::grammar
