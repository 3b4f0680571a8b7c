// event_plot: coefficients by event time from estimates or matrices, several estimators in one figure.
#include <algorithm>
#include <array>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/coefficient_rows.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/stored_estimates.hpp"
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

struct Coefficient {
  std::string name;
  double b = 0, variance = 0;
};

// A matrix of the session, or e(name) and r(name).
const eval::Matrix& named_matrix(const std::string& name, Session& s) {
  const eval::Matrix* m = nullptr;
  const bool stored = name.size() > 3 && (kit::starts_with(name, "e(") || kit::starts_with(name, "r("));
  if (stored && name.back() == ')') {
    const eval::Stored found = s.stored(name[0], name.substr(2, name.size() - 3));
    if (const auto* held = std::get_if<const eval::Matrix*>(&found)) m = *held;
  } else {
    m = s.matrix(name);
  }
  if (!m) throw Error(111, "matrix " + name + " not found");
  return *m;
}

// "." or a stored name: estimates; b#V: matrices, V a covariance matrix or a row of variances.
std::vector<Coefficient> coefficients(const std::string& model, Session& s) {
  const eval::Matrix *b = nullptr, *V = nullptr;
  const std::size_t hash = model.find('#');
  if (hash != std::string::npos) {
    b = &named_matrix(model.substr(0, hash), s);
    if (hash + 1 < model.size()) V = &named_matrix(model.substr(hash + 1), s);
  } else {
    const Results& e = kit::find_estimates(model, s).results;
    b = e.find_matrix("b");
    V = e.find_matrix("V");
    if (!b) throw Error(301, "last estimates not found");
  }
  const bool column = b->columns == 1 && b->rows > 1;
  const std::size_t n = column ? b->rows : b->columns;
  std::vector<Coefficient> out;
  for (std::size_t j = 0; j < n; ++j) {
    Coefficient c;
    c.name = column ? b->row_names[j] : b->column_names[j];
    if (const std::size_t colon = c.name.find(':'); colon != std::string::npos) c.name.erase(0, colon + 1);
    c.b = column ? (*b)(j, 0) : (*b)(0, j);
    const bool diagonal = V && V->rows == n && V->columns == n;
    const bool row = V && (V->rows == 1 || V->columns == 1) && V->values.size() == n;
    c.variance = diagonal ? (*V)(j, j) : row ? V->values[j] : data::missing;
    out.push_back(std::move(c));
  }
  return out;
}

// The number that stands for # in the stub: "Tp#" and "Tp3" give 3. False when the name is another.
bool number_in(const std::string& stub, const std::string& name, int& number) {
  const std::size_t hash = stub.find('#');
  if (hash == std::string::npos) return false;
  const std::string head = stub.substr(0, hash), tail = stub.substr(hash + 1);
  if (name.size() <= head.size() + tail.size() || name.compare(0, head.size(), head) != 0 ||
      name.compare(name.size() - tail.size(), tail.size(), tail) != 0)
    return false;
  const std::string digits = name.substr(head.size(), name.size() - head.size() - tail.size());
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  number = std::atoi(digits.c_str());
  return true;
}

struct EventPoint {
  int time = 0;
  double b = 0, half = data::missing;
};

std::vector<EventPoint> event_points(const std::vector<Coefficient>& list, const std::string& lag,
                                     const std::string& lead, double quantile) {
  std::vector<EventPoint> out;
  for (const Coefficient& c : list) {
    int k = 0;
    const bool is_lag = number_in(lag, c.name, k), is_lead = !is_lag && number_in(lead, c.name, k);
    if (!is_lag && !is_lead) continue;
    EventPoint p;
    p.time = is_lag ? k : -k;
    p.b = c.b;
    if (!data::is_missing(c.variance) && c.variance >= 0) p.half = quantile * std::sqrt(c.variance);
    out.push_back(p);
  }
  std::sort(out.begin(), out.end(), [](const EventPoint& a, const EventPoint& b) { return a.time < b.time; });
  return out;
}

std::vector<std::string> each(const ast::Option* o, std::size_t n, const std::string& otherwise) {
  std::vector<std::string> out = o ? grammar::split_words(o->argument) : std::vector<std::string>();
  if (out.empty()) out.push_back(otherwise);
  while (out.size() < n) out.push_back(out.back());
  return out;
}

kit::Mark interval_mark(const std::string& type) {
  if (type == "rarea") return kit::Mark::range_area;
  if (type == "rspike") return kit::Mark::range_spikes;
  if (type == "rline" || type == "rconnected") return kit::Mark::range_line;
  if (type == "rbar") return kit::Mark::range_bars;
  return kit::Mark::range_caps;
}

// A tick for every period when there are few and none are asked for.
void whole_periods(const std::vector<std::array<double, 5>>& rows, kit::Axis& x) {
  if (!x.ticks.empty() || rows.empty()) return;
  double first = rows[0][1], last = rows[0][1];
  for (const auto& row : rows) first = std::min(first, row[1]), last = std::max(last, row[1]);
  if (last - first > 16) return;
  for (double t = first; t <= last; ++t) x.ticks.emplace_back(t, text::macro_number(t));
}

void act(const Args& a, Session& s) {
  kit::BodyAndOptions line = kit::split_options(a.text);
  std::vector<std::string> models = grammar::split_words(line.body);
  if (models.empty()) models = {"."};
  const std::vector<std::string> lags = each(line.find("STUB_LAG"), models.size(), "tau#");
  const std::vector<std::string> leads = each(line.find("STUB_LEAD"), models.size(), "pre#");
  const bool named = line.find("STUB_LAG") || line.find("STUB_LEAD");
  const auto integer = [&](const char* name, int otherwise) {
    const ast::Option* o = line.find(name);
    return o ? static_cast<int>(s.number(o->argument)) : otherwise;
  };
  const int trim_lag = integer("TRIMLAG", 10000), trim_lead = integer("TRIMLEAD", 10000);
  const ast::Option* alpha = line.find("ALPHA");
  const double quantile = -numeric::dist::invnormal((alpha ? s.number(alpha->argument) : 0.05) / 2);
  const bool together = line.find("TOGETHER") != nullptr || models.size() > 1;
  const ast::Option* type = line.find("PLOTTYPE");
  const ast::Option* interval = line.find("CIPLOTTYPE");
  std::vector<double> shifts;
  if (const ast::Option* o = line.find("PERTURB")) shifts = grammar::parse_numlist(o->argument);
  const ast::Option* graph = line.find("GRAPH_OPT");
  const bool default_look = line.find("DEFAULT_LOOK") != nullptr;
  kit::Chart chart;
  kit::Page page;
  struct Look {
    std::size_t model;  // 0: all
    bool interval, lead;
    ast::Option option;
  };
  std::vector<Look> looks;
  for (const ast::Option& o : line.options) {
    const std::string name = kit::lower(o.name);
    const bool lag = kit::starts_with(name, "lag_"), lead = kit::starts_with(name, "lead_");
    const std::size_t place = name.find("opt");
    if ((!lag && !lead) || place == std::string::npos) continue;
    const bool of_interval = name.find("_ci_opt") != std::string::npos;
    const std::size_t model = static_cast<std::size_t>(std::atoi(name.c_str() + place + 3));
    for (ast::Option& inner : grammar::parse_options(o.argument))
      looks.push_back({model, of_interval, lead, std::move(inner)});
    line.find(kit::upper(o.name));
  }
  // As the command counts plots: points, then intervals where there are any.
  std::vector<std::size_t> counted;
  const bool no_legend = line.find("NOAUTOLEGEND") != nullptr;
  for (const char* accepted : {"SAVECOEF", "REPORTCOMMAND", "NOPLOT", "SHIFT", "VERBOSE"})
    line.find(accepted);
  line.check_all_known();

  eval::Matrix numbers(0, 5);
  std::vector<std::array<double, 5>> rows;
  for (std::size_t m = 0; m < models.size(); ++m) {
    std::vector<EventPoint> points = event_points(coefficients(models[m], s), lags[m], leads[m], quantile);
    if (points.empty() && !named)  // the names of did, eventstudy and csdid
      points = event_points(coefficients(models[m], s), "Tp#", "Tm#", quantile);
    if (points.empty())
      throw Error(498, "no coefficients of " + models[m] + " match " + lags[m] + " or " + leads[m], std::nullopt,
                  {"stub_lag() and stub_lead() give the names with # for the number, for example stub_lag(Tp#) "
                   "stub_lead(Tm#)"});
    const double shift = m < shifts.size() ? shifts[m]
                         : models.size() > 1
                             ? 0.1 * (static_cast<double>(m) - (static_cast<double>(models.size()) - 1) / 2)
                             : 0;
    for (const bool lag : {false, true}) {
      if (together && lag) break;
      kit::Layer dots, ranges;
      dots.pen.colour = ranges.pen.colour = ranges.fill = kit::series_colour(together ? m : lag ? 0 : 1);
      ranges.fill.opacity = 0.25;
      dots.symbol =
          std::array{kit::Symbol::circle, kit::Symbol::diamond, kit::Symbol::triangle, kit::Symbol::square}[m % 4];
      dots.mark = type && kit::abbreviates(kit::lower(type->argument), "CONnected") ? kit::Mark::connected
                  : type && kit::lower(type->argument) == "line"                    ? kit::Mark::line
                                                                                    : kit::Mark::points;
      ranges.mark = interval_mark(interval ? kit::lower(kit::trim(interval->argument)) : "rcap");
      if (ranges.mark == kit::Mark::range_area) ranges.pen.width = 0;
      const auto wanted = [&](const Look& k) {
        return (k.model == 0 || k.model == m + 1) && (together ? !k.lead : k.lead != lag);
      };
      for (const Look& k : looks)
        if (wanted(k) && !k.interval) kit::read_mark_option(k.option, dots);
      ranges.pen.colour = dots.pen.colour;
      for (const Look& k : looks)
        if (wanted(k) && k.interval) kit::read_mark_option(k.option, ranges);
      for (const EventPoint& p : points) {
        if (p.time > trim_lag || -p.time > trim_lead || (!together && (p.time >= 0) != lag)) continue;
        dots.x.push_back(p.time + shift);
        dots.y.push_back(p.b);
        ranges.x.push_back(p.time + shift);
        ranges.y.push_back(data::is_missing(p.half) ? data::missing : p.b - p.half);
        ranges.high.push_back(data::is_missing(p.half) ? data::missing : p.b + p.half);
        rows.push_back(
            {static_cast<double>(m + 1), static_cast<double>(p.time), p.b, ranges.y.back(), ranges.high.back()});
      }
      dots.label = together ? models[m] : lag ? "Treatment effects" : "Pre-trend coefficients";
      counted.push_back(chart.layers.size() + 1);
      if (std::any_of(ranges.y.begin(), ranges.y.end(), [](double v) { return !data::is_missing(v); }))
        counted.push_back(chart.layers.size());
      chart.layers.push_back(std::move(ranges));
      chart.layers.push_back(std::move(dots));
    }
  }
  chart.x.title = "Periods since the event";
  chart.y.title = "Average effect";
  if (default_look || !graph) {
    kit::Guide zero, start;
    zero.pen.colour = start.pen.colour = {90, 90, 90};
    start.at = -0.5;
    start.pen.dashes = kit::dashes_of("dash");
    chart.y.guides.push_back(zero);
    chart.x.guides.push_back(start);
  }
  if (graph)
    for (const ast::Option& o : grammar::parse_options(graph->argument))
      if (!kit::read_figure_option(o, s, chart, page))
        throw Error(198, "option " + o.name + " not allowed in graph_opt()");
  whole_periods(rows, chart.x);
  for (auto* list : {&page.legend_order, &page.legend_labels})
    for (auto& [number, text] : *list)
      number = number >= 1 && number <= counted.size() ? counted[number - 1] + 1 : chart.layers.size() + 1;
  const bool one_series = together && models.size() == 1;
  if ((no_legend || one_series) && !page.legend_asked) chart.legend.shown = false;
  numbers.rows = rows.size();
  numbers.column_names = {"model", "time", "b", "ll", "ul"};
  numbers.values.resize(rows.size() * 5);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    numbers.row_names.push_back("r" + std::to_string(i + 1));
    for (std::size_t j = 0; j < 5; ++j) numbers(i, j) = rows[i][j];
  }
  kit::show_chart(std::move(chart), page, s);
  s.r() = Results{}.matrix("plot", std::move(numbers));
}

}  // namespace

extern const Command event_plot_command =
    define<Args>("event_plot", "Coefficients by event time as a figure")
        .raw(&Args::text)
        .stores({{"r(plot)", "plotted numbers: model, event time, coefficient, limits"}})
        .changes(Effect::results | Effect::process)
        .remark(
            "Models are stored estimates, . for the last ones, or matrices b#V, which may be e(b)#e(V). stub_lag(Tp#) "
            "stub_lead(Tm#) name the coefficients, # standing for the number of periods.")
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
        .example(
            "Leads and lags of a regression",
            "sysuse auto\ngenerate F1 = mpg\ngenerate L0 = weight\nquietly regress price F1 L0\n"
            "event_plot ., stub_lag(L#) stub_lead(F#) together graph_opt(xtitle(\"t\") yline(0))\nmatrix p = r(plot)",
            "rowsof(p) == 2")
        .acts(act);

}  // namespace nqp::commands::event_plot_
