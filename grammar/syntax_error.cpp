#include "grammar/syntax_error.hpp"

#include "grammar/rules/characters.hpp"

namespace nqp::grammar {

std::string_view first_token(std::string_view text) {
  if (text.empty()) return text;
  const std::size_t quoted = rules::quoted_length(text);
  if (quoted != 0) return text.substr(0, quoted);
  const std::size_t word = rules::word_length(text);
  if (word != 0) return text.substr(0, word);
  char32_t code = 0;
  const std::size_t n = rules::decode(text.data(), text.data() + text.size(), code);
  return text.substr(0, n == 0 ? 1 : n);
}

Error unclosed(std::string_view text, std::size_t at, std::uint32_t offset) {
  if (text[at] == '"' || text[at] == '`')
    return {132, "this quote is never closed", span_at(at, text.size(), offset), {"add the closing quote"}};
  return {132, std::string("this ") + text[at] + " is never closed", span_at(at, at + 1, offset)};
}

namespace {

// A quote that is never closed at or behind `at`, if there is one.
std::optional<std::size_t> open_quote(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::size_t n = rules::quoted_length(text.substr(at));
    if (n == std::string_view::npos) return at;
    at += n == 0 ? 1 : n;
  }
  return std::nullopt;
}

// What an input method for Chinese leaves in place of ASCII characters.
std::string ascii_form(char32_t code) {
  if (code >= 0xFF01 && code <= 0xFF5E) return {static_cast<char>(code - 0xFEE0)};
  switch (code) {
    case 0x2018:
    case 0x2019: return "'";
    case 0x201C:
    case 0x201D: return "\"";
    case 0x3000: return "blank";
    case 0x3001: return ",";
    case 0x3002: return ".";
    default: return {};
  }
}

std::vector<std::string> advice(std::string_view text, std::size_t at, std::string_view token) {
  if (token == "=") return {"use == to compare"};
  if ((token == "&" || token == "|" || token == "*") && at > 0 && text[at - 1] == token[0])
    return {token == "*" ? "powers are written x^2" : "write " + std::string(token) + " once"};
  if (token == "and") return {"write & for and"};
  if (token == "or") return {"write | for or"};
  if (token == "'" || token == "`") return {"text stands in \"double quotes\", the value of a macro is `name'"};
  char32_t code = 0;
  const std::size_t n = rules::decode(text.data() + at, text.data() + text.size(), code);
  if (n < 2 || !rules::is_foreign_punctuation(code)) return {};
  std::string note = "type blanks and punctuation in their ASCII form";
  if (const std::string form = ascii_form(code); !form.empty())
    note += ", here " + (form == "blank" ? "a blank" : form);
  return {std::move(note)};
}

}  // namespace

Error unexpected(std::string_view text, std::size_t at, std::uint32_t offset, std::optional<std::size_t> open,
                 bool to_end) {
  if (const auto quote = open_quote(text, at)) return unclosed(text, *quote, offset);
  if (at >= text.size()) {
    if (open) return unclosed(text, *open, offset);
    const std::string what = rules::trimmed(text).empty() ? "expression expected" : "the expression ends too early";
    return {198, what, span_at(at, at, offset)};
  }
  const std::string_view token = first_token(text.substr(at));
  const std::size_t end =
      to_end ? static_cast<std::size_t>(rules::trimmed(text.substr(at)).size()) + at : at + token.size();
  const ast::Span span = span_at(at, end, offset);
  if (token == ")" || token == "]") {
    if (!open) return {132, "this " + std::string(token) + " closes nothing", span};
    return {132, std::string(token) + " cannot close " + text[*open], span};
  }
  return {198, "invalid syntax: " + std::string(token) + " is not expected here", span, advice(text, at, token)};
}

Error stuck(std::string_view text, std::size_t at, std::uint32_t offset) {
  const Error error = unexpected(text, at, offset);
  const bool opens = at < text.size() && (text[at] == '(' || text[at] == '[');
  return opens && error.code == 198 ? unclosed(text, at, offset) : error;
}

void check_size(std::string_view text) {
  if (text.size() >= 0xFFFFFF00U) throw Error(900, "a text of 4 GB or more cannot be read");
}

}  // namespace nqp::grammar
