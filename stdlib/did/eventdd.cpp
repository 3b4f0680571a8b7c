// eventdd: an event-study regression with leads and lags of an event, and its figure.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/keep_figures.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/event_figure.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::eventdd_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string body, timevar, method = "ols", interval = "rcap", graph_options, coefficient_options, endpoint_options,
      balanced_unit;
  int base = -1, leads = 0, lags = 0;
  bool accumulate = false, in_range = false, balanced = false, no_ends = false, no_line = false, no_graph = false;
  bool keep_dummies = false;
  double level = 0;
};

struct Dummy {
  int time = 0;
  std::string name;
};

std::string dummy_name(int time) { return (time < 0 ? "lead" : "lag") + std::to_string(std::abs(time)); }

// Dummies of relative time but for the base; the ends collect what lies beyond with accum.
std::vector<Dummy> add_dummies(const Args& a, const Context& c, data::Frame& f) {
  std::vector<double> relative(f.rows);
  c.numeric(a.timevar).read(0, f.rows, relative.data());
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (const double t : relative) {
    if (data::is_missing(t)) continue;
    if (t != std::floor(t)) throw Error(459, a.timevar + " must be whole numbers");
    low = std::min(low, t), high = std::max(high, t);
  }
  if (!(low <= high))
    throw Error(2000, "no treated observations", std::nullopt, {a.timevar + " is missing everywhere"});
  if (high - low > 1000)
    throw Error(198, a.timevar + " is not time relative to an event", std::nullopt, {"generate rel = year - g"});
  if (a.accumulate) low = std::max(low, -double(a.leads)), high = std::min(high, double(a.lags));
  std::vector<Dummy> out;
  for (int t = int(low); t <= int(high); ++t) {
    if (t == a.base) continue;
    std::vector<double> values(f.rows);
    for (std::size_t i = 0; i < f.rows; ++i) {
      double r = relative[i];
      if (data::is_missing(r)) continue;
      if (a.accumulate) r = std::clamp(r, low, high);
      values[i] = r == t ? 1 : 0;
    }
    Dummy d{t, dummy_name(t)};
    if (f.find(d.name)) throw Error(110, "variable " + d.name + " already defined", std::nullopt, {"drop it first"});
    data::Variable v;
    v.name = d.name, v.column = data::make_numeric(data::Storage::byte_, values);
    v.format = "%8.0g";
    f.add(std::move(v));
    out.push_back(d);
  }
  return out;
}

// method(hdfe, absorb(i.id) cluster(id)): the command and its options.
std::string command_line(const Args& a, const std::vector<Dummy>& dummies, const std::string& touse) {
  const std::size_t comma = kit::find_outside(a.method, ',');
  const std::string kind = kit::lower(kit::trim(std::string_view(a.method).substr(0, comma)));
  std::string options = comma == std::string::npos ? "" : a.method.substr(comma + 1);
  std::string name;
  if (kind.empty() || kind == "ols") name = "regress";  // method(, cluster(id)) too
  else if (kind == "fe") name = "xtreg", options += " fe";
  else if (kind == "hdfe") name = "reghdfe";
  else throw Error(198, "method(" + kind + ") not allowed", std::nullopt, {"ols, fe or hdfe"});
  std::string out = name + " " + a.body;
  const std::size_t condition = kit::find_outside(out, '[');
  std::string names;
  for (const Dummy& d : dummies) names += " " + d.name;
  if (condition == std::string::npos) out += names;
  else out.insert(condition, names + " ");
  if (!touse.empty()) out += " if " + touse;
  if (a.level > 0) options += " level(" + text::macro_number(a.level) + ")";
  return out + ", " + options;
}

eval::Matrix points_matrix(const std::vector<kit::PlottedEffect>& points, bool before) {
  std::vector<kit::PlottedEffect> kept;
  for (const kit::PlottedEffect& p : points)
    if ((p.at < 0) == before) kept.push_back(p);
  eval::Matrix m(kept.size(), 4);
  m.column_names = {before ? "Lead" : "Lag", "LB", "Est", "UB"};
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const double row[] = {std::fabs(kept[i].at), kept[i].low, kept[i].b, kept[i].high};
    for (std::size_t j = 0; j < 4; ++j) m(i, j) = row[j];
  }
  return m;
}

std::vector<kit::PlottedEffect> points_of(const Args& a, const std::vector<Dummy>& dummies, double level, Session& s) {
  const double df = s.estimates()->results.scalar_or("df_r", 0), p = 0.5 + level / 200;
  const double crit = df > 0 ? numeric::dist::invt(df, p) : numeric::dist::invnormal(p);
  std::vector<kit::PlottedEffect> out;
  for (const Dummy& d : dummies) {
    const double b = s.number("_b[" + d.name + "]"), se = s.number("_se[" + d.name + "]");
    if (!(se > 0) || data::is_missing(se)) continue;
    out.push_back({double(d.time), b, b - crit * se, b + crit * se});
  }
  out.push_back({double(a.base), 0, 0, 0});
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.at < y.at; });
  return out;
}

// The times at which every unit with an event is seen, from the last beginning to the first end.
std::pair<double, double> common_times(const Args& a, Session& s) {
  const Context c = s.context();
  const std::string unit = c.frame.panel ? c.frame.panel->panel : "";
  if (unit.empty()) throw Error(459, "panel variable not set", std::nullopt, {"balanced needs xtset id year"});
  std::map<double, std::pair<double, double>> seen;
  const data::Column &time = c.numeric(a.timevar), &id = c.numeric(unit);
  for (std::size_t i = 0; i < c.frame.rows; ++i) {
    const double t = time.number(static_cast<data::Row>(i));
    if (data::is_missing(t)) continue;
    const auto at = seen.emplace(id.number(static_cast<data::Row>(i)), std::pair(t, t)).first;
    at->second.first = std::min(at->second.first, t), at->second.second = std::max(at->second.second, t);
  }
  double low = -HUGE_VAL, high = HUGE_VAL;
  for (const auto& [u, range] : seen) low = std::max(low, range.first), high = std::min(high, range.second);
  return {low, high};
}

// Points at the ends of accum in a layer of their own, with endpoints_op().
void set_ends_apart(const Args& a, const std::vector<std::size_t>& marks, kit::Chart& chart) {
  for (const std::size_t m : marks) {
    kit::Layer ends = chart.layers[m];
    ends.x.clear(), ends.y.clear(), ends.label.clear();
    for (std::size_t i = 0; i < chart.layers[m].x.size(); ++i)
      if (const double x = chart.layers[m].x[i]; x == -a.leads || x == a.lags)
        ends.x.push_back(x), ends.y.push_back(chart.layers[m].y[i]);
    for (const ast::Option& o : grammar::parse_options(a.endpoint_options)) kit::read_mark_option(o, ends);
    chart.layers.push_back(std::move(ends));
  }
}

void draw_figure(const Args& a, std::vector<kit::PlottedEffect> points, double level, Session& s) {
  if (a.in_range)
    std::erase_if(points, [&](const kit::PlottedEffect& p) { return p.at < -a.leads || p.at > a.lags; });
  if (a.no_ends)
    std::erase_if(points, [&](const kit::PlottedEffect& p) { return p.at <= -a.leads || p.at >= a.lags; });
  if (a.balanced) {
    const auto range = common_times(a, s);
    std::erase_if(points, [&](const kit::PlottedEffect& p) { return p.at < range.first || p.at > range.second; });
  }
  kit::EffectChart e;
  e.effects = std::move(points);
  e.level = level;
  const std::size_t comma = kit::find_outside(a.interval, ',');
  const std::string kind = kit::lower(kit::trim(std::string_view(a.interval).substr(0, comma)));
  if (kind != "rcap" && kind != "rarea" && kind != "rline")
    throw Error(198, "ci(" + a.interval + ") not allowed", std::nullopt,
                {"ci(rcap), ci(rarea) or ci(rline), with options of the marks behind a comma"});
  e.style = kind == "rarea"   ? kit::IntervalStyle::area
            : kind == "rline" ? kit::IntervalStyle::spikes
                              : kit::IntervalStyle::caps;
  std::vector<std::size_t> marks;
  kit::Chart chart = kit::effect_chart(e, marks);
  if (a.no_line) chart.x.guides.clear();
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(a.interval.substr(comma + 1)))
      for (kit::Layer& l : chart.layers)
        if (!l.high.empty()) kit::read_mark_option(o, l);
  for (const ast::Option& o : grammar::parse_options(a.coefficient_options))
    for (const std::size_t m : marks) kit::read_mark_option(o, chart.layers[m]);
  if (!a.endpoint_options.empty()) set_ends_apart(a, marks, chart);
  report::Document d;
  d.add(kit::report_figure(std::move(chart), a.graph_options, {}, s.context()));
  runtime::keep_figures(d, s);
  s.show(d);
}

// keepbal(id): of units with an event only those that are seen at every time from leads() to lags().
void keep_balanced(const Args& a, const Context& c, std::vector<std::uint8_t>& use) {
  const data::Column &time = c.numeric(a.timevar), &id = c.numeric(a.balanced_unit);
  std::map<double, std::set<double>> seen;
  const auto number = [](const data::Column& column, std::size_t i) {
    return column.number(static_cast<data::Row>(i));
  };
  for (std::size_t i = 0; i < use.size(); ++i)
    if (const double t = number(time, i); use[i] && !data::is_missing(t) && t >= -a.leads && t <= a.lags)
      seen[number(id, i)].insert(t);
  const auto all = static_cast<std::size_t>(a.leads + a.lags + 1);
  for (std::size_t i = 0; i < use.size(); ++i)
    if (use[i] && !data::is_missing(number(time, i)) && seen[number(id, i)].size() < all) use[i] = 0;
}

void check_ranges(const Args& a) {
  if ((a.accumulate || a.in_range || !a.balanced_unit.empty()) && a.leads == 0 && a.lags == 0)
    throw Error(198, "accum, inrange and keepbal() need leads(#) and lags(#)");
  if (a.accumulate + a.in_range + a.balanced > 1)
    throw Error(198, "only one of accum, inrange and balanced is allowed");
  if ((a.no_ends || !a.endpoint_options.empty()) && !a.accumulate)
    throw Error(198, "noend and endpoints_op() go with accum");
}

void act(const Args& a, const Sample& sample, Session& s) {
  check_ranges(a);
  if (a.timevar.empty())
    throw Error(198, "option timevar() required", std::nullopt,
                {"time relative to the event, missing without an event"});
  kit::SessionKeeper keeper(s);
  data::Frame f = *keeper.data();
  std::vector<std::uint8_t> use = s.context().select(sample);
  if (!a.balanced_unit.empty()) keep_balanced(a, s.context(), use);
  const std::vector<Dummy> dummies = add_dummies(a, s.context(), f);
  std::string touse;
  if (std::find(use.begin(), use.end(), 0) != use.end()) {
    touse = s.temporary_name();
    data::Variable v;
    v.name = touse, v.column = data::make_numeric(data::Storage::byte_, std::vector<double>(use.begin(), use.end()));
    v.format = "%8.0g";
    f.add(std::move(v));
  }
  s.set_frame(std::move(f));
  s.run_command(command_line(a, dummies, touse));
  const double level = a.level > 0 ? a.level : s.settings().level;
  const std::vector<kit::PlottedEffect> points = points_of(a, dummies, level, s);
  Results& e = s.estimates_slot()->results;
  e.matrix("leads", points_matrix(points, true)).matrix("lags", points_matrix(points, false));
  e.scalar("baseline", a.base);
  data::Frame done = s.frame();
  for (const Dummy& d : dummies)
    if (!a.keep_dummies) done.remove(d.name);
  if (!touse.empty()) done.remove(touse);
  s.set_frame(std::move(done));
  keeper.leave_data();
  keeper.leave_estimates();
  if (!a.no_graph) draw_figure(a, points, level, s);
}

struct All : Args {
  Terms y, x;
  Sample sample;
};

void act_all(const All& a, Session& s) {
  All b = a;
  for (const Terms* terms : {&a.y, &a.x})
    for (const ast::Interaction& t : *terms) b.body += (b.body.empty() ? "" : " ") + term_name(t);
  act(b, a.sample, s);
}

constexpr const char* panel =
    "clear\nset obs 96\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\nxtset id t\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 6, .))\ngenerate rel = t - g\n"
    "generate y = id + t + 2*(t >= g) + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command eventdd_command =
    define<All>("eventdd", "Event-study regressions and their figure")
        .dependent(&All::y)
        .terms(&All::x, {0})
        .if_in(&All::sample)
        .variable("TIMEvar", &All::timevar, "time relative to the event; missing where there is none")
        .text("METHOD", &All::method, "ols, fe or hdfe and its options: method(hdfe, absorb(id year) cluster(id))")
        .integer("BASEline", &All::base, -1000, 1000, "relative time of reference; default -1")
        .integer("LEADs", &All::leads, 1, 1000, "accum, inrange, keepbal(): periods before")
        .integer("LAGs", &All::lags, 0, 1000, "accum, inrange, keepbal(): periods after")
        .flag("ACCUM", &All::accumulate, "the ends collect what lies beyond")
        .flag("INRANGE", &All::in_range, "the figure has leads() to lags() alone; the regression has all")
        .flag("BALANCED", &All::balanced, "the figure has the times at which all units with an event are seen")
        .variable("KEEPBAL", &All::balanced_unit,
                  "units of this variable that are not seen from leads() to lags() are left out")
        .flag("NOEND", &All::no_ends, "accum: the ends are not in the figure")
        .text("ENDPOINTs_op", &All::endpoint_options, "accum: options of the symbols at the ends")
        .text("ci", &All::interval,
              "how intervals are drawn: rcap, rarea or rline, with options: ci(rarea, color(gs14))")
        .flag("KEEPDUMMIES", &All::keep_dummies, "leads and lags stay as variables")
        .flag("noLINE", &All::no_line, "no line before the event")
        .text("GRAPH_op", &All::graph_options, "options of the figure")
        .text("COEF_op", &All::coefficient_options, "options of its symbols")
        .flag("noGRAPH", &All::no_graph, "no figure")
        .number("Level", &All::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(leads)", "periods before: lower limit, coefficient, upper limit"},
                 {"e(lags)", "periods after: lower limit, coefficient, upper limit"},
                 {"e(baseline)", "relative time of reference"},
                 {"e(b)", "coefficients of the regression; its other results are there, too"},
                 {"e(V)", "variances and covariances"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference(
            "Clarke, D. and Tapia-Schythe, K. (2021). Implementing the panel event study. Stata Journal 21, 853-884.")
        .remark(
            "The dummies lead2, lag0 … are in the regression; keepdummies keeps them in the data. estat leads, estat "
            "lags and estat eventdd test them jointly. inrange and balanced change the figure alone.")
        .example("Two-way fixed effects",
                 std::string(panel) + "eventdd y, timevar(rel) method(hdfe, absorb(id t) cluster(id))",
                 "abs(_b[lag0] - 2) < .4 & rowsof(e(leads)) == 5 & rowsof(e(lags)) == 5")
        .example("Joint tests",
                 std::string(panel) +
                     "quietly eventdd y, timevar(rel) method(hdfe, absorb(id t) cluster(id)) keepdummies\n"
                     "estat leads\nscalar F = r(F_leads)\ntest lead2 lead3 lead4 lead5",
                 "reldif(F, r(F)) < 1e-10 & lag0 < .")
        .example("Ends that collect",
                 std::string(panel) +
                     "eventdd y i.t, timevar(rel) method(fe, cluster(id)) accum leads(3) lags(2) "
                     "graph_op(ytitle(\"y\"))",
                 "rowsof(e(leads)) == 3 & rowsof(e(lags)) == 3 & _N == 96")
        .acts(act_all);

}  // namespace nqp::commands::eventdd_
