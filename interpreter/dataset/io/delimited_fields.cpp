#include "interpreter/dataset/io/delimited_fields.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/plain_number.hpp"
#include "interpreter/dataset/missing.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t most_fields = 120000;

const char* end_of_plain(const FieldCursor& c, const FieldSyntax& syntax, const char* p) {
  while (true) {
    while (p < c.end && !syntax.is_special(*p)) ++p;
    if (p == c.end || syntax.is_delimiter(*p) || syntax.ends_line(p, c.end)) return p;
    ++p;  // a lone '\r' or '\n' is text
  }
}

// The closing quote after p, or c.end. Doubled quotes stand for themselves.
const char* closing_quote(const FieldCursor& c, const FieldSyntax& syntax, const char* p, bool& doubled) {
  while (true) {
    const auto left = static_cast<std::size_t>(c.end - p);
    const void* found = left ? std::memchr(p, '"', left) : nullptr;
    if (!found) return c.end;
    const char* quote = static_cast<const char*>(found);
    if (!syntax.bind_quotes && std::find(p, quote, syntax.newline) != quote) return c.end;
    if (quote + 1 == c.end || quote[1] != '"') return quote;
    doubled = true;
    p = quote + 2;
  }
}

void append_undoubled(std::string& out, const char* from, const char* to) {
  for (const char* p = from; p < to; ++p) {
    out += *p;
    if (*p == '"' && p + 1 < to && p[1] == '"') ++p;
  }
}

// c.p is at an opening quote. False when quotes do not bind and the line has no closing one.
bool quoted_field(FieldCursor& c, const FieldSyntax& syntax, std::string& scratch, std::string_view& text) {
  const char* open = c.p;
  bool doubled = false;
  const char* close = closing_quote(c, syntax, open + 1, doubled);
  if (close == c.end) {
    if (!syntax.bind_quotes) return false;
    if (!c.partial) unclosed_quote(c, syntax, open);
    c.open = open;
    c.p = c.end;
    text = {};
    return true;
  }
  const char* rest = close + 1;
  c.p = end_of_plain(c, syntax, rest);
  if (!syntax.strip_quotes) {
    text = {open, static_cast<std::size_t>(c.p - open)};
    return true;
  }
  const bool only_blanks = std::all_of(rest, c.p, [](char ch) { return ch == ' ' || ch == '\t'; });
  if (!doubled && only_blanks) {
    text = {open + 1, static_cast<std::size_t>(close - open - 1)};
    return true;
  }
  scratch.clear();
  append_undoubled(scratch, open + 1, close);
  if (!only_blanks) scratch.append(rest, c.p);
  text = scratch;
  return true;
}

bool missing_cell(std::string_view text, double& value) {
  if (text.empty() || text == ".") {
    value = missing;
    return true;
  }
  if (text.size() != 2 || text[0] != '.' || text[1] < 'a' || text[1] > 'z') return false;
  value = missing_code(text[1] - 'a' + 1);
  return true;
}

}  // namespace

void unclosed_quote(const FieldCursor& c, const FieldSyntax& syntax, const char* quote) {
  const std::size_t line = c.line - 1 + line_of(c.begin, quote, syntax.newline);
  const char* start = quote;
  while (start > c.begin && start[-1] != syntax.newline) --start;
  throw Error(459, "the quotation mark in line " + std::to_string(line) + ", character " +
                       std::to_string(quote - start + 1) + ", is never closed",
              std::nullopt, {"close it, or read quotation marks as ordinary text: bindquotes(nobind)"});
}

After step_over(FieldCursor& c, const FieldSyntax& syntax) {
  if (c.p == c.end) return After::line;
  if (syntax.is_delimiter(*c.p)) {
    ++c.p;
    if (!syntax.collapse) return After::delimiter;
    while (c.p < c.end && syntax.is_delimiter(*c.p)) ++c.p;
    if (c.p < c.end && !syntax.ends_line(c.p, c.end)) return After::delimiter;
    if (c.p == c.end) return After::line;
  }
  c.p += *c.p == syntax.newline ? 1 : 2;
  return After::line;
}

void skip_leading(FieldCursor& c, const FieldSyntax& syntax) {
  if (!syntax.collapse) return;
  while (c.p < c.end && syntax.is_delimiter(*c.p)) ++c.p;
}

After read_field(FieldCursor& c, const FieldSyntax& syntax, std::string& scratch, std::string_view& text) {
  if (c.p == c.end || *c.p != '"' || !quoted_field(c, syntax, scratch, text)) {
    const char* stop = end_of_plain(c, syntax, c.p);
    text = {c.p, static_cast<std::size_t>(stop - c.p)};
    c.p = stop;
  }
  return step_over(c, syntax);
}

std::vector<std::string> read_record(FieldCursor& c, const FieldSyntax& syntax) {
  std::vector<std::string> out;
  std::string scratch;
  std::string_view text;
  const char* start = c.p;
  skip_leading(c, syntax);
  After after = After::delimiter;
  while (after == After::delimiter) {
    after = read_field(c, syntax, scratch, text);
    out.emplace_back(text);
    if (out.size() > most_fields) {
      const std::size_t line = c.line - 1 + line_of(c.begin, start, syntax.newline);
      throw Error(103, "too many variables: line " + std::to_string(line) +
                           " holds more than " + std::to_string(most_fields) + " fields",
                  std::nullopt, {"check the delimiter and the line ends of the file"});
    }
  }
  return out;
}

bool parse_cell(std::string_view text, double& value) {
  const auto blank = [](char ch) { return ch == ' ' || ch == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  if (missing_cell(text, value)) return true;
  if (text.front() == '+' && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  const char lead = text.front() == '-' && text.size() > 1 ? text[1] : text.front();
  if (lead != '.' && (lead < '0' || lead > '9')) return false;  // also keeps out nan and inf
  const char* end = text.data() + text.size();
  const char* p = text.data();
  return parse_plain_number(p, end, value) && p == end;
}

std::size_t count_bytes(const char* p, const char* end, char c) {
  const std::uint64_t pattern = 0x0101010101010101u * static_cast<unsigned char>(c);
  constexpr std::uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
  std::size_t n = 0;
  for (; end - p >= 8; p += 8) {
    std::uint64_t v;
    std::memcpy(&v, p, 8);
    v ^= pattern;
    n += static_cast<std::size_t>(std::popcount(~(((v & low) + low) | v | low)));
  }
  for (; p < end; ++p) n += *p == c;
  return n;
}

std::size_t line_of(const char* begin, const char* at, char newline) { return 1 + count_bytes(begin, at, newline); }

}  // namespace nqp::data
