#include "grammar/condition_split.hpp"

#include <algorithm>

#include "grammar/rules/characters.hpp"

namespace nqp::grammar {
namespace {

constexpr auto npos = std::string_view::npos;

// The end of the local reference whose backquote stands at i; the text's end when it is never closed.
std::size_t reference_end(std::string_view text, std::size_t i) {
  std::size_t depth = 0;
  for (std::size_t k = i; k < text.size(); ++k) {
    if (text[k] == '`') ++depth;
    if (text[k] == '\'' && --depth == 0) return k + 1;
  }
  return text.size();
}

// The end of a macro reference or quoted text at i; i when none stands there.
std::size_t protected_end(std::string_view text, std::size_t i) {
  const std::size_t quoted = rules::quoted_length(text.substr(i));
  if (quoted != 0) return quoted == npos ? text.size() : i + quoted;
  if (text[i] == '`') return reference_end(text, i);
  if (text[i] != '$') return i;
  if (text.substr(i, 2) == "${") return std::min(text.find('}', i), text.size() - 1) + 1;
  return i + 1 + rules::name_length(text.substr(i + 1));
}

// The end of the group whose bracket stands at i.
std::size_t group_end(std::string_view text, std::size_t i) {
  const char open = text[i];
  const char close = open == '(' ? ')' : ']';
  std::size_t depth = 0;
  while (i < text.size()) {
    const std::size_t skip = protected_end(text, i);
    if (skip > i) {
      i = skip;
      continue;
    }
    if (text[i] == open) ++depth;
    if (text[i] == close && --depth == 0) return i + 1;
    ++i;
  }
  return i;
}

bool is_binary(std::string_view text) {
  if (text.substr(0, 2) == "!=" || text.substr(0, 2) == "~=") return true;
  return std::string_view("+-*/^&|<>=").find(text[0]) != npos;
}

std::size_t skip_blanks(std::string_view text, std::size_t i) {
  while (i < text.size() && rules::is_blank(text[i])) ++i;
  return i;
}

// Bytes that may touch each other within one operand: x`i'[_n-1], f(x), "a`b'".
std::size_t operand_end(std::string_view text, std::size_t i) {
  const std::size_t begin = i;
  while (i < text.size()) {
    const char before = i > begin ? text[i - 1] : '\0';
    const std::size_t skip = protected_end(text, i);
    if (skip > i) {
      if (before == ')' || before == '"') break;
      i = skip;
    } else if (text[i] == '(' || text[i] == '[') {
      i = group_end(text, i);
    } else if (rules::word_length(text.substr(i)) != 0) {
      if (before == ')' || before == '"') break;
      i += rules::word_length(text.substr(i));
    } else if (text[i] == '.' || text[i] == '#' || text[i] == ':') {
      ++i;
    } else {
      break;
    }
  }
  return i;
}

// A number such as 1e-5 is cut at its sign by operand_end.
bool cut_within_exponent(std::string_view text, std::size_t begin, std::size_t end) {
  if (end == begin || end >= text.size() || (text[end] != '-' && text[end] != '+')) return false;
  if (text[end - 1] != 'e' && text[end - 1] != 'E') return false;
  return rules::is_digit(text[begin]) || text[begin] == '.';
}

}  // namespace

std::size_t condition_length(std::string_view text) {
  std::size_t i = skip_blanks(text, 0);
  while (i < text.size()) {
    // Signs in front of an operand.
    while (i < text.size() && (text[i] == '!' || text[i] == '~' || text[i] == '-' || text[i] == '+'))
      i = skip_blanks(text, i + 1);
    if (i >= text.size()) return text.size();
    std::size_t end = operand_end(text, i);
    if (end == i) return i;
    if (cut_within_exponent(text, i, end)) {
      i = end + 1;
      continue;
    }
    std::size_t next = skip_blanks(text, end);
    while (next < text.size() && (text[next] == '(' || text[next] == '[')) {
      end = group_end(text, next);
      next = skip_blanks(text, end);
    }
    if (next >= text.size() || !is_binary(text.substr(next))) return end;
    const bool two = next + 1 < text.size() && text[next + 1] == '=';
    i = skip_blanks(text, next + (two ? 2 : 1));
  }
  return i;
}

std::size_t block_brace(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t skip = protected_end(text, i);
    if (skip > i) {
      i = skip;
    } else if (text[i] == '(' || text[i] == '[') {
      i = group_end(text, i);
    } else if (text[i] == '{') {
      return i;
    } else {
      ++i;
    }
  }
  return npos;
}

std::size_t closing_brace(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t skip = protected_end(text, i);
    if (skip > i) {
      i = skip;
      continue;
    }
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
    ++i;
  }
  return npos;
}

}  // namespace nqp::grammar
