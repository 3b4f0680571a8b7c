// event_plot: coefficients by event time from estimates or matrices, several estimators in one figure.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/event_points.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::event_plot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string text;
};

// One word a model; the first counts for models that have none.
std::vector<std::string> each(const ast::Option* o, std::size_t n, const std::string& otherwise) {
  std::vector<std::string> out = o ? grammar::split_words(o->argument) : std::vector<std::string>();
  if (out.empty()) out.push_back(otherwise);
  while (out.size() < n) out.push_back(out.front());
  return out;
}

kit::Mark interval_mark(const std::string& type) {
  if (type == "rcap") return kit::Mark::range_caps;
  if (type == "rspike") return kit::Mark::range_spikes;
  if (type == "rline" || type == "rconnected") return kit::Mark::range_line;
  if (type == "rbar") return kit::Mark::range_bars;
  return kit::Mark::range_area;
}

// What lag_opt(), lead_ci_opt2() … ask of a model's points or intervals.
struct Look {
  std::size_t model = 0;  // 0: all
  bool interval = false, lead = false;
  ast::Option option;
};

struct Request {
  std::vector<std::string> models, lags, leads;
  bool named = false;  // stubs were given
  std::vector<double> trim_lags, trim_leads, shifts, perturbed;
  double quantile = 0;
  bool together = false, default_look = false, no_legend = false, no_plot = false, save = false;
  kit::Mark points = kit::Mark::connected;
  std::optional<kit::Mark> intervals = kit::Mark::range_area;  // none: not drawn
  std::vector<Look> looks;
  const ast::Option *graph = nullptr, *legend = nullptr;
};

std::vector<double> each_number(const ast::Option* o, std::size_t n, double otherwise) {
  std::vector<double> out = o ? grammar::parse_numlist(o->argument) : std::vector<double>();
  if (out.empty()) out.push_back(otherwise);
  while (out.size() < n) out.push_back(out.front());
  return out;
}

std::vector<Look> read_looks(kit::BodyAndOptions& line) {
  std::vector<Look> out;
  for (const ast::Option& o : line.options) {
    const std::string name = kit::lower(o.name);
    const bool lag = kit::starts_with(name, "lag_"), lead = kit::starts_with(name, "lead_");
    const std::size_t place = name.find("opt");
    if ((!lag && !lead) || place == std::string::npos) continue;
    const bool of_interval = name.find("_ci_opt") != std::string::npos;
    const std::size_t model = static_cast<std::size_t>(std::atoi(name.c_str() + place + 3));
    for (ast::Option& inner : grammar::parse_options(o.argument))
      out.push_back({model, of_interval, lead, std::move(inner)});
    line.find(kit::upper(o.name));
  }
  return out;
}

void read_kinds(kit::BodyAndOptions& line, Request& q) {
  if (const ast::Option* type = line.find("PLOTTYPE")) {
    const std::string word = kit::lower(kit::trim(type->argument));
    if (kit::abbreviates(word, "SCatter")) q.points = kit::Mark::points, q.intervals = kit::Mark::range_caps;
    else if (word == "line") q.points = kit::Mark::line;
  }
  if (const ast::Option* type = line.find("CIPLOTTYPE")) {
    const std::string word = kit::lower(kit::trim(type->argument));
    if (word == "none") q.intervals.reset();
    else q.intervals = interval_mark(word);
  }
}

Request read_request(kit::BodyAndOptions& line, Session& s) {
  Request q;
  q.models = grammar::split_words(line.body);
  if (q.models.empty()) q.models = {"."};
  const std::size_t n = q.models.size();
  const ast::Option *lag = line.find("STUB_LAG"), *lead = line.find("STUB_LEAD");
  q.named = lag || lead;
  q.lags = each(lag, n, "tau#");
  q.leads = each(lead, n, "pre#");
  q.trim_lags = each_number(line.find("TRIMLAG"), n, std::numeric_limits<double>::infinity());
  q.trim_leads = each_number(line.find("TRIMLEAD"), n, std::numeric_limits<double>::infinity());
  q.shifts = each_number(line.find("SHIFT"), n, 0);
  const ast::Option* perturb = line.find("PERTURB");
  if (perturb) q.perturbed = grammar::parse_numlist(perturb->argument);
  for (std::size_t m = q.perturbed.size(); m < n; ++m)
    q.perturbed.push_back(perturb ? 0 : 0.2 * static_cast<double>(m) / static_cast<double>(n));
  const ast::Option* alpha = line.find("ALPHA");
  q.quantile = -numeric::dist::invnormal((alpha ? s.number(alpha->argument) : 0.05) / 2);
  q.together = line.find("TOGETHER") != nullptr;
  read_kinds(line, q);
  q.looks = read_looks(line);
  q.graph = line.find("GRAPH_OPT");
  q.legend = line.find("LEGEND_OPT");
  q.default_look = line.find("DEFAULT_LOOK") != nullptr;
  q.no_legend = line.find("NOAUTOLEGEND") != nullptr;
  q.no_plot = line.find("NOPLOT") != nullptr;
  q.save = line.find("SAVECOEF") != nullptr;
  for (const char* accepted : {"REPORTCOMMAND", "VERBOSE"}) line.find(accepted);
  line.check_all_known();
  return q;
}

std::vector<kit::EventPoint> points_of(const Request& q, std::size_t m, Session& s) {
  std::vector<kit::EventPoint> points = kit::event_points(q.models[m], q.lags[m], q.leads[m], s);
  if (points.empty() && !q.named)  // the names of did, eventstudy and csdid
    points = kit::event_points(q.models[m], "Tp#", "Tm#", s);
  if (points.empty())
    throw Error(498, "no coefficients of " + q.models[m] + " match " + q.lags[m] + " or " + q.leads[m], std::nullopt,
                {"stub_lag() and stub_lead() give the names with # for the number, for example stub_lag(Tp#) "
                 "stub_lead(Tm#)"});
  std::erase_if(points, [&](const kit::EventPoint& p) { return p.time > q.trim_lags[m] || -p.time > q.trim_leads[m]; });
  return points;
}

// Model, event time, place on the axis, coefficient and limits.
struct PlottedPoint {
  std::size_t model = 0;
  double time = 0, place = 0, b = 0, low = data::missing, high = data::missing;
};

std::vector<PlottedPoint> plotted_points(const Request& q, Session& s) {
  std::vector<PlottedPoint> out;
  for (std::size_t m = 0; m < q.models.size(); ++m)
    for (const kit::EventPoint& p : points_of(q, m, s)) {
      PlottedPoint at{m, static_cast<double>(p.time), p.time + q.perturbed[m] - q.shifts[m], p.b};
      const double half = q.quantile * std::sqrt(p.variance);
      if (!data::is_missing(p.variance) && p.variance >= 0) at.low = p.b - half, at.high = p.b + half;
      out.push_back(at);
    }
  return out;
}

// The points and intervals of one model: all of them, or its leads or lags alone.
struct Series {
  kit::Layer dots, ranges;
};

Series series_of(const Request& q, std::size_t m, bool lag, const std::vector<PlottedPoint>& points) {
  Series out;
  kit::Layer &dots = out.dots, &ranges = out.ranges;
  const bool several = q.models.size() > 1;
  dots.pen.colour = ranges.pen.colour = ranges.fill = kit::series_colour(several ? m : lag || q.together ? 0 : 1);
  dots.pen.width = 1.1;
  ranges.fill.opacity = ranges.pen.colour.opacity = 0.45;
  constexpr std::array symbols{kit::Symbol::circle, kit::Symbol::diamond, kit::Symbol::triangle, kit::Symbol::square};
  dots.symbol = several || lag || q.together ? symbols[m % symbols.size()] : kit::Symbol::square;
  dots.mark = q.points;
  ranges.mark = q.intervals.value_or(kit::Mark::range_caps);
  if (ranges.mark == kit::Mark::range_area) ranges.pen.width = 0;
  const auto wanted = [&](const Look& k) {
    return (k.model == 0 || k.model == m + 1) && (q.together ? !k.lead : k.lead != lag);
  };
  for (const Look& k : q.looks)
    if (wanted(k) && !k.interval) kit::read_mark_option(k.option, dots);
  if (dots.own_colour) {
    const kit::Layer usual = ranges;
    ranges.pen.colour = ranges.fill = dots.pen.colour, ranges.own_colour = true;
    ranges.pen.colour.opacity = usual.pen.colour.opacity, ranges.fill.opacity = usual.fill.opacity;
  }
  for (const Look& k : q.looks)
    if (wanted(k) && k.interval) kit::read_mark_option(k.option, ranges);
  for (const PlottedPoint& p : points) {
    if (p.model != m || (!q.together && (p.time >= 0) != lag)) continue;
    dots.x.push_back(p.place);
    dots.y.push_back(p.b);
    ranges.x.push_back(p.place);
    ranges.y.push_back(q.intervals ? p.low : data::missing);
    ranges.high.push_back(q.intervals ? p.high : data::missing);
  }
  dots.label = q.together || (several && lag) ? q.models[m]
               : several                        ? ""
               : lag                            ? "Treatment effects"
                                                : "Pre-trend coefficients";
  return out;
}

// Layers, and where in them each plot stands as the command counts plots: points, then intervals where there are any.
std::vector<std::size_t> add_series(const Request& q, const std::vector<PlottedPoint>& points, kit::Chart& chart) {
  std::vector<std::size_t> counted;
  for (std::size_t m = 0; m < q.models.size(); ++m)
    for (const bool lag : {false, true}) {
      if (q.together && lag) break;
      Series k = series_of(q, m, lag, points);
      if (k.dots.x.empty()) continue;
      counted.push_back(chart.layers.size() + 1);
      if (std::any_of(k.ranges.y.begin(), k.ranges.y.end(), [](double v) { return !data::is_missing(v); }))
        counted.push_back(chart.layers.size());
      chart.layers.push_back(std::move(k.ranges));
      chart.layers.push_back(std::move(k.dots));
    }
  return counted;
}

// A tick for every period when there are few and none are asked for.
void whole_periods(const std::vector<PlottedPoint>& points, kit::Axis& x) {
  if (!x.ticks.empty() || points.empty()) return;
  double first = points[0].time, last = points[0].time;
  for (const PlottedPoint& p : points) first = std::min(first, p.time), last = std::max(last, p.time);
  if (last - first > 16) return;
  for (double t = first; t <= last; ++t) x.ticks.emplace_back(t, text::macro_number(t));
}

void draw(const Request& q, const std::vector<PlottedPoint>& points, Session& s) {
  kit::Chart chart;
  kit::Page page;
  const std::vector<std::size_t> counted = add_series(q, points, chart);
  chart.x.title = "Periods since the event";
  chart.y.title = "Average effect";
  if (q.default_look || !q.graph) {
    chart.y.guides.push_back(kit::zero_line());
    chart.x.guides.push_back(kit::start_line(0));
  }
  std::vector<ast::Option> options;
  if (q.legend) options = grammar::parse_options("legend(" + q.legend->argument + ")");
  if (q.graph)
    for (ast::Option& o : grammar::parse_options(q.graph->argument)) options.push_back(std::move(o));
  for (const ast::Option& o : options)
    if (!kit::read_figure_option(o, s, chart, page))
      throw Error(198, "option " + o.name + " not allowed in graph_opt()");
  whole_periods(points, chart.x);
  for (auto* list : {&page.legend_order, &page.legend_labels})
    for (auto& [number, text] : *list)
      number = number >= 1 && number <= counted.size() ? counted[number - 1] + 1 : chart.layers.size() + 1;
  const bool one_series = q.together && q.models.size() == 1;
  if ((q.no_legend || one_series) && !page.legend_asked) chart.legend.shown = false;
  kit::show_chart(std::move(chart), page, s);
}

eval::Matrix plotted_numbers(const std::vector<PlottedPoint>& points) {
  eval::Matrix out(points.size(), 5);
  out.column_names = {"model", "time", "b", "ll", "ul"};
  out.row_names.clear();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const PlottedPoint& p = points[i];
    const double row[] = {static_cast<double>(p.model + 1), p.time, p.b, p.low, p.high};
    out.row_names.push_back("r" + std::to_string(i + 1));
    for (std::size_t j = 0; j < 5; ++j) out(i, j) = row[j];
  }
  return out;
}

// savecoef: __event_H1, __event_pos1 … in the first rows of the data, anew at every call.
void save_points(const Request& q, const std::vector<PlottedPoint>& points, Session& s) {
  data::Frame f = s.frame();
  const auto add = [&](const std::string& name, std::size_t m, double PlottedPoint::*value) {
    std::vector<double> column(f.rows, data::missing);
    std::size_t i = 0;
    for (const PlottedPoint& p : points)
      if (p.model == m && i < column.size()) column[i++] = p.*value;
    data::Variable v;
    v.name = "__event_" + name + std::to_string(m + 1);
    v.column = data::make_numeric(data::Storage::double_, column);
    v.format = data::default_format(v.column->type());
    if (f.find(v.name)) f.remove(v.name);
    f.add(std::move(v));
  };
  for (std::size_t m = 0; m < q.models.size(); ++m) {
    const auto n = std::count_if(points.begin(), points.end(), [&](const PlottedPoint& p) { return p.model == m; });
    if (static_cast<std::size_t>(n) > f.rows)
      throw Error(198, "not enough observations to store " + std::to_string(n) + " coefficients of " + q.models[m]);
    add("H", m, &PlottedPoint::time);
    add("pos", m, &PlottedPoint::place);
    add("coef", m, &PlottedPoint::b);
    add("hi", m, &PlottedPoint::high);
    add("lo", m, &PlottedPoint::low);
  }
  s.set_frame(std::move(f));
}

void act(const Args& a, Session& s) {
  kit::BodyAndOptions line = kit::split_options(a.text);
  const Request q = read_request(line, s);
  const std::vector<PlottedPoint> points = plotted_points(q, s);
  if (q.save) save_points(q, points, s);
  if (!q.no_plot) draw(q, points, s);
  s.r() = Results{}.matrix("plot", plotted_numbers(points));
}

}  // namespace

extern const Command event_plot_command =
    define<Args>("event_plot", "Coefficients by event time as a figure")
        .raw(&Args::text)
        .stores({{"r(plot)", "plotted numbers: model, event time, coefficient, limits"}})
        .changes(Effect::data | Effect::results | Effect::process)
        .remark(
            "Models are stored estimates, . for the last ones, or matrices b#V, which may be e(b)#e(V). stub_lag(Tp#) "
            "stub_lead(Tm#) name the coefficients, # standing for the number of periods. Estimates are joined by lines "
            "over their bands; plottype(scatter) has points with caps.")
        .example(
            "Matrices",
            "matrix b = (.1, 0, .5, .9)\nmatrix colnames b = pre2 pre1 tau0 tau1\nmatrix V = (.01, .01, .04, .09)\n"
            "event_plot b#V, stub_lag(tau#) stub_lead(pre#) default_look\nmatrix p = r(plot)",
            "rowsof(p) == 4 & p[1,2] == -2 & abs(p[4,5] - (.9 + invnormal(.975)*.3)) < 1e-12")
        .example(
            "Matrices of the last estimates",
            "sysuse auto\ngenerate F1 = mpg\ngenerate L0 = weight\nquietly regress price F1 L0\n"
            "event_plot e(b)#e(V), stub_lag(L#) stub_lead(F#)\nmatrix p = r(plot)",
            "p[1,2] == -1 & p[1,3] == _b[F1]")
        .remark(
            "perturb() moves models aside, shift() moves them to the left by whole periods, trimlag() and trimlead() "
            "cut them, one number a model or one for all. ciplottype(none) leaves intervals out, noplot the figure. "
            "savecoef keeps what is drawn as __event_H1, __event_pos1, __event_coef1, __event_hi1, __event_lo1.")
        .example("Numbers alone, with one period of anticipation",
                 "clear\nset obs 4\nmatrix b = (.1, .5, .9)\nmatrix colnames b = pre1 tau0 tau1\n"
                 "event_plot b#, stub_lag(tau#) stub_lead(pre#) shift(-1) trimlag(0) noplot savecoef\n"
                 "matrix p = r(plot)",
                 "rowsof(p) == 2 & __event_pos1[2] == 1 & __event_coef1[2] == .5 & missing(__event_hi1[1])")
        .example(
            "Leads and lags of a regression",
            "sysuse auto\ngenerate F1 = mpg\ngenerate L0 = weight\nquietly regress price F1 L0\n"
            "event_plot ., stub_lag(L#) stub_lead(F#) together graph_opt(xtitle(\"t\") yline(0))\nmatrix p = r(plot)",
            "rowsof(p) == 2")
        .acts(act);

}  // namespace nqp::commands::event_plot_
