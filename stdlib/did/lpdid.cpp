// lpdid: difference in differences by local projections with clean controls.
#include <algorithm>
#include <cmath>
#include <map>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/did_data.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/figure_wish.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::commands::lpdid_ {
namespace {

using namespace command;

struct Args : kit::FigureWish {
  Terms y, controls;
  Sample sample;
  std::string unit, time, treat, pmd;
  Variables cluster;
  int pre = 0, post = -1;
  bool never_treated = false, reweight = false, only_event = false, only_pooled = false;
  double level = 0;
};

// Rows by unit and period, and what changes there.
struct Rows {
  const kit::DidData& d;
  std::map<std::pair<std::int32_t, double>, std::size_t> place;
  double delta = 1;

  // The row of the same unit `steps` periods later; npos when there is none.
  std::size_t at(std::size_t i, double steps) const {
    const auto it = place.find({d.unit.codes[i], d.time[i] + steps * delta});
    return it == place.end() ? std::string::npos : it->second;
  }
};

struct Projection {
  double horizon = 0, b = data::missing, se = data::missing, n = 0, df = 0;
};

// The mean of y over `from` … `to` periods ahead; missing when one is not observed.
double mean_ahead(const Rows& r, std::size_t i, int from, int to) {
  double sum = 0;
  for (int h = from; h <= to; ++h) {
    const std::size_t k = r.at(i, h);
    if (k == std::string::npos) return data::missing;
    sum += r.d.y[k];
  }
  return sum / (to - from + 1);
}

// What changes are measured from: the period before, or the mean of earlier ones.
double baseline(const Args& a, const Rows& r, std::size_t i) {
  if (a.pmd.empty()) return mean_ahead(r, i, -1, -1);
  if (a.pmd != "max") return mean_ahead(r, i, -std::stoi(a.pmd), -1);
  double sum = 0, n = 0;
  for (int h = 1; h <= static_cast<int>(r.d.times.size()); ++h)
    if (const std::size_t k = r.at(i, -h); k != std::string::npos) sum += r.d.y[k], n += 1;
  return n > 0 ? sum / n : data::missing;
}

struct Regression {
  std::vector<double> y;
  std::vector<std::size_t> rows;
  std::vector<double> entry;     // 1: treated from this period on
};

// Units that enter treatment, and controls that are untreated `ahead` periods later.
Regression rows_of(const Args& a, const Rows& r, int from, int to, int ahead) {
  Regression out;
  for (std::size_t i = 0; i < r.d.n(); ++i) {
    const std::size_t before = r.at(i, -1), later = r.at(i, ahead);
    if (before == std::string::npos) continue;
    const bool enters = r.d.treated[i] == 1 && r.d.treated[before] == 0;
    const bool clean = r.d.treated[i] == 0 && later != std::string::npos && r.d.treated[later] == 0 &&
                       (!a.never_treated || r.d.cohort[i] == 0);
    if (!enters && !clean) continue;
    const double y = mean_ahead(r, i, from, to), base = baseline(a, r, i);
    if (data::is_missing(y) || data::is_missing(base)) continue;
    out.y.push_back(y - base), out.rows.push_back(i), out.entry.push_back(enters ? 1 : 0);
  }
  return out;
}

// 1/(1 - share that enters) by period turns the weights of cohorts into their sizes.
std::vector<double> size_weights(const Rows& r, const Regression& g) {
  std::map<double, std::pair<double, double>> counts;
  for (std::size_t k = 0; k < g.rows.size(); ++k) {
    auto& [entering, all] = counts[r.d.time[g.rows[k]]];
    entering += g.entry[k], all += 1;
  }
  std::vector<double> out;
  for (const std::size_t i : g.rows) {
    const auto& [entering, all] = counts[r.d.time[i]];
    out.push_back(entering == 0 || entering == all ? 0 : 1 / (1 - entering / all));
  }
  return out;
}

template <class T>
std::vector<T> picked(const std::vector<T>& values, const std::vector<std::size_t>& at) {
  std::vector<T> out;
  for (const std::size_t i : at) out.push_back(values[i]);
  return out;
}

void drop_without_weight(Regression& g, std::vector<double>& w) {
  Regression kept;
  std::vector<double> weights;
  for (std::size_t k = 0; k < w.size(); ++k)
    if (w[k] > 0) {
      kept.y.push_back(g.y[k]), kept.rows.push_back(g.rows[k]), kept.entry.push_back(g.entry[k]);
      weights.push_back(w[k]);
    }
  g = std::move(kept), w = std::move(weights);
}

Projection project(const Args& a, const Rows& r, const kit::GroupCodes& clusters, double horizon, Regression g,
                   const Context& c) {
  Projection out;
  out.horizon = horizon;
  std::vector<double> weights;
  if (a.reweight) weights = size_weights(r, g), drop_without_weight(g, weights);
  out.n = static_cast<double>(g.y.size());
  const double entering = static_cast<double>(std::count(g.entry.begin(), g.entry.end(), 1.0));
  if (entering == 0 || entering == out.n) return out;
  const std::size_t k = r.d.design.x.cols;
  numeric::Matrix x(g.y.size(), 1 + k);
  for (std::size_t i = 0; i < g.y.size(); ++i) {
    x(i, 0) = g.entry[i];
    for (std::size_t j = 0; j < k; ++j) x(i, j + 1) = r.d.design.x(g.rows[i], j);
  }
  std::vector<std::int32_t> times;
  for (const std::size_t i : g.rows)
    times.push_back(static_cast<std::int32_t>(
        std::lower_bound(r.d.times.begin(), r.d.times.end(), r.d.time[i]) - r.d.times.begin()));
  const std::vector<std::int32_t> groups = picked(clusters.codes, g.rows);
  numeric::AbsorbedSpec spec;
  spec.y = g.y, spec.x = x, spec.effects = {numeric::Effect{times}};
  spec.weights = weights;
  if (a.reweight) spec.weight_kind = numeric::WeightKind::pweight;
  numeric::VceSpec vce;
  vce.kind = numeric::VceKind::cluster, vce.clusters = {groups};
  const numeric::AbsorbedFit f =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, vce, p); });
  out.n = f.N;
  if (f.omitted[0]) return out;
  out.b = f.b[0], out.se = std::sqrt(f.V(0, 0)), out.df = f.df_r;
  return out;
}

std::vector<double> row_of(const Projection& p, double level) {
  const double crit = p.df > 0 ? numeric::dist::invt(p.df, 0.5 + level / 200) : data::missing;
  const double t = p.b / p.se;
  return {p.b, p.se, t, p.df > 0 ? 2 * numeric::dist::ttail(p.df, std::fabs(t)) : data::missing, p.b - crit * p.se,
          p.b + crit * p.se, p.n};
}

const std::vector<std::string> headings = {"coefficient", "se", "t", "P>|t|", "ll", "ul", "obs"};

eval::Matrix results_of(const std::vector<Projection>& list, const std::vector<std::string>& names, double level) {
  eval::Matrix m(list.size(), headings.size());
  m.column_names = headings, m.row_names = names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const bool base = list[i].horizon == -1 && list[i].se == 0;
    const std::vector<double> row =
        base                          ? std::vector<double>{0, 0, data::missing, data::missing, 0, 0, data::missing}
        : data::is_missing(list[i].b) ? std::vector<double>{data::missing, data::missing, data::missing, data::missing,
                                                            data::missing, data::missing, list[i].n}
                                      : row_of(list[i], level);
    for (std::size_t j = 0; j < row.size(); ++j) m(i, j) = kit::stored(row[j]);
  }
  return m;
}

report::Document table_of(const eval::Matrix& m, const std::string& title) {
  using report::number_cell, report::text_cell;
  report::Document d;
  d.blank();
  d.line(title);
  report::Table t;
  t.columns = {{8, 0, false}, {11, 1, true},  {10, 1, false}, {8, 1, false},
               {7, 1, false}, {10, 1, false}, {10, 1, false}, {8, 1, false}};
  t.rule();
  std::vector<report::Cell> head{text_cell("")};
  for (const std::string& h : headings) head.push_back(text_cell(h, report::Align::right));
  t.row(std::move(head));
  t.rule();
  const char* formats[] = {"%10.0g", "%9.0g", "%8.2f", "%6.3f", "%9.0g", "%9.0g", "%8.0f"};
  for (std::size_t i = 0; i < m.rows; ++i) {
    std::vector<report::Cell> cells{text_cell(m.row_names[i])};
    for (std::size_t j = 0; j < m.columns; ++j) cells.push_back(number_cell(m(i, j), formats[j]));
    t.row(std::move(cells));
  }
  t.rule();
  d.add(std::move(t));
  return d;
}

void check(const Args& a) {
  if (a.pre == 0 && a.post < 0)
    throw Error(198, "option pre_window() or post_window() required", std::nullopt,
                {"pre_window(3) post_window(5): periods before and after treatment"});
  if (a.only_event && a.only_pooled) throw Error(198, "only_event and only_pooled exclude one another");
  if (a.reweight && !a.controls.empty())
    throw Error(198, "rw does not go with controls()", std::nullopt, {"regression adjustment is not available"});
  if (!a.pmd.empty() && a.pmd != "max" && 
      (a.pmd.size() > 6 || a.pmd.find_first_not_of("0123456789") != std::string::npos || a.pmd == "0"))
    throw Error(198, "pmd() takes max or a number of periods");
}

Output run(const Args& a, const Context& c) {
  check(a);
  kit::DidRequest q;
  q.y = a.y, q.x = a.controls, q.sample = a.sample, q.id = a.unit, q.time = a.time, q.treat = a.treat;
  q.clusters = a.cluster, q.level = a.level;
  const kit::DidData d = kit::read_did(q, c);
  const kit::GroupCodes clusters = kit::cluster_codes(d, q, c);
  Rows rows{d, {}};
  for (std::size_t i = 0; i < d.n(); ++i) rows.place[{d.unit.codes[i], d.time[i]}] = i;
  if (c.frame.panel && c.frame.panel->time == d.time_name) rows.delta = c.frame.panel->delta;
  const double level = kit::level_or_default(a.level, c);
  const int post = std::max(a.post, 0), pre = std::max(a.pre, 1);

  std::vector<Projection> list;
  std::vector<std::string> names;
  for (int h = -pre; h <= post && !a.only_pooled; ++h) {
    if ((h >= 0 && a.post < 0) || (h < -1 && a.pre < 2)) continue;
    names.push_back((h < 0 ? "pre" : "tau") + std::to_string(std::abs(h)));
    if (h == -1) list.push_back({-1, 0, 0, 0, 0});
    else list.push_back(project(a, rows, clusters, h, rows_of(a, rows, h, h, std::max(h, 0)), c));
  }
  std::vector<Projection> pooled;
  std::vector<std::string> pooled_names;
  if (!a.only_event && a.pre >= 2) {
    pooled.push_back(project(a, rows, clusters, -1, rows_of(a, rows, -a.pre, -2, 0), c)), pooled_names.push_back("Pre");
  }
  if (!a.only_event && a.post >= 0) {
    pooled.push_back(project(a, rows, clusters, 0, rows_of(a, rows, 0, post, post), c)), pooled_names.push_back("Post");
  }
  Results e = kit::begin_estimates("lpdid", "Local projections difference in differences", kit::depvar_name(a.y), c);
  kit::post_did(d, "lpdid", static_cast<double>(clusters.count), e);
  kit::Coefficients k;
  std::vector<double> variances;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!data::is_missing(list[i].b) && list[i].horizon != -1)
      k.names.push_back(names[i]), k.b.push_back(list[i].b), variances.push_back(list[i].se * list[i].se);
  for (std::size_t i = 0; i < pooled.size() && a.only_pooled; ++i)
    if (!data::is_missing(pooled[i].b))
      k.names.push_back(pooled_names[i]), k.b.push_back(pooled[i].b), variances.push_back(pooled[i].se * pooled[i].se);
  if (k.b.empty())
    throw Error(2000, "no effect can be estimated", std::nullopt,
                {"there are no units that enter treatment, or no clean controls at these horizons"});
  k.V = numeric::Matrix(k.b.size(), k.b.size());
  for (std::size_t i = 0; i < variances.size(); ++i) k.V(i, i) = variances[i];
  Output shown;
  if (!list.empty()) {
    e.matrix("results", results_of(list, names, level));
    shown.document.append(table_of(*e.find_matrix("results"), "LP-DiD event study"));
  }
  if (!pooled.empty()) {
    e.matrix("pooled_results", results_of(pooled, pooled_names, level));
    shown.document.append(table_of(*e.find_matrix("pooled_results"), "LP-DiD pooled estimates"));
  }
  e.macro("control_group", a.never_treated ? "Never treated" : "Not yet treated");
  kit::post_coefficients(e, k);
  kit::EffectChart chart;
  for (const Projection& p : list) {
    if (data::is_missing(p.b)) continue;
    const std::vector<double> row = p.se == 0 ? std::vector<double>(7, 0.0) : row_of(p, level);
    chart.effects.push_back({p.horizon, p.b, row[4], row[5]});
  }
  Output out = kit::estimation(std::move(e), d.sample, k, level);
  out.document.append(std::move(shown.document));
  if (a.no_graph || chart.effects.empty()) return out;
  chart.level = level;
  std::vector<std::size_t> marks;
  kit::Chart drawn = kit::effect_chart(chart, marks);
  out.document.add(kit::report_figure(std::move(drawn), a.graph_options, marks, c));
  return out;
}

constexpr const char* panel =
    "clear\nset obs 120\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\nxtset id t\n"
    "generate g = cond(id <= 4, 4, cond(id <= 8, 6, 0))\ngenerate byte d = g > 0 & t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

Command command() {
  auto d = define<Args>("lpdid", "Difference in differences by local projections");
  kit::figure_wish(d, true);
  return d.dependent(&Args::y)
      .if_in(&Args::sample)
      .variable("UNIT", &Args::unit, "unit; default from xtset")
      .variable("TIME", &Args::time, "period; default from xtset")
      .variable("TREAT", &Args::treat, "0/1 treatment that stays")
      .required("treat")
      .integer("PRE_window", &Args::pre, 2, 1000, "periods before treatment")
      .integer("POST_window", &Args::post, 0, 1000, "periods after treatment")
      .term_list("controls", &Args::controls, "covariates")
      .flag("NEVERtreated", &Args::never_treated, "controls: never treated units only")
      .flag("rw", &Args::reweight, "cohorts count by their size")
      .text("pmd", &Args::pmd, "changes from the mean of all periods before (max) or of so many")
      .flag("only_event", &Args::only_event, "no pooled effects")
      .flag("only_pooled", &Args::only_pooled, "pooled effects alone")
      .variables("cluster", &Args::cluster, "clusters; default the units")
      .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .stores({{"e(results)", "coefficient se t p ll ul obs by horizon: pre3 pre2 pre1 (base) tau0 tau1 …"},
               {"e(pooled_results)", "the same of Pre and Post"},
               {"e(N)", "observations of the panel"},
               {"e(N_units)", "units"},
               {"e(control_group)", "who the controls are"},
               {"e(b)", "effects"},
               {"e(V)", "their variances; regressions are separate, covariances 0"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(Effect::estimates | Effect::results)
      .reference(
          "Dube, A., Girardi, D., Jorda, O. and Taylor, A. M. (2025). A local projections approach to "
          "difference-in-differences. Journal of Applied Econometrics.")
      .remark(
          "At every horizon h the change of the outcome from the period before treatment is regressed on entering "
          "treatment and period effects, among units that enter now and those still untreated h periods later.")
      .remark(
          "Without rw cohorts are weighted by variances of treatment; rw weights them by size. The treatment has to "
          "stay once it is there.")
      .example("Horizons and pooled effects",
               std::string(panel) + "lpdid y, unit(id) time(t) treat(d) pre_window(3) post_window(2)",
               "abs(_b[tau0] - 2) < .3 & rowsof(e(results)) == 6 & rowsof(e(pooled_results)) == 2")
      .example("Weighted by size, controls never treated",
               std::string(panel) + "lpdid y, treat(d) post_window(2) rw nevertreated only_event nograph",
               "abs(_b[tau2] - 2) < .3 & e(control_group) == \"Never treated\"")
      .runs(run);
}

}  // namespace

extern const Command lpdid_command = command();

}  // namespace nqp::commands::lpdid_
