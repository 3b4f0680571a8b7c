#include "stdlib/kit/twoway.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

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

void shape(Layer& l, const PlotKind& k) {
  l.mark = k.mark;
  l.pen.width = 1.1;
  l.fill = l.pen.colour;
  if (k.filled) {
    l.fill.opacity = l.mark == Mark::area || l.mark == Mark::range_area ? 0.3 : 0.75;
    l.pen.width = l.mark == Mark::range_area ? 0 : 0.5;
  }
}

void style(Layer& l, const PlotKind& k, std::size_t index) {
  l.pen.colour = series_colour(index);
  l.broken = false;
  shape(l, k);
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
  if ((first || l.second_axis) && vertical.title.empty()) (l.horizontal ? chart.x : vertical).title = y;
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
  for (const char* unweighted : {"histogram", "lowess", "lpoly", "lpolyci"})
    if (type == unweighted)
      throw Error(101, "weights not allowed in twoway " + type, p.arguments.weight->span,
                  {"twoway kdensity and lfit take them"});
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

// What a plot is added to.
struct PlotPlace {
  const PlotKind& kind;
  Session& session;
  Context context;
  Chart& chart;
  Page& page;

  std::string name() const { return lower(kind.name); }
};

// Options that the plots read themselves.
bool is_plot_option(const std::string& option) {
  constexpr const char* known[] = {"Kernel",  "BWidth",    "RAnge",   "BIN",    "BINRescale", "Width",  "STart",
                                   "DISCrete", "PERCent",  "FRACtion", "FREQuency", "DENsity", "Level", "CIPLot",
                                   "NOFIT",   "GAP",       "BASE",    "NORMal", "KDENSity",   "ADDLabels", "MEan",
                                   "noWeight", "LOgit",    "ADJust",  "DEGree", "PWidth", "NORMOPts",  "KDENOPts"};
  const std::string name = lower(option);
  return option == "n" || option == "sort" ||
         std::any_of(std::begin(known), std::end(known), [&](const char* k) { return abbreviates(name, k); });
}

// Sorts the options: those of marks change the layer, others go to the plot, the chart or the page; addplot() to
// `added`. Returns the variable of mlabel().
std::string read_plot_options(WrittenPlot& p, Layer& base, PlotPlace& to, std::string& added) {
  std::string label_variable;
  const auto recasts = [](const ast::Option& o) { return abbreviates(lower(o.name), "RECast"); };
  for (const ast::Option& o : p.arguments.options)
    if (recasts(o)) recast(o.argument, base);
  for (const ast::Option& o : p.arguments.options) {
    if (recasts(o) || read_mark_option(o, base)) continue;
    if (abbreviates(lower(o.name), "MLabel")) label_variable = o.argument;
    else if (is_plot_option(o.name)) p.options.push_back(o);
    else if (abbreviates(lower(o.name), "ADDPLot")) added += " " + o.argument;
    else if (lower(o.name) == "by") to.page.by = " " + o.argument;  // never empty when given
    else if (!read_figure_option(o, to.session, to.chart, to.page))
      throw Error(198, "option " + o.name + " not allowed");
  }
  return label_variable;
}

void read_plot_rows(WrittenPlot& p, PlotPlace& to) {
  const Context& c = to.context;
  Page& page = to.page;
  p.all_rows = p.rows = c.rows({p.arguments.condition, p.arguments.range});
  page.used.resize(c.frame.rows);
  for (const data::Row r : p.rows) page.used[r] = 1;
  if (!page.only.empty())
    p.rows.erase(std::remove_if(p.rows.begin(), p.rows.end(), [&](data::Row r) { return !page.only[r]; }),
                 p.rows.end());
  weigh(p, to.name(), c);
  p.names = command::resolve_variables(p.arguments.body, c);
}

// kdensity and histogram, with the curves that normal and kdensity lay over the bars.
void add_distribution(const WrittenPlot& p, Layer base, PlotPlace& to) {
  if (p.names.size() != 1) throw Error(p.names.empty() ? 100 : 103, to.name() + " takes one variable");
  const Context& c = to.context;
  Chart& chart = to.chart;
  if (!base.second_axis) chart.y.low = std::min(chart.y.low.value_or(0), 0.0);
  const std::string label = label_of(p.names[0], c);
  if (to.name() == "kdensity") {
    kernel_density_curve(base, p, c, to.session);
    return add_layer(std::move(base), "kdensity " + p.names[0], label, false, chart);
  }
  const std::string measure = histogram_bars(base, p, c, to.session);
  const double width = base.width, bars = std::accumulate(base.y.begin(), base.y.end(), 0.0);
  const bool second = base.second_axis;
  add_layer(std::move(base), measure, label, false, chart);
  for (const char* curve : {"NORMal", "KDENSity"}) {
    if (!p.option(curve)) continue;
    Layer l;
    style(l, kind_of("line"), chart.layers.size());
    l.second_axis = second;
    if (const ast::Option* look = p.option(*curve == 'N' ? "NORMOPts" : "KDENOPts"))
      for (const ast::Option& o : grammar::parse_options(look->argument)) read_mark_option(o, l);
    kernel_density_curve(l, p, c, to.session);
    if (*curve == 'N') normal_density_curve(l, plotted_values(p.names[0], p, c));
    // On the scale of the bars: their area is one for densities, else sum times width.
    for (double& v : l.y) v *= bars * width;
    add_layer(std::move(l), *curve == 'N' ? "Normal" : "kdensity", label, false, chart);
  }
}

struct PlotVariables {
  command::Variables ys;
  std::string x;
};

PlotVariables plot_variables(const WrittenPlot& p, const PlotPlace& to) {
  PlotVariables out{p.names, ""};
  const int taken = to.kind.ys;
  if (to.name() == "tsline") {
    if (!to.context.frame.panel || to.context.frame.panel->time.empty())
      throw Error(111, "time variable not set", std::nullopt, {"use tsset timevar"});
    out.x = to.context.frame.panel->time;
  } else {
    if (out.ys.size() < static_cast<std::size_t>(taken) + 1)
      throw Error(102, to.name() + ": too few variables specified");
    out.x = out.ys.back();
    out.ys.pop_back();
  }
  if (taken == 2 && out.ys.size() != 2) throw Error(103, to.name() + " takes two y variables and x");
  return out;
}

std::string interval_label(double level) { return text::trimmed(text::format_number(level, "%4.0g")) + "% CI"; }

// lowess, lpoly and lpolyci of the data in the layer.
void add_smooth(Layer l, const std::string& y, const std::string& x, const std::string& label, const WrittenPlot& p,
                PlotPlace& to) {
  const Context& c = to.context;
  const std::string name = to.name(), across = label_of(x, c);
  const KnownPairs d = known_pairs(y, x, p.rows, c);
  Layer line = l;
  line.mark = Mark::line;
  line.high.clear();
  line.label = (name == "lowess" ? "lowess: " : "lpoly: ") + label;
  if (name == "lpolyci") {
    l.label = interval_label(option_number(p, "Level", to.session.settings().level, to.session));
    local_polynomial_layer(l, d, true, p, c, to.session);
    add_layer(std::move(l), label, across, false, to.chart);
    line.pen.width = 1.1;
  }
  if (name == "lowess") lowess_layer(line, d, p, c, to.session);
  else local_polynomial_layer(line, d, false, p, c, to.session);
  add_layer(std::move(line), label, across, true, to.chart);
}

// lfit, qfit and the same with bands.
void add_fit(Layer l, const std::string& x, const std::string& label, const WrittenPlot& p, PlotPlace& to) {
  const Context& c = to.context;
  const bool band = to.name().back() == 'i';
  const std::size_t degree = to.name()[0] == 'q' ? 2 : 1;
  Layer line = l;
  const double level = option_number(p, "Level", to.session.settings().level, to.session);
  if (band) {
    fitted_curve(l, degree, true, level, c);
    l.label = interval_label(level);
    add_layer(std::move(l), label, label_of(x, c), false, to.chart);
    line.mark = Mark::line;
    line.pen.width = 1.1;
  }
  fitted_curve(line, degree, false, level, c);
  line.label = "Fitted values";
  add_layer(std::move(line), label, label_of(x, c), false, to.chart);
}

// jitter(5): every point moves by up to five percent of the range, the same way every time.
void shake(Layer& l) {
  if (l.jitter <= 0) return;
  std::minstd_rand draw(1);
  for (std::vector<double>* values : {&l.x, &l.y}) {
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (const double v : *values)
      if (!data::is_missing(v)) low = std::min(low, v), high = std::max(high, v);
    for (double& v : *values) {
      const double share = static_cast<double>(draw()) / static_cast<double>(std::minstd_rand::max()) - 0.5;
      if (!data::is_missing(v)) v += share * l.jitter / 100 * (high - low);
    }
  }
}

// A layer for every y variable, or for every two.
void add_data(const WrittenPlot& p, const Layer& base, const std::string& label_variable, PlotPlace& to) {
  const Context& c = to.context;
  const PlotVariables v = plot_variables(p, to);
  Chart& chart = to.chart;
  keep_codes(v.x, c, base.horizontal ? chart.y : chart.x);
  keep_codes(v.ys[0], c, base.second_axis ? chart.y2 : base.horizontal ? chart.x : chart.y);
  const std::string& format = c.variable(v.x).format;
  const bool dates = format.size() > 1 && (format[1] == 't' || format[1] == 'd');
  if (dates && !base.horizontal && chart.x.format.empty()) chart.x.format = format;
  const std::string name = to.name();
  const bool smooth = name == "lowess" || name == "lpoly" || name == "lpolyci";
  const bool fitted = name == "lfit" || name == "qfit" || name == "lfitci" || name == "qfitci";
  const std::size_t step = static_cast<std::size_t>(to.kind.ys);
  for (std::size_t j = 0; j < v.ys.size(); j += step) {
    Layer l = base;
    if (j > 0) {
      style(l, to.kind, chart.layers.size());
      for (const ast::Option& o : p.arguments.options) read_mark_option(o, l, j / step);
    }
    l.x = plotted_values(v.x, p, c);
    l.y = plotted_values(v.ys[j], p, c);
    l.weights = p.weights;
    if (step == 2) l.high = plotted_values(v.ys[j + 1], p, c);
    shake(l);
    std::string label = label_of(v.ys[j], c);
    if (step == 2) label += "/" + label_of(v.ys[j + 1], c);
    if (!label_variable.empty()) l.point_labels = texts_of(label_variable, p, c);
    if (smooth) add_smooth(std::move(l), v.ys[j], v.x, label, p, to);
    else if (fitted) add_fit(std::move(l), v.x, label, p, to);
    else add_layer(std::move(l), label, label_of(v.x, c), to.kind.sorted || p.option("sort"), chart);
  }
}

}  // namespace

void recast(const std::string& type, Layer& layer) { shape(layer, kind_of(lower(trim(type)))); }

void add_plot(const std::string& type, const std::string& rest, Session& s, Chart& chart, Page& page) {
  PlotPlace to{kind_of(type), s, s.context(), chart, page};
  WrittenPlot p;
  p.arguments = grammar::parse_arguments(rest);
  Layer base;
  style(base, to.kind, chart.layers.size());
  std::string added;
  const std::string label_variable = read_plot_options(p, base, to, added);
  if (to.name() == "scatteri") {
    immediate(base, p.arguments.body);
    return add_layer(std::move(base), "", "", false, chart);
  }
  if (to.name() == "function") {
    function_curve(base, p, s);
    return add_layer(std::move(base), "y", "x", false, chart);
  }
  read_plot_rows(p, to);
  if (to.kind.ys == 0) add_distribution(p, std::move(base), to);
  else add_data(p, base, label_variable, to);
  if (!added.empty()) add_plots(added, s, chart, page);
}

}  // namespace nqp::kit
