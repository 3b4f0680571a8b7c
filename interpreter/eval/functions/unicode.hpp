// UTF-8 as the ustr functions see it: code points, letter case and classes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::eval::unicode {

inline constexpr char32_t replacement = 0xFFFD;

struct Decoded {
  char32_t point = 0;
  std::size_t bytes = 1;
  bool valid = true;
};

// The character at byte `at` (which must be inside s). An invalid byte counts as one character, U+FFFD.
Decoded decode(std::string_view s, std::size_t at);
void append(std::string& to, char32_t point);               // points that do not exist are written as U+FFFD
std::vector<char32_t> points(std::string_view s);
// Byte offset of every character and, last, the length of s.
std::vector<std::size_t> offsets(std::string_view s);

char32_t upper(char32_t c);
char32_t lower(char32_t c);
bool is_upper(char32_t c);
bool is_letter(char32_t c);
bool is_digit(char32_t c);
bool is_space(char32_t c);
bool is_word(char32_t c);                                   // letter, digit or underscore
bool is_ideograph(char32_t c);                              // a word of its own: Han, kana, Hangul

}  // namespace nqp::eval::unicode
