#include "stdlib/kit/scatter_matrix.hpp"

#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using report::Anchor;
using report::Scene;
using runtime::Session;

namespace {

struct MatrixCells {
  std::vector<std::string> labels;
  std::vector<std::vector<double>> values;  // one list a variable, over the same rows
  Layer look;
  bool half = false;
  Chart frame;
  Page page;
};

MatrixCells read_matrix_cells(const std::string& text, Session& s) {
  MatrixCells m;
  const ast::Arguments a = grammar::parse_arguments(text);
  m.look.mark = Mark::points;
  m.look.symbol = Symbol::hollow_circle;
  m.look.size = 1.8;
  m.look.pen.colour = series_colour(0);
  for (const ast::Option& o : a.options) {
    const std::string name = lower(o.name);
    if (name == "half") m.half = true;
    else if (name == "by" || name == "diagonal" || name == "maxes")
      throw Error(198, "option " + o.name + "() is not available with graph matrix", o.name_span);
    else if (!read_mark_option(o, m.look) && !read_figure_option(o, s, m.frame, m.page))
      throw Error(198, "option " + o.name + " not allowed", o.name_span);
  }
  const Context c = s.context();
  const command::Variables names = command::resolve_variables(a.body, c);
  if (names.size() < 2) throw Error(102, "graph matrix: too few variables specified");
  const std::vector<data::Row> rows = c.rows({a.condition, a.range});
  if (rows.empty()) throw Error(2000, "no observations");
  for (const std::string& name : names) {
    const data::Column& column = c.numeric(name);
    m.labels.push_back(variable_label(name, c.frame));
    m.values.emplace_back();
    for (const data::Row r : rows) m.values.back().push_back(column.number(r));
  }
  return m;
}

Chart matrix_cell(const MatrixCells& m, std::size_t row, std::size_t column) {
  Chart c;
  Layer l = m.look;
  l.x = m.values[column];
  l.y = m.values[row];
  c.layers.push_back(std::move(l));
  c.x.tick_count = c.y.tick_count = 3;
  for (const auto& [axis, k] : {std::pair(&c.x, column), std::pair(&c.y, row)}) {
    for (const double v : m.values[k]) {
      if (data::is_missing(v)) continue;
      axis->low = std::min(axis->low.value_or(v), v);
      axis->high = std::max(axis->high.value_or(v), v);
    }
  }
  c.legend.shown = false;
  return c;
}

// The name of a variable in words below each other when the box is narrow.
void put_name(Scene& page, const std::string& label, double x, double y, double width) {
  std::vector<std::string> lines(1);
  for (std::string_view rest = trim(label); !rest.empty(); rest = trim(rest)) {
    const std::string word = take_word(rest), joined = lines.back().empty() ? word : lines.back() + " " + word;
    if (!lines.back().empty() && report::text_width(joined, 9) > width) lines.push_back(word);
    else lines.back() = joined;
  }
  const auto n = static_cast<double>(lines.size());
  for (std::size_t k = 0; k < lines.size(); ++k)
    page.text({x, y + 3 + (static_cast<double>(k) - (n - 1) / 2) * 11}, lines[k], 9, Anchor::middle);
}

}  // namespace

void draw_scatter_matrix(const std::string& text, Session& s) {
  const MatrixCells m = read_matrix_cells(text, s);
  Page look_of = m.page;
  look_of.scheme = drawn_scheme(m.page, s);
  const std::size_t n = m.values.size();
  Scene page;
  page.width = m.page.width;
  page.height = m.page.height;
  double top = 0, bottom = page.height - 4;
  if (!m.frame.title.empty()) {
    top = 22;
    page.text({page.width / 2, 18}, m.frame.title, 13, Anchor::middle, 0, true);
  }
  for (const std::string* line : {&m.frame.caption, &m.frame.note})
    if (!line->empty()) {
      page.text({10, bottom}, *line, 8);
      bottom -= 12;
    }
  AxisRoom room;
  for (std::size_t k = 0; k < n; ++k) {
    const AxisRoom own = axis_room(matrix_cell(m, k, k));
    room = {std::max(room.left, own.left), std::max(room.below, own.below)};
  }
  // Cells overlap by the margin that every chart keeps, so that their boxes touch.
  constexpr double overlap = 14;
  const auto count = static_cast<double>(n);
  const double width = (page.width - room.left + overlap * (count - 1)) / count;
  const double height = (bottom - top - room.below + overlap * (count - 1)) / count;
  report::Pen edge;
  edge.colour = {120, 120, 120};
  edge.width = 0.6;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      if (m.half && j > i) continue;
      Chart c = matrix_cell(m, i, j);
      finish_chart(c, look_of);
      c.y.shown = j == 0 && i > 0;
      c.x.shown = i + 1 == n && j + 1 < n;
      if (!m.half && i == 0 && j == 0) c.y.shown = true;
      if (!m.half && i + 1 == n && j + 1 == n) c.x.shown = true;
      if (i == j) c.layers[0].symbol = Symbol::none;
      const double extra_left = c.y.shown ? axis_room(c).left : 0, extra_below = c.x.shown ? axis_room(c).below : 0;
      const Scene cell = draw(c, width + extra_left, height + extra_below);
      const double x = static_cast<double>(j) * (width - overlap) + room.left - extra_left;
      const double y = top + static_cast<double>(i) * (height - overlap);
      put_scene(page, cell, {x, y}, 1);
      const auto [a, b] = cell.clips.front();
      page.path({{x + a.x, y + a.y}, {x + b.x, y + a.y}, {x + b.x, y + b.y}, {x + a.x, y + b.y}, {x + a.x, y + a.y}},
                edge);
      if (i == j) put_name(page, m.labels[i], x + (a.x + b.x) / 2, y + (a.y + b.y) / 2, b.x - a.x - 6);
    }
  keep_page(std::move(page), m.page, s);
}

}  // namespace nqp::kit
