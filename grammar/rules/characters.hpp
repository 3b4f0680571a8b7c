// Which bytes make names and blanks. A name is a letter or underscore followed by letters, digits and underscores;
// any code point outside ASCII counts as a letter, except blanks and punctuation that input methods produce.
#pragma once

#include <cstddef>
#include <string_view>

namespace nqp::grammar::rules {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

inline bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'; }

// General punctuation, CJK punctuation and full-width forms of ASCII punctuation: "，" must not become part of a name.
inline bool is_foreign_punctuation(char32_t c) {
  return (c >= 0x80 && c <= 0xA9) || (c >= 0xAB && c <= 0xB4) || (c >= 0xB6 && c <= 0xB9) || (c >= 0xBB && c <= 0xBF) ||
         c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3004) ||
         (c >= 0x3008 && c <= 0x3020) || c == 0x3030 || (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF01 && c <= 0xFF0F) ||
         (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65) || c == 0xFEFF ||
         (c >= 0xFFE0 && c <= 0xFFFF);
}

// Bytes of the well-formed UTF-8 sequence at p, 0 when there is none; `code` receives the code point.
inline std::size_t decode(const char* p, const char* end, char32_t& code) {
  if (p == end) return 0;
  const auto byte = [p](std::size_t i) { return static_cast<unsigned char>(p[i]); };
  const auto left = static_cast<std::size_t>(end - p);
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  if (byte(0) < 0x80) return code = byte(0), 1;
  if (byte(0) >= 0xC2 && byte(0) <= 0xDF && left >= 2 && tail(1)) {
    code = (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    return 2;
  }
  if ((byte(0) & 0xF0U) == 0xE0 && left >= 3 && tail(1) && tail(2)) {
    code = (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    return code >= 0x800 && (code < 0xD800 || code > 0xDFFF) ? 3 : 0;
  }
  if (byte(0) >= 0xF0 && byte(0) <= 0xF4 && left >= 4 && tail(1) && tail(2) && tail(3)) {
    code = (byte(0) & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    return code >= 0x10000 && code <= 0x10FFFF ? 4 : 0;
  }
  return 0;
}

// Bytes of the letter (not digit) at p, 0 when there is none.
inline std::size_t letter_length(const char* p, const char* end) {
  if (p == end) return 0;
  if (is_ascii_letter(*p)) return 1;
  if (static_cast<unsigned char>(*p) < 0x80) return 0;
  char32_t code = 0;
  const std::size_t n = decode(p, end, code);
  return n != 0 && !is_foreign_punctuation(code) ? n : 0;
}

// Bytes of the run of name characters at p; it may begin with a digit.
inline std::size_t word_length(const char* p, const char* end) {
  const char* q = p;
  while (q != end) {
    const std::size_t n = is_digit(*q) ? 1 : letter_length(q, end);
    if (n == 0) break;
    q += n;
  }
  return static_cast<std::size_t>(q - p);
}

// Bytes of the name at p, 0 when no name begins there.
inline std::size_t name_length(const char* p, const char* end) {
  return letter_length(p, end) == 0 ? 0 : word_length(p, end);
}

inline std::size_t word_length(std::string_view text) { return word_length(text.data(), text.data() + text.size()); }
inline std::size_t name_length(std::string_view text) { return name_length(text.data(), text.data() + text.size()); }

inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Bytes of the quoted text at the start of `text`, quotes included: "a" or `"a "b" c"'. 0 when it is not quoted,
// npos when the quote is never closed.
inline std::size_t quoted_length(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == '"') {
    const std::size_t close = text.find('"', 1);
    return close == std::string_view::npos ? close : close + 1;
  }
  if (text.substr(0, 2) != "`\"") return 0;
  std::size_t depth = 1;
  for (std::size_t i = 2; i + 1 < text.size(); ++i) {
    if (text[i] == '`' && text[i + 1] == '"') {
      ++depth;
      ++i;
    } else if (text[i] == '"' && text[i + 1] == '\'') {
      ++i;
      if (--depth == 0) return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace nqp::grammar::rules
