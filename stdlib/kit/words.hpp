// Words, quotes and parentheses of private grammars.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nqp::kit {

std::string_view trim(std::string_view s);
std::string lower(std::string_view s);  // ASCII letters
std::string upper(std::string_view s);
bool starts_with(std::string_view s, std::string_view prefix);

// Length of the "quoted" or `"compound"' text at the start of s; 0 when there is none.
std::size_t quoted_length(std::string_view s);
std::string unquoted(std::string_view s);  // outer quotes removed

// `full` is written in capitals up to its least abbreviation: abbreviates("def", "DEfine").
bool abbreviates(std::string_view word, std::string_view full);

// The first blank-separated word (quotes and parentheses kept whole), removed from the front of s.
std::string take_word(std::string_view& s);

// Pieces at top level: "(a b)" is one piece without its parentheses and marked; other words are pieces as written.
struct Piece {
  std::string text;
  bool grouped = false;
};
std::vector<Piece> split_pieces(std::string_view s);  // Error 132 for an unbalanced parenthesis

// Position of the first `c` outside quotes, parentheses and brackets; npos when there is none.
std::size_t find_outside(std::string_view s, char c);

}  // namespace nqp::kit
