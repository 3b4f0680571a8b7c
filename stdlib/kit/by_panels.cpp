#include "stdlib/kit/by_panels.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using report::Anchor;
using report::Point;
using report::Scene;
using runtime::Session;

namespace {

constexpr double strip_height = 16, panel_text = 9, panel_margin = 10;

struct ByWish {
  command::Variables names;
  bool total = false, missing = false, by_columns = false;
  bool free_x = false, free_y = false, every_x = false, every_y = false;
  int columns = 0, rows = 0;
  Chart frame;  // titles and notes of the page
  Page page;
  bool noted = false;
};

int panel_count_option(const ast::Option& o, Session& s) {
  const double n = s.number(o.argument);
  if (!(n >= 1 && n <= 1000)) throw Error(198, "option " + o.name + "() takes a number of panels");
  return static_cast<int>(n);
}

void read_by_option(const ast::Option& o, ByWish& w, Session& s) {
  const std::string name = lower(o.name);
  const auto is = [&](const char* full) { return abbreviates(name, full); };
  if (is("Total")) w.total = true;
  else if (is("MISSing")) w.missing = true;
  else if (is("Rows")) w.rows = panel_count_option(o, s);
  else if (is("Cols")) w.columns = panel_count_option(o, s);
  else if (is("COLFirst")) w.by_columns = true;
  else if (is("RESCale")) w.free_x = w.free_y = true;
  else if (is("XRESCale")) w.free_x = true;
  else if (is("YRESCale")) w.free_y = true;
  else if (is("IXAXes") || is("IXLAbel")) w.every_x = true;
  else if (is("IYAXes") || is("IYLAbel")) w.every_y = true;
  else if (is("COMPact") || is("NOEDGElabel") || is("EDGElabel") || is("STYle") || is("NOIYaxes") || is("NOIXaxes"))
    return;
  else if (read_figure_option(o, s, w.frame, w.page)) w.noted = w.noted || name == "note";
  else throw Error(198, "option " + o.name + " not allowed in by()");
}

ByWish read_by(const Chart& all, const Page& page, Session& s) {
  BodyAndOptions line = split_options(page.by);
  ByWish w;
  w.page = page;
  // What stands outside of by() is about the page too.
  for (auto part : {&Chart::title, &Chart::subtitle, &Chart::note, &Chart::caption}) w.frame.*part = all.*part;
  for (auto look : {&Chart::title_look, &Chart::subtitle_look, &Chart::note_look, &Chart::caption_look})
    w.frame.*look = all.*look;
  w.noted = !all.note.empty();
  for (const ast::Option& o : line.options) read_by_option(o, w, s);
  w.names = command::resolve_variables(line.body, s.context());
  if (w.names.empty()) throw Error(100, "by() needs a variable", std::nullopt, {"twoway …, by(group, total)"});
  w.page.by.clear();
  return w;
}

std::string panel_level(const data::Variable& v, data::Row r, const Context& c) {
  if (v.is_string()) return std::string(v.column->text(r));
  const data::ValueLabel* labels = c.frame.labels_of(v);
  if (labels)
    if (const auto it = labels->find(v.column->number(r)); it != labels->end()) return it->second;
  return text::trimmed(text::format_number(v.column->number(r), v.format));
}

std::string listed_groups(const command::Variables& names, const Context& c) {
  std::string out = "Graphs by ";
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (k > 0) out += names.size() == 2 ? " and " : k + 1 == names.size() ? ", and " : ", ";
    out += variable_label(names[k], c.frame);
  }
  return out;
}

struct ByPanel {
  std::string label;
  Chart chart;
};

std::vector<ByPanel> charts_of_groups(const std::string& text, const Chart& all, const ByWish& w, Session& s) {
  std::vector<ByPanel> out;
  for (RowsOfPanel& g : panel_groups(w.names, w.page.used, w.missing, s.context())) {
    Page page;
    page.only = std::move(g.rows);
    out.push_back({g.label, read_twoway(text, s, page)});
  }
  if (out.empty()) throw Error(2000, "no observations", std::nullopt, {"the variables in by() are missing everywhere"});
  if (w.total) out.push_back({"Total", all});
  return out;
}

// The same ends of the axes everywhere, unless they are free.
void share_axes(std::vector<ByPanel>& panels, const ByWish& w) {
  for (int which = 0; which < 3; ++which) {
    if (which == 0 ? w.free_x : w.free_y) continue;
    std::vector<Chart*> charts;
    for (ByPanel& p : panels) charts.push_back(&p.chart);
    share_reach(charts, which);
  }
}

// A panel with its heading and a box around its plot region; `width` and `height` with axes and heading.
Scene draw_panel(const ByPanel& p, double width, double height) {
  constexpr double above = strip_height - panel_margin + 2;
  Scene out;
  out.width = width;
  out.height = height;
  const Scene drawn = draw(p.chart, width, height - above);
  const auto [a, b] = drawn.clips.front();
  const double top = a.y + above;
  report::Pen edge;
  edge.colour = {160, 160, 160};
  edge.width = 0.6;
  out.area({{a.x, top - strip_height}, {b.x, top - strip_height}, {b.x, top}, {a.x, top}}, {226, 233, 239}, edge);
  const double room = b.x - a.x - 6, needs = report::text_width(p.label, panel_text);
  const double size = needs > room ? std::max(5.0, panel_text * room / needs) : panel_text;
  out.text({(a.x + b.x) / 2, top - strip_height / 2 + size * 0.35}, p.label, size, Anchor::middle);
  out.path({{a.x, top}, {b.x, top}, {b.x, b.y + above}, {a.x, b.y + above}, {a.x, top}}, edge);
  put_scene(out, drawn, {0, above}, 1);
  return out;
}

struct PageGrid {
  int columns, rows;
};

PageGrid page_grid(const ByWish& w, std::size_t panels) {
  const int n = static_cast<int>(panels);
  int columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(n))));
  if (w.columns > 0) columns = std::min(w.columns, n);
  else if (w.rows > 0) columns = (n + w.rows - 1) / w.rows;
  return {columns, (n + columns - 1) / columns};
}

void put_panels(Scene& page, const PageRoom& room, const PageGrid& grid, std::vector<ByPanel>& panels,
                const ByWish& w) {
  AxisRoom axes;
  for (const ByPanel& p : panels) {
    const AxisRoom own = axis_room(p.chart);
    axes = {std::max(axes.left, own.left), std::max(axes.below, own.below)};
  }
  const bool inner_y = w.free_y || w.every_y, inner_x = w.free_x || w.every_x;
  const double width = (room.right - room.left - (inner_y ? 0 : axes.left)) / grid.columns;
  const double height = (room.bottom - room.top - (inner_x ? 0 : axes.below)) / grid.rows;
  const int n = static_cast<int>(panels.size());
  const auto index = [&](int row, int column) {
    return w.by_columns ? column * grid.rows + row : row * grid.columns + column;
  };
  for (int row = 0; row < grid.rows; ++row)
    for (int column = 0; column < grid.columns; ++column) {
      if (index(row, column) >= n) continue;
      ByPanel& p = panels[static_cast<std::size_t>(index(row, column))];
      const bool first = column == 0, last = row + 1 == grid.rows || index(row + 1, column) >= n;
      p.chart.y.shown = p.chart.y.shown && (inner_y || first);
      p.chart.x.shown = p.chart.x.shown && (inner_x || last);
      const double extra_left = inner_y ? 0 : axes.left, extra_below = inner_x ? 0 : axes.below;
      const double x = room.left + column * width + (first ? 0 : extra_left);
      const double wide = width + (first ? extra_left : 0), tall = height + (last ? extra_below : 0);
      put_scene(page, draw_panel(p, wide, tall), {x, room.top + row * height}, 1);
    }
}

}  // namespace

std::vector<RowsOfPanel> panel_groups(const command::Variables& names, const std::vector<std::uint8_t>& used,
                                      bool missing, const Context& c) {
  std::map<std::vector<std::pair<double, std::string>>, RowsOfPanel> found;
  std::vector<const data::Variable*> variables;
  for (const std::string& name : names) variables.push_back(&c.variable(name));
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) continue;
    const auto r = static_cast<data::Row>(i);
    std::vector<std::pair<double, std::string>> key;
    bool unknown = false;
    for (const data::Variable* v : variables) {
      unknown = unknown || v->column->missing_at(r);
      key.emplace_back(v->is_string() ? 0 : v->column->number(r), v->is_string() ? v->column->text(r) : "");
    }
    if (unknown && !missing) continue;
    RowsOfPanel& g = found[key];
    if (g.rows.empty()) {
      g.rows.resize(used.size());
      for (const data::Variable* v : variables) g.label += (g.label.empty() ? "" : ", ") + panel_level(*v, r, c);
    }
    g.rows[i] = 1;
  }
  std::vector<RowsOfPanel> out;
  for (auto& g : found) out.push_back(std::move(g.second));
  return out;
}

void draw_by_panels(const std::string& text, const Chart& all, const Page& asked, Session& s) {
  ByWish w = read_by(all, asked, s);
  w.page.scheme = drawn_scheme(asked, s);
  std::vector<ByPanel> panels = charts_of_groups(text, all, w, s);
  share_axes(panels, w);
  Chart whole = all;
  finish_chart(whole, w.page);
  for (ByPanel& p : panels) {
    finish_chart(p.chart, w.page);
    p.chart.legend.shown = false;
    for (std::string* part : {&p.chart.title, &p.chart.subtitle, &p.chart.note, &p.chart.caption, &p.chart.x.title,
                              &p.chart.y.title})
      part->clear();
  }
  whole.legend.inside = false;
  const PageGrid grid = page_grid(w, panels.size());
  // Many panels are drawn on a larger sheet that is then made smaller, texts and all.
  const double zoom = 1 + 0.25 * std::max(0, std::max(grid.columns, grid.rows) - 2);
  Scene sheet;
  sheet.width = w.page.width * zoom;
  sheet.height = w.page.height * zoom;
  for (auto part : {&Chart::title, &Chart::subtitle, &Chart::note, &Chart::caption}) whole.*part = w.frame.*part;
  for (auto look : {&Chart::title_look, &Chart::subtitle_look, &Chart::note_look, &Chart::caption_look})
    whole.*look = w.frame.*look;
  if (!w.noted) whole.note = listed_groups(w.names, s.context());
  put_panels(sheet, frame_page(sheet, whole), grid, panels, w);
  Scene out;
  out.width = w.page.width;
  out.height = w.page.height;
  put_scene(out, sheet, {0, 0}, 1 / zoom);
  keep_page(std::move(out), w.page, s);
}

void draw_twoway(const std::string& text, Session& s) {
  Page page;
  Chart chart = read_twoway(text, s, page);
  if (!page.by.empty()) return draw_by_panels(text, chart, page, s);
  show_chart(std::move(chart), page, s);
}

}  // namespace nqp::kit
