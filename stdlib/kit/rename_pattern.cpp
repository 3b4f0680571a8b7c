#include "stdlib/kit/rename_pattern.hpp"

#include <algorithm>

#include "grammar/ast/error.hpp"

namespace nqp::kit {
namespace {

struct NameToken {
  enum class Kind { text, any, one, digits, whole, skip } kind = Kind::text;
  char letter = 0;
  std::size_t width = 0;  // of (##): exactly so many digits in an old name, at least in a new one
  std::size_t from = 0;   // of [2]: the number of the part, from 1
};

[[noreturn]] void bad_pattern(std::string_view pattern) {
  throw Error(198, std::string(pattern) + " is no pattern of names", std::nullopt,
              {"* is any text, ? one character, # digits, (##) two digits, #[2] the second part, = the old name"});
}

// "[2]" behind a wildcard.
std::size_t part_number(std::string_view pattern, std::size_t& i) {
  if (i + 1 >= pattern.size() || pattern[i + 1] != '[') return 0;
  const std::size_t end = pattern.find(']', i + 1);
  if (end == std::string_view::npos || end == i + 2 || end > i + 4) bad_pattern(pattern);
  std::size_t number = 0;
  for (std::size_t k = i + 2; k < end; ++k) {
    if (pattern[k] < '0' || pattern[k] > '9') bad_pattern(pattern);
    number = number * 10 + static_cast<std::size_t>(pattern[k] - '0');
  }
  i = end;
  return number;
}

std::vector<NameToken> name_tokens(std::string_view pattern) {
  using Kind = NameToken::Kind;
  std::vector<NameToken> out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    NameToken t;
    const char c = pattern[i];
    t.letter = c;
    if (c == '*') t.kind = Kind::any;
    else if (c == '?') t.kind = Kind::one;
    else if (c == '#') t.kind = Kind::digits;
    else if (c == '=') t.kind = Kind::whole;
    else if (c == '.') t.kind = Kind::skip;
    else if (c == '(') {
      const std::size_t end = pattern.find_first_not_of('#', i + 1);
      if (end == i + 1 || end == std::string_view::npos || pattern[end] != ')') bad_pattern(pattern);
      t.kind = Kind::digits;
      t.width = end - i - 1;
      i = end;
    }
    if (t.kind == Kind::any || t.kind == Kind::one || t.kind == Kind::digits) t.from = part_number(pattern, i);
    out.push_back(t);
  }
  return out;
}

std::optional<std::vector<std::string>> match_tokens(const std::vector<NameToken>& tokens, std::size_t at,
                                                     std::string_view name) {
  using Kind = NameToken::Kind;
  if (at == tokens.size()) return name.empty() ? std::optional(std::vector<std::string>()) : std::nullopt;
  const NameToken& t = tokens[at];
  if (t.kind != Kind::any && t.kind != Kind::one && t.kind != Kind::digits) {
    if (name.empty() || name[0] != t.letter) return std::nullopt;
    return match_tokens(tokens, at + 1, name.substr(1));
  }
  std::size_t least = t.kind == Kind::any ? 0 : std::max<std::size_t>(t.width, 1);
  std::size_t most = t.kind == Kind::one ? 1 : t.width > 0 ? t.width : name.size();
  if (t.kind == Kind::digits)
    most = std::min(most, std::min(name.find_first_not_of("0123456789"), name.size()));
  for (std::size_t n = std::min(most, name.size()) + 1; n-- > least;) {
    auto rest = match_tokens(tokens, at + 1, name.substr(n));
    if (!rest) continue;
    rest->insert(rest->begin(), std::string(name.substr(0, n)));
    return rest;
  }
  return std::nullopt;
}

std::string with_digits(std::string number, std::size_t width) {
  if (width == 0) return number;
  number.erase(0, std::min(number.find_first_not_of('0'), number.size() - 1));
  return std::string(width > number.size() ? width - number.size() : 0, '0') + number;
}

}  // namespace

bool holds_wildcards(std::string_view pattern) { return pattern.find_first_of("*?#=") != std::string_view::npos; }

std::optional<std::vector<std::string>> match_name(std::string_view pattern, std::string_view name) {
  return match_tokens(name_tokens(pattern), 0, name);
}

std::string fill_name(std::string_view pattern, const std::string& old, const std::vector<std::string>& parts,
                      const std::optional<NameNumber>& number) {
  using Kind = NameToken::Kind;
  std::string out;
  std::size_t next = 0;
  bool numbered = false;
  for (const NameToken& t : name_tokens(pattern)) {
    if (t.kind == Kind::text) {
      out += t.letter;
    } else if (t.kind == Kind::whole) {
      out += old;
    } else if (t.kind == Kind::skip) {
      ++next;
    } else if (number && !numbered && t.kind == Kind::digits && t.from == 0) {
      out += with_digits(std::to_string(number->value), t.width);
      numbered = true;
      next += number->replaces ? 1 : 0;
    } else {
      const std::size_t part = t.from > 0 ? t.from - 1 : next;
      if (part >= parts.size()) throw Error(198, std::string(pattern) + " has more wildcards than the old name");
      out += t.kind == Kind::digits ? with_digits(parts[part], t.width) : parts[part];
      next = part + 1;
    }
  }
  if (number && !numbered) out += std::to_string(number->value);
  return out;
}

}  // namespace nqp::kit
