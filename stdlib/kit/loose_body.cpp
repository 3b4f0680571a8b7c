#include "stdlib/kit/loose_body.hpp"

#include <cctype>
#include <memory>
#include <string>

#include "grammar/parse.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

bool blank_at(std::string_view s, std::size_t i) {
  return i >= s.size() || std::isspace(static_cast<unsigned char>(s[i])) != 0;
}

// [fw=w], [=w]: a weight; anything else in brackets is a subscript of the body.
bool weight_at(std::string_view s, std::size_t i) {
  std::size_t j = i + 1;
  while (j < s.size() && (std::isalpha(static_cast<unsigned char>(s[j])) || s[j] == ' ')) ++j;
  return j < s.size() && s[j] == '=' && (i == 0 || blank_at(s, i - 1) || s[i - 1] == ')');
}

bool keyword_at(std::string_view s, std::size_t i, std::string_view word) {
  const bool begins = i == 0 || blank_at(s, i - 1) || s[i - 1] == ')' || s[i - 1] == '"';
  return begins && s.substr(i, word.size()) == word && i + word.size() < s.size() &&
         (blank_at(s, i + word.size()) || (word == "if" && s[i + 2] == '(') || (word == "using" && s[i + 5] == '"'));
}

std::size_t end_of_body(std::string_view s) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (const std::size_t n = quoted_length(s.substr(i)); n != 0) {
      i += n - 1;
      continue;
    }
    if (depth == 0) {
      if (s[i] == ',' || keyword_at(s, i, "if") || keyword_at(s, i, "in") || keyword_at(s, i, "using")) return i;
      if (s[i] == '[' && weight_at(s, i)) return i;
    }
    if (s[i] == '(' || s[i] == '[') ++depth;
    if ((s[i] == ')' || s[i] == ']') && depth > 0) --depth;
  }
  return s.size();
}

}  // namespace

ast::Arguments parse_loosely(std::string_view text, std::uint32_t offset) {
  const std::size_t end = end_of_body(text);
  ast::Arguments a = grammar::parse_arguments(text.substr(end), offset + static_cast<std::uint32_t>(end));
  std::string_view body = trim(text.substr(0, end));
  a.body = std::string(body);
  const auto begin = static_cast<std::uint32_t>(body.empty() ? 0 : body.data() - text.data());
  a.body_span = {offset + begin, offset + begin + static_cast<std::uint32_t>(body.size())};
  return a;
}

command::Command loose_body(command::Command c) {
  const auto signature = std::make_shared<const command::Signature>(c.signature);
  const auto inner = [signature](const command::Bound& b) {
    command::Bound bound = command::bind(*signature, parse_loosely(b.raw, 0));
    bound.raw = b.raw;
    bound.raw_offset = b.raw_offset;
    bound.prefixed = b.prefixed;
    return bound;
  };
  if (c.prepare)
    c.prepare = [inner, prepare = c.prepare](const command::Bound& b, const command::Context& x) {
      return prepare(inner(b), x);
    };
  if (c.prepare_session)
    c.prepare_session = [inner, prepare = c.prepare_session](const command::Bound& b, const command::Context& x) {
      return prepare(inner(b), x);
    };
  c.signature.body = command::Body::raw;
  return c;
}

}  // namespace nqp::kit
