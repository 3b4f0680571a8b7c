#include "stdlib/kit/pie_chart.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/by_panels.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using report::Anchor;
using report::Point;
using report::Scene;
using runtime::Session;

namespace {

struct PieSlice {
  std::string label;
  double amount = 0;
  Layer look;
  std::string written;  // plabel: percent, sum, name or a text of its own
  bool exploded = false;
};

struct PieWish {
  ast::Arguments arguments;
  std::string over;
  bool missing = false, sorted = false, descending = false;
  std::vector<ast::Option> labels, slices;  // plabel() and pie()
  Chart frame;
  Page page;
};

PieWish read_pie(const std::string& text, Session& s) {
  PieWish w;
  w.arguments = grammar::parse_arguments(text);
  for (const ast::Option& o : w.arguments.options) {
    const std::string name = lower(o.name);
    const std::string_view body = std::string_view(o.argument).substr(0, find_outside(o.argument, ','));
    if (name == "over") w.over = std::string(trim(body));
    else if (abbreviates(name, "MISSing")) w.missing = true;
    else if (name == "sort") w.sorted = true;
    else if (abbreviates(name, "DEScending")) w.descending = true;
    else if (abbreviates(name, "PLabel")) w.labels.push_back(o);
    else if (name == "pie") w.slices.push_back(o);
    else if (name == "by")
      throw Error(198, "option by() is not available with graph pie", o.name_span,
                  {"draw a pie a group with if and name(), then graph combine"});
    else if (name != "line" && name != "noclockwise" && !read_figure_option(o, s, w.frame, w.page))
      throw Error(198, "option " + o.name + " not allowed", o.name_span);
  }
  return w;
}

double pie_sum(const std::string& variable, const std::vector<data::Row>& rows, const Context& c) {
  const data::Column& column = c.numeric(variable);
  double sum = 0;
  for (const data::Row r : rows)
    if (!column.missing_at(r)) sum += column.number(r);
  return sum;
}

std::vector<PieSlice> slices_of(const PieWish& w, const Context& c) {
  const command::Variables names = w.arguments.body.empty() ? command::Variables{}
                                                            : command::resolve_variables(w.arguments.body, c);
  const std::vector<data::Row> rows = c.rows({w.arguments.condition, w.arguments.range});
  std::vector<PieSlice> out;
  if (w.over.empty()) {
    if (names.empty())
      throw Error(100, "graph pie needs variables, or over()", std::nullopt, {"graph pie, over(group) counts rows"});
    for (const std::string& name : names)
      out.push_back({variable_label(name, c.frame), pie_sum(name, rows, c), {}, "", false});
  } else {
    if (names.size() > 1) throw Error(103, "graph pie, over() takes one variable");
    std::vector<std::uint8_t> used(c.frame.rows);
    for (const data::Row r : rows) used[r] = 1;
    for (const RowsOfPanel& g : panel_groups({c.variable(w.over).name}, used, w.missing, c)) {
      std::vector<data::Row> members;
      std::copy_if(rows.begin(), rows.end(), std::back_inserter(members), [&](data::Row r) { return g.rows[r] != 0; });
      const double amount = names.empty() ? static_cast<double>(members.size()) : pie_sum(names[0], members, c);
      out.push_back({g.label, amount, {}, "", false});
    }
  }
  if (out.empty() || std::all_of(out.begin(), out.end(), [](const PieSlice& p) { return p.amount == 0; }))
    throw Error(2000, "no observations");
  for (const PieSlice& p : out)
    if (p.amount < 0) throw Error(411, "a slice of a pie cannot be negative: " + p.label);
  if (w.sorted || w.descending)
    std::stable_sort(out.begin(), out.end(), [&](const PieSlice& a, const PieSlice& b) {
      return w.descending ? a.amount > b.amount : a.amount < b.amount;
    });
  return out;
}

// The slices a plabel() or pie() speaks about: "_all", or their numbers, in front of `rest`.
std::vector<std::size_t> asked_slices(std::string_view& rest, std::size_t count, const std::string& option) {
  const std::string word = take_word(rest);
  if (word == "_all") {
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
  }
  std::vector<std::size_t> out;
  for (const double n : grammar::parse_numlist(word)) {
    if (!(n >= 1 && n <= static_cast<double>(count)))
      throw Error(198, fmt::format("{}({}): there are {} slices", option, word, count));
    out.push_back(static_cast<std::size_t>(n) - 1);
  }
  return out;
}

std::string slice_text(const PieSlice& p, double total, const std::string& kind, const std::string& format) {
  const auto number = [&](double x, const char* otherwise) {
    return text::trimmed(text::format_number(x, format.empty() ? otherwise : format));
  };
  if (kind == "percent") return number(100 * p.amount / total, "%9.4g") + "%";
  if (kind == "sum") return number(p.amount, "%9.0g");
  return kind == "name" ? p.label : unquoted(kind);
}

void dress_slices(const PieWish& w, std::vector<PieSlice>& slices) {
  double total = 0;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    total += slices[i].amount;
    slices[i].look.mark = Mark::bars;
    slices[i].look.fill = series_colour(i);
    slices[i].look.pen = {{255, 255, 255}, 0.8};
    slices[i].look.label = slices[i].label;
  }
  for (const ast::Option& o : w.labels) {
    std::string_view rest = std::string_view(o.argument).substr(0, find_outside(o.argument, ','));
    rest = trim(rest);
    const std::vector<std::size_t> which = asked_slices(rest, slices.size(), "plabel");
    const std::string kind(trim(rest));
    std::string format;
    if (const std::size_t comma = find_outside(o.argument, ','); comma != std::string::npos)
      for (const ast::Option& sub : grammar::parse_options(o.argument.substr(comma + 1)))
        if (abbreviates(lower(sub.name), "Format")) format = unquoted(sub.argument);
    for (const std::size_t i : which) slices[i].written = slice_text(slices[i], total, kind, format);
  }
  for (const ast::Option& o : w.slices) {
    std::string_view rest = std::string_view(o.argument).substr(0, find_outside(o.argument, ','));
    rest = trim(rest);
    const std::vector<std::size_t> which = asked_slices(rest, slices.size(), "pie");
    const std::size_t comma = find_outside(o.argument, ',');
    if (comma == std::string::npos) continue;
    for (const ast::Option& sub : grammar::parse_options(o.argument.substr(comma + 1)))
      for (const std::size_t i : which) {
        if (abbreviates(lower(sub.name), "EXPlode")) slices[i].exploded = true;
        else if (!read_mark_option(sub, slices[i].look))
          throw Error(198, "option " + sub.name + " not allowed in pie()");
      }
  }
}

Scene pie_scene(const PieWish& w, const std::vector<PieSlice>& slices) {
  Scene out;
  out.width = w.page.width;
  out.height = w.page.height;
  const double middle = out.width / 2;
  double top = 10, bottom = out.height - 10, total = 0;
  for (const auto& [title, size] : {std::pair(&w.frame.title, 13.0), std::pair(&w.frame.subtitle, 10.0)})
    if (!title->empty()) {
      top += size + 4;
      out.text({middle, top}, *title, size, Anchor::middle, 0, size > 12);
    }
  for (const std::string* line : {&w.frame.caption, &w.frame.note})
    if (!line->empty()) {
      out.text({10, bottom}, *line, 8);
      bottom -= 12;
    }
  Chart keys = w.frame;
  for (const PieSlice& p : slices) keys.layers.push_back(p.look);
  finish_chart(keys, w.page);
  const Scene legend = draw_legend(keys, out.width);
  bottom -= legend.height;
  put_scene(out, legend, {0, bottom}, 1);
  for (const PieSlice& p : slices) total += p.amount;
  const Point centre{middle, (top + bottom) / 2};
  const double radius = std::max(20.0, std::min(out.width, bottom - top) / 2 - 14);
  std::vector<std::pair<Point, std::string>> texts;
  double from = 0;  // clockwise from twelve o'clock
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const double turn = 2 * std::numbers::pi * slices[i].amount / total, half = from + turn / 2;
    const auto at = [](Point c, double angle, double r) {
      return Point{c.x + r * std::sin(angle), c.y - r * std::cos(angle)};
    };
    const Point c = slices[i].exploded ? at(centre, half, 10) : centre;
    std::vector<Point> edge;
    if (turn < 2 * std::numbers::pi - 1e-9) edge.push_back(c);
    const int steps = std::max(2, static_cast<int>(turn * 40));
    for (int k = 0; k <= steps; ++k) edge.push_back(at(c, from + turn * k / steps, radius));
    if (slices[i].amount > 0) out.area(std::move(edge), keys.layers[i].fill, slices[i].look.pen);
    if (!slices[i].written.empty()) texts.emplace_back(at(c, half, radius * 0.68), slices[i].written);
    from += turn;
  }
  // Over all slices, on a light ground that keeps them readable on every colour.
  for (const auto& [p, text] : texts) {
    const double wide = report::text_width(text, 9) / 2 + 3;
    report::Pen none;
    none.width = 0;
    out.area({{p.x - wide, p.y - 7}, {p.x + wide, p.y - 7}, {p.x + wide, p.y + 6}, {p.x - wide, p.y + 6}},
             {255, 255, 255, 0.75}, none);
    out.text({p.x, p.y + 3}, text, 9, Anchor::middle);
  }
  return out;
}

}  // namespace

void draw_pie(const std::string& text, Session& s) {
  PieWish w = read_pie(text, s);
  w.page.scheme = drawn_scheme(w.page, s);
  std::vector<PieSlice> slices = slices_of(w, s.context());
  dress_slices(w, slices);
  keep_page(pie_scene(w, slices), w.page, s);
}

}  // namespace nqp::kit
