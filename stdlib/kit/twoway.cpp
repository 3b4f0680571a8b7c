#include "stdlib/kit/twoway.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/eval/evaluate.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/twoway_curves.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using runtime::Session;

namespace {

void sort_by_x(Layer& l) {
  std::vector<std::size_t> order(l.x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return l.x[a] < l.x[b]; });
  const auto sorted = [&](std::vector<double>& v) {
    if (v.empty()) return;
    std::vector<double> out;
    for (const std::size_t i : order) out.push_back(v[i]);
    v = std::move(out);
  };
  sorted(l.y);
  sorted(l.high);
  sorted(l.weights);
  sorted(l.x);
}

struct PlotKind {
  const char* name;
  Mark mark;
  int ys;  // y variables a layer takes; 0: none (histogram, kdensity)
  bool filled, sorted;
};
constexpr PlotKind kinds[] = {{"SCatter", Mark::points, 1, false, false},
                          {"Line", Mark::line, 1, false, false},
                          {"CONnected", Mark::connected, 1, false, false},
                          {"tsline", Mark::line, 1, false, true},
                          {"AREA", Mark::area, 1, true, false},
                          {"BAR", Mark::bars, 1, true, false},
                          {"SPIKE", Mark::spikes, 1, false, false},
                          {"DROPline", Mark::drops, 1, false, false},
                          {"DOT", Mark::points, 1, false, false},
                          {"RCAP", Mark::range_caps, 2, false, false},
                          {"RCAPSYM", Mark::range_caps, 2, false, false},
                          {"RSPIKE", Mark::range_spikes, 2, false, false},
                          {"RBAR", Mark::range_bars, 2, true, false},
                          {"RAREA", Mark::range_area, 2, true, false},
                          {"RLine", Mark::range_line, 2, false, false},
                          {"RCONnected", Mark::range_line, 2, false, false},
                          {"RSCatter", Mark::points, 1, false, false},
                          {"LFIT", Mark::line, 1, false, true},
                          {"QFIT", Mark::line, 1, false, true},
                          {"LFITCI", Mark::range_area, 1, true, true},
                          {"QFITCI", Mark::range_area, 1, true, true},
                          {"LOWESS", Mark::line, 1, false, true},
                          {"LPoly", Mark::line, 1, false, true},
                          {"LPOLYCI", Mark::range_area, 1, true, true},
                          {"KDENsity", Mark::line, 0, false, false},
                          {"HISTogram", Mark::bars, 0, true, false},
                          {"FUNCtion", Mark::line, 0, false, false},
                          {"SCATTERI", Mark::points, 0, false, false}};

const PlotKind& kind_of(const std::string& type) {
  for (const PlotKind& k : kinds)
    if (lower(k.name) == type) return k;
  for (const PlotKind& k : kinds)
    if (abbreviates(type, k.name)) return k;
  throw Error(198, type + " is not a plot type of twoway", std::nullopt,
              {"scatter line connected area bar spike dropline rcap rspike rbar rarea rline lfit qfit lfitci qfitci "
               "lowess lpoly lpolyci kdensity histogram function scatteri tsline"});
}

void style(Layer& l, const PlotKind& k, std::size_t index) {
  l.mark = k.mark;
  l.pen.colour = series_colour(index);
  l.pen.width = 1.1;
  l.fill = l.pen.colour;
  if (k.filled) {
    l.fill.opacity = l.mark == Mark::area || l.mark == Mark::range_area ? 0.3 : 0.75;
    l.pen.width = l.mark == Mark::range_area ? 0 : 0.5;
  }
}

// scatteri y x (clock) "text" …
void immediate(Layer& l, const std::string& body) {
  for (std::string_view rest = trim(body); !rest.empty();) {
    const std::string word = take_word(rest);
    if (word[0] == '(') continue;
    if (word[0] == '"' || word[0] == '`') {
      l.point_labels.resize(l.y.size());
      if (!l.y.empty()) l.point_labels.back() = unquoted(word);
      continue;
    }
    (l.y.size() > l.x.size() ? l.x : l.y).push_back(std::atof(word.c_str()));
  }
  if (l.x.size() != l.y.size()) throw Error(198, "scatteri takes pairs of numbers: y x");
}

std::string label_of(const std::string& name, const Context& c) { return variable_label(name, c.frame); }

void name_axes(Chart& chart, const Layer& l, const std::string& y, const std::string& x) {
  Axis& vertical = l.second_axis ? chart.y2 : chart.y;
  const bool first = chart.layers.empty();
  if (first && chart.x.title.empty()) (l.horizontal ? vertical : chart.x).title = x;
  if (first && vertical.title.empty()) (l.horizontal ? chart.x : vertical).title = y;
}

void add_layer(Layer l, const std::string& y, const std::string& x, bool sort, Chart& chart) {
  if (sort) sort_by_x(l);
  name_axes(chart, l, y, x);
  if (l.label.empty()) l.label = y;
  if (l.mark == Mark::bars && l.width == 0) l.width = 0.8;
  if (l.mark == Mark::range_bars && l.width == 0) l.width = 0.5;
  chart.layers.push_back(std::move(l));
}

// Rows without a weight are not plotted. Curves that take none refuse them: they would be others.
void weigh(WrittenPlot& p, const std::string& type, const Context& c) {
  if (!p.arguments.weight) return;
  for (const char* unweighted : {"histogram", "kdensity", "lowess", "lpoly", "lpolyci"})
    if (type == unweighted)
      throw Error(101, "weights not allowed in twoway " + type, p.arguments.weight->span,
                  {"the commands kdensity and lpoly take them"});
  const std::vector<double> all =
      eval::evaluate_numbers(*p.arguments.weight->value, eval::Scope(c.frame, c.environment));
  std::vector<data::Row> rows;
  for (const data::Row r : p.rows) {
    if (all[r] < 0) throw Error(402, "negative weights encountered");
    if (data::is_missing(all[r]) || all[r] == 0) continue;
    rows.push_back(r);
    p.weights.push_back(all[r]);
  }
  p.rows = std::move(rows);
}

// For xlabel(, valuelabel): those of the first plot.
void keep_codes(const std::string& name, const Context& c, Axis& a) {
  const data::ValueLabel* labels = c.frame.labels_of(c.variable(name));
  if (labels && a.codes.empty()) a.codes.assign(labels->begin(), labels->end());
}

std::vector<std::string> texts_of(const std::string& name, const WrittenPlot& p, const Context& c) {
  const data::Variable& v = c.variable(name);
  const data::ValueLabel* labels = c.frame.labels_of(v);
  std::vector<std::string> out;
  for (const data::Row r : p.rows) {
    if (v.is_string()) {
      out.emplace_back(v.column->text(r));
      continue;
    }
    const auto it = labels ? labels->find(v.column->number(r)) : data::ValueLabel::const_iterator{};
    out.push_back(labels && it != labels->end() ? it->second
                                                : text::trimmed(text::format_number(v.column->number(r), v.format)));
  }
  return out;
}

}  // namespace

void add_plot(const std::string& type, const std::string& rest, Session& s, Chart& chart, Page& page) {
  const PlotKind& k = kind_of(type);
  const Context c = s.context();
  WrittenPlot p;
  p.arguments = grammar::parse_arguments(rest);
  Layer base;
  style(base, k, chart.layers.size());
  std::string label_variable;
  for (const ast::Option& o : p.arguments.options) {
    if (read_mark_option(o, base)) continue;
    if (abbreviates(lower(o.name), "MLabel")) {
      label_variable = o.argument;
      continue;
    }
    const bool own = abbreviates(lower(o.name), "Kernel") || abbreviates(lower(o.name), "BWidth") || o.name == "n" ||
                     abbreviates(lower(o.name), "RAnge") || abbreviates(lower(o.name), "BIN") ||
                     abbreviates(lower(o.name), "BINRescale") ||
                     abbreviates(lower(o.name), "Width") || abbreviates(lower(o.name), "STart") ||
                     abbreviates(lower(o.name), "DISCrete") || abbreviates(lower(o.name), "PERCent") ||
                     abbreviates(lower(o.name), "FRACtion") || abbreviates(lower(o.name), "FREQuency") ||
                     abbreviates(lower(o.name), "DENsity") || abbreviates(lower(o.name), "Level") || o.name == "sort" ||
                     abbreviates(lower(o.name), "CIPLot") || abbreviates(lower(o.name), "NOFIT") ||
                     abbreviates(lower(o.name), "GAP") || abbreviates(lower(o.name), "BASE") ||
                     abbreviates(lower(o.name), "NORMal") || abbreviates(lower(o.name), "KDENSity") ||
                     abbreviates(lower(o.name), "ADDLabels") || abbreviates(lower(o.name), "MEan") ||
                     abbreviates(lower(o.name), "noWeight") || abbreviates(lower(o.name), "LOgit") ||
                     abbreviates(lower(o.name), "ADJust") || abbreviates(lower(o.name), "DEGree") ||
                     abbreviates(lower(o.name), "PWidth");
    if (own) p.options.push_back(o);
    else if (lower(o.name) == "by") page.by = " " + o.argument;  // never empty when given
    else if (!read_figure_option(o, s, chart, page)) throw Error(198, "option " + o.name + " not allowed");
  }
  const std::string name = lower(k.name);
  if (name == "scatteri") {
    immediate(base, p.arguments.body);
    return add_layer(std::move(base), "", "", false, chart);
  }
  if (name == "function") {
    function_curve(base, p, s);
    return add_layer(std::move(base), "y", "x", false, chart);
  }
  p.all_rows = p.rows = c.rows({p.arguments.condition, p.arguments.range});
  page.used.resize(c.frame.rows);
  for (const data::Row r : p.rows) page.used[r] = 1;
  if (!page.only.empty())
    p.rows.erase(std::remove_if(p.rows.begin(), p.rows.end(), [&](data::Row r) { return !page.only[r]; }),
                 p.rows.end());
  weigh(p, name, c);
  p.names = command::resolve_variables(p.arguments.body, c);
  if (k.ys == 0) {
    if (p.names.size() != 1) throw Error(p.names.empty() ? 100 : 103, name + " takes one variable");
    std::string y = "Density";
    if (!base.second_axis) chart.y.low = std::min(chart.y.low.value_or(0), 0.0);
    const std::string label = label_of(p.names[0], c);
    if (name == "kdensity") {
      kernel_density_curve(base, p, c, s);
      return add_layer(std::move(base), "kdensity " + p.names[0], label, false, chart);
    }
    y = histogram_bars(base, p, c, s);
    const double width = base.width, bars = std::accumulate(base.y.begin(), base.y.end(), 0.0);
    const bool second = base.second_axis;
    add_layer(std::move(base), y, label, false, chart);
    for (const char* curve : {"NORMal", "KDENSity"}) {
      if (!p.option(curve)) continue;
      Layer l;
      style(l, kind_of("line"), chart.layers.size());
      l.second_axis = second;
      kernel_density_curve(l, p, c, s);
      if (*curve == 'N') normal_density_curve(l, plotted_values(p.names[0], p, c));
      // On the scale of the bars: their area is one for densities, else sum times width.
      for (double& v : l.y) v *= bars * width;
      add_layer(std::move(l), *curve == 'N' ? "Normal" : "kdensity", label, false, chart);
    }
    return;
  }
  command::Variables ys = p.names;
  std::string x;
  if (name == "tsline") {
    if (!c.frame.panel || c.frame.panel->time.empty())
      throw Error(111, "time variable not set", std::nullopt, {"use tsset timevar"});
    x = c.frame.panel->time;
  } else {
    if (ys.size() < static_cast<std::size_t>(k.ys) + 1) throw Error(102, name + ": too few variables specified");
    x = ys.back();
    ys.pop_back();
  }
  if (k.ys == 2 && ys.size() != 2) throw Error(103, name + " takes two y variables and x");
  Axis& across = base.horizontal ? chart.y : chart.x;
  keep_codes(x, c, across);
  keep_codes(ys[0], c, base.second_axis ? chart.y2 : base.horizontal ? chart.x : chart.y);
  const bool sort = k.sorted || p.option("sort") != nullptr;
  const std::string& format = c.variable(x).format;
  const bool dates = format.size() > 1 && (format[1] == 't' || format[1] == 'd');
  if (dates && !base.horizontal && chart.x.format.empty()) chart.x.format = format;
  const std::size_t step = static_cast<std::size_t>(k.ys);
  for (std::size_t j = 0; j < ys.size(); j += step) {
    Layer l = base;
    if (j > 0) {
      style(l, k, chart.layers.size());
      for (const ast::Option& o : p.arguments.options) read_mark_option(o, l, j / step);
    }
    l.x = plotted_values(x, p, c);
    l.y = plotted_values(ys[j], p, c);
    l.weights = p.weights;
    if (step == 2) l.high = plotted_values(ys[j + 1], p, c);
    std::string label = label_of(ys[j], c);
    if (step == 2) label += "/" + label_of(ys[j + 1], c);
    if (!label_variable.empty()) l.point_labels = texts_of(label_variable, p, c);
    const bool fitted = name == "lfit" || name == "qfit" || name == "lfitci" || name == "qfitci";
    const bool smooth = name == "lowess" || name == "lpoly" || name == "lpolyci";
    if (smooth) {
      const KnownPairs d = known_pairs(ys[j], x, p.rows, c);
      const double level = option_number(p, "Level", s.settings().level, s);
      Layer line = l;
      line.mark = Mark::line;
      line.high.clear();
      line.label = name == "lowess" ? "lowess: " + label : "lpoly: " + label;
      if (name == "lpolyci") {
        l.label = text::trimmed(text::format_number(level, "%4.0g")) + "% CI";
        local_polynomial_layer(l, d, true, p, c, s);
        add_layer(std::move(l), label, label_of(x, c), false, chart);
        line.pen.width = 1.1;
      }
      if (name == "lowess") lowess_layer(line, d, p, c, s);
      else local_polynomial_layer(line, d, false, p, c, s);
      add_layer(std::move(line), label, label_of(x, c), true, chart);
      continue;
    }
    if (fitted) {
      const bool band = name.back() == 'i';
      const std::size_t degree = name[0] == 'q' ? 2 : 1;
      Layer line = l;
      fitted_curve(l, degree, band, option_number(p, "Level", s.settings().level, s), c);
      if (band) {
        const double level = option_number(p, "Level", s.settings().level, s);
        l.label = text::trimmed(text::format_number(level, "%4.0g")) + "% CI";
        add_layer(std::move(l), label, label_of(x, c), false, chart);
        fitted_curve(line, degree, false, 95, c);
        line.mark = Mark::line;
        line.pen.width = 1.1;
        l = std::move(line);
      }
      l.label = "Fitted values";
    }
    add_layer(std::move(l), label, label_of(x, c), sort && !fitted, chart);
  }
}

}  // namespace nqp::kit
