#include "interpreter/command/expression_extent.hpp"

#include <cctype>

namespace nqp::command {
namespace {

std::size_t skip_blanks(std::string_view s, std::size_t i) {
  while (i < s.size() && (s[i] == ' ' || s[i] == '\t')) ++i;
  return i;
}

std::size_t skip_string(std::string_view s, std::size_t i) {
  if (s[i] == '"') {
    const std::size_t end = s.find('"', i + 1);
    return end == std::string_view::npos ? s.size() : end + 1;
  }
  int depth = 0;
  for (; i < s.size(); ++i) {
    if (s.compare(i, 2, "`\"") == 0) ++depth, ++i;
    else if (s.compare(i, 2, "\"'") == 0 && --depth == 0) return i + 2;
  }
  return s.size();
}

std::size_t skip_brackets(std::string_view s, std::size_t i) {
  int depth = 0;
  while (i < s.size()) {
    if (s[i] == '"' || s.compare(i, 2, "`\"") == 0) {
      i = skip_string(s, i);
      continue;
    }
    if (s[i] == '(' || s[i] == '[') ++depth;
    if ((s[i] == ')' || s[i] == ']') && --depth == 0) return i + 1;
    ++i;
  }
  return s.size();
}

bool name_byte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '#' ||
         (static_cast<unsigned char>(c) & 0x80);
}

std::size_t skip_operand(std::string_view s, std::size_t i) {
  while (i < s.size() && (s[i] == '-' || s[i] == '+' || s[i] == '!' || s[i] == '~')) i = skip_blanks(s, i + 1);
  if (i >= s.size()) return i;
  if (s[i] == '"' || s.compare(i, 2, "`\"") == 0) return skip_string(s, i);
  if (s[i] == '[') i = skip_brackets(s, i);  // an equation: [price]_b[mpg]
  if (i < s.size() && s[i] == '(') {
    i = skip_brackets(s, i);
  } else {
    const bool number = std::isdigit(static_cast<unsigned char>(s[i])) || s[i] == '.';
    while (i < s.size() && name_byte(s[i])) {
      const bool exponent = number && (s[i] == 'e' || s[i] == 'E');
      ++i;
      if (exponent && i < s.size() && (s[i] == '-' || s[i] == '+')) ++i;
    }
  }
  while (i < s.size() && (s[i] == '(' || s[i] == '[')) i = skip_brackets(s, i);
  if (i < s.size() && s[i] == '\'') ++i;
  return i;
}

std::size_t binary_operator(std::string_view s, std::size_t i) {
  for (const std::string_view op : {"==", "!=", "~=", "<=", ">=", "&&", "||"})
    if (s.compare(i, 2, op) == 0) return 2;
  return i < s.size() && std::string_view("+-*/^<>&|").find(s[i]) != std::string_view::npos ? 1 : 0;
}

}  // namespace

std::size_t expression_end(std::string_view text, std::size_t begin) {
  std::size_t end = skip_operand(text, skip_blanks(text, begin));
  for (;;) {
    const std::size_t at = skip_blanks(text, end);
    const std::size_t length = binary_operator(text, at);
    if (length == 0) return end;
    end = skip_operand(text, skip_blanks(text, at + length));
  }
}

}  // namespace nqp::command
