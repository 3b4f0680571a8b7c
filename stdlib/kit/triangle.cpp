#include "stdlib/kit/triangle.hpp"

#include <algorithm>

#include "interpreter/text/width.hpp"

namespace nqp::kit {

using report::Align;
using report::Cell;
using report::text_cell;

namespace {

constexpr std::size_t name_width = 12;

report::Table triangle_panel(const Triangle& t, std::size_t from, std::size_t to) {
  report::Table out;
  out.columns = {{static_cast<int>(name_width), 0, false}};
  const int gap = t.marks ? 0 : 1, mark = t.marks ? 1 : 0;
  for (std::size_t k = from; k < to; ++k) out.columns.push_back({t.width + mark, k == from ? 1 : gap, k == from});
  std::vector<Cell> head{text_cell("")};
  const auto width = static_cast<std::size_t>(t.width);
  for (std::size_t k = from; k < to; ++k)
    head.push_back(text_cell(text::abbreviate(t.names[k], width) + (t.marks ? " " : ""), Align::right));
  out.row(std::move(head));
  out.rule();
  for (std::size_t i = from; i < t.names.size(); ++i) {
    std::vector<std::vector<Cell>> lines;
    for (std::size_t k = from; k < std::min(to, i + 1); ++k) {
      const std::vector<Cell> cell = t.cell(i, k);
      if (lines.size() < cell.size()) lines.resize(cell.size());
      for (std::size_t m = 0; m < cell.size(); ++m) lines[m].push_back(cell[m]);
    }
    for (std::size_t m = 0; m < lines.size(); ++m) {
      lines[m].insert(lines[m].begin(),
                      text_cell(m == 0 ? text::abbreviate(t.names[i], name_width) : std::string(), Align::right));
      out.row(std::move(lines[m]));
    }
    if (t.blank_between) out.row({text_cell("")});
  }
  return out;
}

}  // namespace

report::Document draw_triangle(const Triangle& t, int linesize) {
  const std::size_t room = static_cast<std::size_t>(std::max(linesize, 40)) - name_width - 2;
  const std::size_t per_panel = std::max<std::size_t>(1, room / static_cast<std::size_t>(t.width + 1));
  report::Document d;
  for (std::size_t from = 0; from < t.names.size(); from += per_panel) {
    if (from > 0) d.blank();
    d.add(triangle_panel(t, from, std::min(t.names.size(), from + per_panel)));
  }
  return d;
}

}  // namespace nqp::kit
