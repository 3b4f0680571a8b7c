// marginsplot: the last margins and their confidence intervals as a figure.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::marginsplot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string text;
};

// What one margin is about in one dimension: "weight" 3000, "rep78" 4, "_deriv" mpg.
struct Place {
  std::string dimension, label;
  double value = 0;
};

struct Point {
  std::vector<Place> places;
  double b = 0, low = 0, high = 0;

  const Place* find(const std::string& dimension) const {
    for (const Place& p : places)
      if (p.dimension == dimension) return &p;
    return nullptr;
  }
};

std::string level_label(const std::string& variable, double level, const data::Frame& f) {
  const data::Variable* v = f.find(variable);
  const data::ValueLabel* labels = v ? f.labels_of(*v) : nullptr;
  if (labels)
    if (const auto it = labels->find(level); it != labels->end()) return it->second;
  return text::macro_number(level);
}

// at() variables whose value is not the same everywhere.
std::vector<std::size_t> varying(const eval::Matrix& at) {
  std::vector<std::size_t> out;
  for (std::size_t j = 0; j < at.columns; ++j)
    for (std::size_t i = 1; i < at.rows; ++i)
      if (at(i, j) != at(0, j)) {
        out.push_back(j);
        break;
      }
  return out;
}

// "2._at", "3.rep78", "1._predict"
void add_token(const std::string& token, const Results& r, const data::Frame& f, Point& p) {
  const std::size_t dot = token.find('.');
  const std::optional<double> level =
      dot == std::string::npos ? std::nullopt : kit::parse_number(std::string_view(token).substr(0, dot));
  if (!level) {
    if (token != "_cons") p.places.push_back({token, token, 0});
    return;
  }
  const std::string name = token.substr(dot + 1);
  const eval::Matrix* at = r.find_matrix("at");
  if (name == "_at" && at) {
    const auto row = static_cast<std::size_t>(*level) - 1;
    for (const std::size_t j : varying(*at)) {
      const double v = (*at)(row, j);
      p.places.push_back({at->column_names[j], level_label(at->column_names[j], v, f), v});
    }
    return;
  }
  if (name == "_predict") {
    const std::string label = r.macro_or("predict" + text::macro_number(*level) + "_label", token);
    p.places.push_back({name, label.substr(0, label.find(", predict(")), *level});
    return;
  }
  p.places.push_back({name, level_label(name, *level, f), *level});
}

std::vector<Point> points_of(const Results& r, const data::Frame& f) {
  const eval::Matrix &b = *r.find_matrix("b"), &table = *r.find_matrix("table");
  const bool effects = !r.macro_or("derivatives").empty();
  std::vector<Point> out;
  std::vector<std::string> derivatives;
  for (std::size_t j = 0; j < b.columns; ++j) {
    Point p;
    p.b = b(0, j);
    p.low = table(4, j);
    p.high = table(5, j);
    if (data::is_missing(table(1, j))) continue;  // base levels of effects
    std::string place = b.column_names[j];
    if (effects) {
      const std::size_t colon = place.find(':');
      const std::string what = place.substr(0, colon);
      place = colon == std::string::npos ? "" : place.substr(colon + 1);
      auto it = std::find(derivatives.begin(), derivatives.end(), what);
      if (it == derivatives.end()) it = derivatives.insert(derivatives.end(), what);
      p.places.push_back({"_deriv", what, static_cast<double>(it - derivatives.begin()) + 1});
    }
    while (!place.empty()) {
      const std::size_t cut = place.find('#');
      add_token(place.substr(0, cut), r, f, p);
      place = cut == std::string::npos ? "" : place.substr(cut + 1);
    }
    out.push_back(std::move(p));
  }
  return out;
}

// The dimension along the axis: at() variables before factors before effects and predictions.
std::string axis_dimension(const std::vector<Point>& points, const Results& r) {
  const eval::Matrix* at = r.find_matrix("at");
  if (at)
    for (const std::size_t j : varying(*at)) return at->column_names[j];
  for (const char* last : {"", "_predict", "_deriv"}) {
    for (const Place& p : points[0].places) {
      const bool special = p.dimension == "_predict" || p.dimension == "_deriv";
      if (*last == '\0' ? special : p.dimension != last) continue;
      std::set<double> values;
      for (const Point& q : points)
        if (const Place* at_q = q.find(p.dimension)) values.insert(at_q->value);
      if (values.size() > 1) return p.dimension;
    }
  }
  return points[0].places.empty() ? "" : points[0].places[0].dimension;
}

// xdimension(): a dimension of the margins, or the factor variable whose levels the effects belong to.
std::string named_dimension(const std::string& asked, const std::vector<Point>& points) {
  const std::string name(kit::trim(asked)), level = "." + name;
  std::string known;
  for (const Place& p : points[0].places) {
    if (p.dimension == name) return name;
    const bool of_factor = p.dimension == "_deriv" && p.label.size() > level.size() &&
                           p.label.compare(p.label.size() - level.size(), level.size(), level) == 0;
    if (of_factor) return p.dimension;
    known += (known.empty() ? "" : ", ") + p.dimension;
  }
  throw Error(198, "xdimension(): " + name + " is no dimension of the margins", std::nullopt, {"there are " + known});
}

std::string series_of(const Point& p, const std::string& axis, const std::set<std::string>& fixed) {
  std::string out;
  for (const Place& place : p.places) {
    if (place.dimension == axis || fixed.count(place.dimension)) continue;
    const bool named = place.dimension[0] != '_' && place.label == text::macro_number(place.value);
    out += (out.empty() ? "" : ", ") + (named ? place.dimension + "=" : "") + place.label;
  }
  return out;
}

// Dimensions in which all points agree say nothing in a legend.
std::set<std::string> constant_dimensions(const std::vector<Point>& points) {
  std::set<std::string> out;
  for (const Place& p : points[0].places)
    if (std::all_of(points.begin(), points.end(), [&](const Point& q) {
          const Place* at = q.find(p.dimension);
          return at && at->label == p.label;
        }))
      out.insert(p.dimension);
  return out;
}

struct Look {
  bool interval = true, horizontal = false, line = true, bars = false, symbols = true;
  kit::Mark intervals = kit::Mark::range_caps;
  std::string axis, plots;
};

kit::Mark interval_mark(const std::string& word) {
  using enum kit::Mark;
  return word == "rarea" ? range_area : word == "rline" ? range_line : word == "rspike" ? range_spikes
         : word == "rbar"  ? range_bars : range_caps;
}

bool read_look(const ast::Option& o, Look& look) {
  const std::string name = kit::lower(o.name), word = kit::lower(kit::trim(o.argument));
  if (name == "noci") look.interval = false;
  else if (kit::abbreviates(name, "HORizontal")) look.horizontal = true;
  else if (kit::abbreviates(name, "Xdimension") && !o.argument.empty()) look.axis = o.argument;
  else if (kit::abbreviates(name, "PLOTdimension") && !o.argument.empty()) look.plots = o.argument;
  else if (name == "recastci") look.intervals = interval_mark(word);
  else if (name == "recast") {
    look.line = word != "scatter" && word != "bar" && word != "dot";
    look.bars = word == "bar";
    look.symbols = word != "line";
  } else return false;
  return true;
}

// plotopts(), plot2opts(), ciopts(), ci1opts(): options of marks, for all series or for one (1 …).
struct SeriesLook {
  std::size_t series = 0;  // 0: all
  bool interval = false;
  ast::Option option;
};

bool read_series_look(const ast::Option& o, std::vector<SeriesLook>& looks) {
  const std::string name = kit::lower(o.name);
  for (const bool interval : {false, true}) {
    const std::string head = interval ? "ci" : "plot";
    const std::size_t tail = name.rfind("opt");
    if (!kit::starts_with(name, head) || tail == std::string::npos || tail < head.size()) continue;
    const std::string number = name.substr(head.size(), tail - head.size());
    if (number.find_first_not_of("0123456789") != std::string::npos) continue;
    for (ast::Option& inner : grammar::parse_options(o.argument))
      looks.push_back({number.empty() ? 0 : static_cast<std::size_t>(std::atoi(number.c_str())), interval,
                       std::move(inner)});
    return true;
  }
  return false;
}

std::string title_text(const Results& r, bool effects, bool interval) {
  const double level = r.scalar_or("level", 95);
  const std::string what = effects ? "Marginal effects" : "Predictive margins";
  if (!interval) return what;
  return what + " with " + text::macro_number(level) + "% CIs";
}

// What the line asks for.
struct Drawing {
  kit::Chart chart;
  kit::Page page;
  Look look;
  std::vector<ast::Option> mark_options;
  std::vector<SeriesLook> series_looks;
  bool titled = false;
  std::vector<std::string> added;  // addplot(): plots of twoway over the same axes
};

Drawing read_drawing(const std::string& text, Session& s) {
  Drawing d;
  kit::Layer marks;
  const kit::BodyAndOptions line = kit::split_options(text);
  for (const ast::Option& o : line.options) {
    if (read_look(o, d.look) || read_series_look(o, d.series_looks)) continue;
    if (kit::abbreviates(kit::lower(o.name), "ADDPlot")) {
      d.added.push_back(o.argument);
      continue;
    }
    d.titled = d.titled || kit::abbreviates(kit::lower(o.name), "TItle");
    if (kit::read_mark_option(o, marks)) d.mark_options.push_back(o);
    else if (!kit::read_figure_option(o, s, d.chart, d.page)) throw Error(198, "option " + o.name + " not allowed");
  }
  return d;
}

// The margins along an axis, and the plots that its other dimensions tell apart.
struct Arrangement {
  std::vector<Point> points;
  std::string axis;
  bool scale = false;  // the axis is that of a number, not of categories
  std::set<std::string> fixed;
  std::vector<std::string> series;

  std::string plot_of(const Point& p) const { return series_of(p, axis, fixed); }
};

Arrangement arrange(const Look& look, const Results& r, Session& s) {
  Arrangement out;
  out.points = points_of(r, s.frame());
  if (out.points.empty()) throw Error(2000, "no margins to plot");
  out.axis = look.axis.empty() ? axis_dimension(out.points, r) : named_dimension(look.axis, out.points);
  if (!look.plots.empty() && named_dimension(look.plots, out.points) == out.axis)
    throw Error(198, "plotdimension(): " + look.plots + " is the dimension of the axis", std::nullopt,
                {"xdimension() chooses another for the axis"});
  const eval::Matrix* at = r.find_matrix("at");
  out.scale = at && std::find(at->column_names.begin(), at->column_names.end(), out.axis) != at->column_names.end();
  out.fixed = constant_dimensions(out.points);
  for (const Point& p : out.points) {
    const std::string name = out.plot_of(p);
    if (std::find(out.series.begin(), out.series.end(), name) == out.series.end()) out.series.push_back(name);
  }
  return out;
}

struct Plot {
  kit::Layer estimates, ranges;
};

// How the k-th plot looks, without its numbers.
Plot plot_look(const Drawing& d, const Arrangement& m, std::size_t k) {
  constexpr std::array symbols{kit::Symbol::circle, kit::Symbol::diamond, kit::Symbol::triangle, kit::Symbol::square};
  Plot out;
  kit::Layer &estimates = out.estimates, &ranges = out.ranges;
  estimates.horizontal = ranges.horizontal = d.look.horizontal;
  estimates.pen.colour = ranges.pen.colour = estimates.fill = ranges.fill = kit::series_colour(k);
  estimates.pen.width = ranges.pen.width = 1;
  ranges.mark = d.look.intervals;
  const bool ordered = !m.axis.empty() && m.axis[0] != '_';
  estimates.mark = d.look.bars               ? kit::Mark::bars
                   : d.look.line && ordered ? (d.look.symbols ? kit::Mark::connected : kit::Mark::line)
                                             : kit::Mark::points;
  if (d.look.bars) estimates.width = 0.7, estimates.fill.opacity = 0.4;
  estimates.symbol = symbols[k % symbols.size()];
  for (const ast::Option& o : d.mark_options) kit::read_mark_option(o, estimates);
  for (const SeriesLook& l : d.series_looks)
    if (!l.interval && (l.series == 0 || l.series == k + 1)) kit::read_mark_option(l.option, estimates);
  ranges.pen.colour = ranges.fill = estimates.pen.colour;
  ranges.fill.opacity = 0.25;
  for (const SeriesLook& l : d.series_looks)
    if (l.interval && (l.series == 0 || l.series == k + 1)) kit::read_mark_option(l.option, ranges);
  if (m.series.size() > 1) estimates.label = m.series[k];
  return out;
}

double place_along(const Point& p, const Arrangement& m) {
  const Place* place = p.find(m.axis);
  return place ? place->value : 1;
}

void add_plots(const Arrangement& m, Drawing& d) {
  std::vector<kit::Layer> plots, intervals;
  for (std::size_t k = 0; k < m.series.size(); ++k) {
    Plot plot = plot_look(d, m, k);
    for (const Point& p : m.points) {
      if (m.plot_of(p) != m.series[k]) continue;
      plot.estimates.x.push_back(place_along(p, m));
      plot.estimates.y.push_back(p.b);
      plot.ranges.x.push_back(place_along(p, m));
      plot.ranges.y.push_back(p.low);
      plot.ranges.high.push_back(p.high);
    }
    plots.push_back(std::move(plot.estimates));
    if (d.look.interval) intervals.push_back(std::move(plot.ranges));
  }
  // Bars stand behind their intervals, points and lines before them: in that order legends count them.
  for (const auto* layers : {d.look.bars ? &plots : &intervals, d.look.bars ? &intervals : &plots})
    d.chart.layers.insert(d.chart.layers.end(), layers->begin(), layers->end());
}

// A tick for every category.
void name_categories(const Arrangement& m, kit::Axis& along) {
  std::map<double, std::string> ticks;
  for (const Point& p : m.points)
    if (const Place* place = p.find(m.axis)) ticks.emplace(place->value, place->label);
  along.ticks.assign(ticks.begin(), ticks.end());
  if (!ticks.empty()) along.low = ticks.begin()->first - 0.5, along.high = ticks.rbegin()->first + 0.5;
}

void name_axes(const Arrangement& m, const Results& r, const data::Frame& f, Drawing& d) {
  const bool effects = !r.macro_or("derivatives").empty();
  kit::Axis& along = d.look.horizontal ? d.chart.y : d.chart.x;
  kit::Axis& across = d.look.horizontal ? d.chart.x : d.chart.y;
  if (!m.scale && along.ticks.empty()) name_categories(m, along);
  if (along.title.empty() && m.axis != "_deriv" && m.axis != "_predict") {
    const data::Variable* v = f.find(m.axis);
    along.title = v && !v->label.empty() ? v->label : m.axis;
  }
  if (across.title.empty()) {
    const std::string what = r.macro_or("predict1_label", "Margin");
    const bool several = !r.macro_or("predict2_label").empty();
    const std::string expression = several ? "Probability" : what.substr(0, what.find(", predict("));
    across.title = effects ? "Effects on " + expression : expression;
  }
  if (!d.titled) d.chart.title = title_text(r, effects, d.look.interval);
}

// Plot by plot: place on the axis, margin and limits.
eval::Matrix plotted_margins(const Arrangement& m) {
  eval::Matrix out(m.points.size(), 4);
  out.column_names = {"at", "b", "ll", "ul"};
  out.row_names.clear();
  for (const std::string& series : m.series)
    for (const Point& p : m.points) {
      if (m.plot_of(p) != series) continue;
      const double row[] = {place_along(p, m), p.b, p.low, p.high};
      for (std::size_t j = 0; j < 4; ++j) out(out.row_names.size(), j) = row[j];
      out.row_names.push_back(series.empty() ? "margins" : series);
    }
  return out;
}

void act(const Args& a, Session& s) {
  const Results r = s.r();
  if (r.macro_or("cmd") != "margins" || !r.find_matrix("table") || !r.find_matrix("b"))
    throw Error(301, "the last results are not those of margins", std::nullopt,
                {"marginsplot follows margins at once"});
  Drawing d = read_drawing(a.text, s);
  const Arrangement m = arrange(d.look, r, s);
  add_plots(m, d);
  name_axes(m, r, s.frame(), d);
  for (const std::string& text : d.added) kit::add_plots(text, s, d.chart, d.page);
  d.page.legend_asked = d.page.legend_asked || m.series.size() > 1;
  kit::show_chart(std::move(d.chart), d.page, s);
  s.r().matrix("plot", plotted_margins(m));
}

}  // namespace

extern const Command marginsplot_command =
    define<Args>("marginsplot", "The last margins as a figure")
        .raw(&Args::text)
        .stores({{"r(plot)", "plotted numbers: place, margin, limits; one row a point, named by its series"}})
        .changes(Effect::results | Effect::process)
        .remark("marginsplot [, noci horizontal recast(line|scatter|bar) recastci(rarea|rline) xdimension(variable) "
                "plotopts() ciopts() plot1opts() ci1opts() addplot(plots) and the options of twoway]. Results of "
                "margins stay in r(). Legends count the intervals of all series first, then their estimates.")
        .remark("at() variables lie along the axis, then factors, then effects; what is left makes the series.")
        .example("An interaction at several values",
                 "sysuse auto\nquietly regress price c.mpg##c.weight\n"
                 "quietly margins, dydx(mpg) at(weight=(2000(500)4000))\nmarginsplot, yline(0)",
                 "rowsof(r(plot)) == 5 & el(r(plot), 2, 1) == 2500")
        .example("Predictions of groups",
                 "sysuse auto\nquietly logit foreign mpg i.rep78 if rep78 > 2\nquietly margins rep78, at(mpg=(15 25))\n"
                 "marginsplot, recastci(rarea)",
                 "rowsof(r(plot)) == 6 & el(r(plot), 1, 3) < el(r(plot), 1, 2)")
        .acts(act);

}  // namespace nqp::commands::marginsplot_
