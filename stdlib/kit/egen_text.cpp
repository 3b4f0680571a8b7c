// Functions that make strings.
#include <algorithm>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/egen.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

std::string piece(const EgenCall& q, const data::Variable& v, std::size_t row) {
  if (v.is_string()) return std::string(v.column->text(row));
  if (q.has("decode") && q.c.frame.labels_of(v)) return value_text(q.c.frame, v, row);
  const double x = v.column->number(row);
  if (data::is_missing(x)) return data::missing_text(x);
  return q.has("format") ? text::format_number(x, q.text("format")) : text::macro_number(x);
}

EgenResult concat(const EgenCall& q) {
  const std::string between = q.text("punct");
  EgenResult r;
  r.strings.resize(q.c.frame.rows);
  const command::Variables names = q.variables();
  for (std::size_t i = 0; i < r.strings.size(); ++i) {
    if (!q.use[i]) continue;
    for (std::size_t k = 0; k < names.size(); ++k)
      r.strings[i] += (k ? between : "") + piece(q, q.c.frame.at(names[k]), i);
  }
  return r;
}

// The first word of a string, its last word, or what follows the first word.
EgenResult ends(const EgenCall& q) {
  const data::Variable& v = q.c.variable(q.argument);
  if (!v.is_string()) throw Error(109, "type mismatch: ends() needs a string variable");
  const std::string mark = q.text("punct", " ");
  EgenResult r;
  r.strings.resize(q.c.frame.rows);
  for (std::size_t i = 0; i < r.strings.size(); ++i) {
    if (!q.use[i]) continue;
    const std::string_view s = v.column->text(i);
    const std::size_t at = q.has("last") ? s.rfind(mark) : s.find(mark);
    std::string_view part = s;
    if (q.has("tail")) part = at == std::string_view::npos ? std::string_view() : s.substr(at + mark.size());
    else if (at != std::string_view::npos) part = q.has("last") ? s.substr(at + mark.size()) : s.substr(0, at);
    r.strings[i] = std::string(q.has("trim") ? trim(part) : part);
  }
  return r;
}

constexpr EgenFunction text_functions[] = {
    {"concat", concat, "Punct() DECODE Format() MAXLength()", "the variables joined as text"},
    {"ends", ends, "Punct() Trim Head Last Tail", "first word, last word (last) or the rest (tail) of a string"}};

}  // namespace

std::span<const EgenFunction> egen_text_functions() { return text_functions; }

}  // namespace nqp::kit
