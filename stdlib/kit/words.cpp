#include "stdlib/kit/words.hpp"

#include <cctype>

#include "grammar/ast/error.hpp"

namespace nqp::kit {
namespace {

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// Length of the balanced (…) at the start of s.
std::size_t group_length(std::string_view s) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (const std::size_t n = quoted_length(s.substr(i)); n != 0) {
      i += n - 1;
      continue;
    }
    if (s[i] == '(') ++depth;
    if (s[i] == ')' && --depth == 0) return i + 1;
  }
  throw Error(132, "parentheses do not balance");
}

}  // namespace

std::string_view trim(std::string_view s) {
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

bool starts_with(std::string_view s, std::string_view prefix) { return s.substr(0, prefix.size()) == prefix; }

std::size_t quoted_length(std::string_view s) {
  if (s.size() < 2) return 0;
  if (s[0] == '"') {
    const std::size_t end = s.find('"', 1);
    return end == std::string_view::npos ? 0 : end + 1;
  }
  if (s[0] != '`' || s[1] != '"') return 0;
  std::size_t depth = 0;
  for (std::size_t i = 0; i + 1 < s.size(); ++i) {
    if (s[i] == '`' && s[i + 1] == '"') ++depth, ++i;
    else if (s[i] == '"' && s[i + 1] == '\'' && (++i, --depth == 0)) return i + 1;
  }
  return 0;
}

std::string unquoted(std::string_view s) {
  s = trim(s);
  if (s.size() >= 4 && s[0] == '`' && quoted_length(s) == s.size()) return std::string(s.substr(2, s.size() - 4));
  if (s.size() >= 2 && s[0] == '"' && quoted_length(s) == s.size()) return std::string(s.substr(1, s.size() - 2));
  return std::string(s);
}

bool abbreviates(std::string_view word, std::string_view full) {
  std::size_t least = full.size();
  while (least > 0 && !std::isupper(static_cast<unsigned char>(full[least - 1]))) --least;
  if (least == 0) least = full.size();
  return word.size() >= least && word.size() <= full.size() && lower(full.substr(0, word.size())) == word;
}

std::string take_word(std::string_view& s) {
  s = trim(s);
  std::size_t end = 0;
  while (end < s.size() && !is_blank(s[end])) {
    const std::size_t quoted = quoted_length(s.substr(end));
    end += quoted != 0 ? quoted : s[end] == '(' ? group_length(s.substr(end)) : 1;
  }
  std::string word(s.substr(0, end));
  s = trim(s.substr(end));
  return word;
}

std::vector<Piece> split_pieces(std::string_view s) {
  std::vector<Piece> out;
  for (s = trim(s); !s.empty(); s = trim(s)) {
    if (s[0] == '(') {
      const std::size_t n = group_length(s);
      out.push_back({std::string(trim(s.substr(1, n - 2))), true});
      s.remove_prefix(n);
      continue;
    }
    std::size_t end = 0;
    while (end < s.size() && !is_blank(s[end]) && !(end > 0 && s[end] == '(')) {
      const std::size_t quoted = quoted_length(s.substr(end));
      end += quoted != 0 ? quoted : 1;
    }
    out.push_back({std::string(s.substr(0, end)), false});
    s.remove_prefix(end);
  }
  return out;
}

std::size_t find_outside(std::string_view s, char c) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (depth == 0 && s[i] == c) return i;
    if (const std::size_t n = quoted_length(s.substr(i)); n != 0) {
      i += n - 1;
      continue;
    }
    if (s[i] == '(' || s[i] == '[') ++depth;
    if ((s[i] == ')' || s[i] == ']') && depth > 0) --depth;
  }
  return std::string_view::npos;
}

}  // namespace nqp::kit
