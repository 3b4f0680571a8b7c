#include "stdlib/kit/matrix_listing.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::kit {
namespace {

struct Name {
  std::string equation, name;
};

Name taken_apart(const std::string& full) {
  const std::size_t colon = full.find(':');
  if (colon == std::string::npos) return {"", full};
  return {full.substr(0, colon), full.substr(colon + 1)};
}

bool has_equations(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& n) { return n.find(':') != std::string::npos; });
}

struct Layout {
  std::size_t stub = 0, cell = 9, per_block = 1;
};

Layout listing_layout(const eval::Matrix& m, const MatrixLook& look, std::size_t width) {
  Layout l;
  if (look.names)
    for (const std::string& r : m.row_names) l.stub = std::max(l.stub, text::display_width(r));
  l.stub = std::min<std::size_t>(l.stub, 32);
  const auto format = text::parse_format(look.format);
  if (format) l.cell = static_cast<std::size_t>(std::max(1, format->width));
  if (look.names)
    for (const std::string& full : m.column_names) {
      const Name n = taken_apart(full);
      const std::size_t wide = std::max(text::display_width(n.name), text::display_width(n.equation) + 1);
      l.cell = std::max(l.cell, std::min<std::size_t>(12, wide));
    }
  const std::size_t room = width > l.stub ? width - l.stub : 0;
  l.per_block = std::max<std::size_t>(1, room / (l.cell + 2));
  return l;
}

void head(report::Document& d, const eval::Matrix& m, std::size_t first, std::size_t last, const Layout& l) {
  std::string equations(l.stub, ' '), names(l.stub, ' ');
  for (std::size_t j = first; j < last; ++j) {
    const Name n = taken_apart(m.column_names[j]);
    equations +=
        "  " + text::pad_left(n.equation.empty() ? "" : text::abbreviate(n.equation, l.cell - 1) + ":", l.cell);
    names += "  " + text::pad_left(text::abbreviate(n.name, l.cell), l.cell);
  }
  if (has_equations(m.column_names)) d.line(equations);
  d.line(names);
}

}  // namespace

report::Document list_matrix(const eval::Matrix& m, const std::string& name, const MatrixLook& look, int width) {
  report::Document d;
  const bool symmetric = eval::is_symmetric(m), half = symmetric && look.half;
  if (look.blank) d.blank();
  if (look.header) {
    const std::string shown = (symmetric ? "symmetric " : "") + name + fmt::format("[{},{}]", m.rows, m.columns);
    d.line(look.title.empty() ? shown : shown + ":  " + look.title);
  }
  const Layout l = listing_layout(m, look, static_cast<std::size_t>(std::max(20, width)));
  for (std::size_t first = 0; first < m.columns; first += l.per_block) {
    const std::size_t last = std::min(m.columns, first + l.per_block);
    if (first > 0) d.blank();
    if (look.names) head(d, m, first, last, l);
    for (std::size_t i = half ? first : 0; i < m.rows; ++i) {
      std::string line = look.names ? text::pad_left(text::abbreviate(m.row_names[i], l.stub), l.stub) : "";
      for (std::size_t j = first; j < (half ? std::min(last, i + 1) : last); ++j)
        line += "  " + text::pad_left(text::trimmed(text::format_number(m(i, j), look.format)), l.cell);
      d.line(line, report::Style::result);
    }
  }
  return d;
}

}  // namespace nqp::kit
