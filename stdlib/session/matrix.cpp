// matrix: list, dir and drop matrices; define from stored results.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/command.hpp"
#include "interpreter/report/document.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/results_listing.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

bool symmetric(const eval::Matrix& m) {
  if (m.rows != m.columns || m.row_names != m.column_names || m.rows < 2) return false;
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (m(i, j) != m(j, i)) return false;
  return true;
}

// Blocks of as many columns as fit the line.
report::Document listing(const eval::Matrix& m, const std::string& name, const std::string& format, int width) {
  report::Document d;
  const bool half = symmetric(m);
  d.blank().line((half ? "symmetric " : "") + name + fmt::format("[{},{}]", m.rows, m.columns));
  std::size_t stub = 0;
  for (const std::string& r : m.row_names) stub = std::max(stub, text::display_width(r));
  std::size_t cell = 9;
  for (const std::string& c : m.column_names) cell = std::max(cell, std::min<std::size_t>(12, text::display_width(c)));
  const std::size_t per_block = std::max<std::size_t>(1, (static_cast<std::size_t>(width) - stub) / (cell + 2));
  for (std::size_t first = 0; first < m.columns; first += per_block) {
    const std::size_t last = std::min(m.columns, first + per_block);
    std::string head(stub, ' ');
    for (std::size_t j = first; j < last; ++j) head += "  " + text::pad_left(text::abbreviate(m.column_names[j], cell), cell);
    d.line(head);
    for (std::size_t i = half ? first : 0; i < m.rows; ++i) {
      std::string line = text::pad_left(m.row_names[i], stub);
      for (std::size_t j = first; j < (half ? std::min(last, i + 1) : last); ++j)
        line += "  " + text::pad_left(text::trimmed(text::format_number(m(i, j), format)), cell);
      d.line(line, report::Style::result);
    }
    if (last < m.columns) d.blank();
  }
  return d;
}

void list(const std::string& rest, runtime::Session& s) {
  std::string name = rest, format = "%9.0g";
  if (const std::size_t comma = rest.find(','); comma != std::string::npos) {
    name = rest.substr(0, comma);
    for (const ast::Option& o : grammar::parse_options(rest.substr(comma + 1)))
      if (o.name.compare(0, 1, "f") == 0) format = o.argument;
  }
  name = text::trimmed(name);
  s.show(listing(kit::matrix_value(name, s), name, format, s.settings().linesize));
}

void act(const Args& a, runtime::Session& s) {
  const std::string text = text::trimmed(a.text);
  const std::size_t blank = std::min(text.find_first_of(" \t"), text.size());
  const std::string what = text.substr(0, blank), rest = text::trimmed(text.substr(blank));
  if (what == "list" || what == "l" || what == "li") return list(rest, s);
  if (what == "dir") {
    for (const auto& [name, m] : s.matrices()) s.say(text::pad_left(name, 12) + fmt::format("[{},{}]", m.rows, m.columns));
    return;
  }
  if (what == "drop") {
    for (const std::string& name : grammar::split_words(rest)) {
      if (name == "_all") s.matrices().clear();
      else if (s.matrices().erase(name) == 0) throw Error(111, "matrix " + name + " not found");
    }
    return;
  }
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) throw Error(198, "invalid syntax: matrix name = expression, or matrix list name");
  std::vector<std::string> words = grammar::split_words(text.substr(0, equals));
  if (words.size() == 2 && std::string("define").compare(0, words[0].size(), words[0]) == 0) words.erase(words.begin());
  if (words.size() != 1 || !data::valid_name(words[0])) throw Error(198, "invalid matrix name");
  s.matrices()[words[0]] = kit::matrix_value(text.substr(equals + 1), s);
}

}  // namespace

extern const Command matrix_command =
    define<Args>("MATrix", "List, drop and define matrices")
        .raw(&Args::text)
        .example("A copy of stored results", "sysuse auto\nregress price mpg\nmatrix b = e(b)\nscalar n = colsof(b)", "n == 2")
        .example("List", "sysuse auto\nregress price mpg\nmatrix list e(V)\nscalar ok = 1", "ok == 1")
        .acts(act);

}  // namespace nqp::commands
