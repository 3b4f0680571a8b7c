#include "stdlib/kit/synthetic_effects.hpp"

#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/did/synthetic_cohorts.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

std::size_t synthetic_place(const DidData& d, double t) {
  return static_cast<std::size_t>(std::lower_bound(d.times.begin(), d.times.end(), t) - d.times.begin());
}

// Units by periods; the panel is balanced.
numeric::Matrix panel_matrix(const DidData& d, std::span<const double> v) {
  numeric::Matrix m(d.unit.count, d.times.size());
  for (std::size_t i = 0; i < d.n(); ++i)
    m(static_cast<std::size_t>(d.unit.codes[i]), synthetic_place(d, d.time[i])) = v[i];
  return m;
}

// One column: the rows of the units chosen, less their unit and period means plus the overall mean.
std::vector<double> two_way_deviations(const numeric::Matrix& m, const std::vector<std::size_t>& units) {
  std::vector<double> unit(units.size(), 0.0), period(m.cols, 0.0), out;
  double mean = 0;
  for (std::size_t k = 0; k < units.size(); ++k)
    for (std::size_t t = 0; t < m.cols; ++t) {
      unit[k] += m(units[k], t) / double(m.cols);
      period[t] += m(units[k], t) / double(units.size());
      mean += m(units[k], t) / double(m.cols * units.size());
    }
  for (std::size_t k = 0; k < units.size(); ++k)
    for (std::size_t t = 0; t < m.cols; ++t) out.push_back(m(units[k], t) - unit[k] - period[t] + mean);
  return out;
}

// Kranz (2022): the outcome less x'b, with b from the two-way fixed effects regression of the untreated units.
void project_covariates(const DidData& d, numeric::SyntheticPanel& p, Output& notes) {
  if (d.design.x.cols == 0) return;
  std::vector<std::size_t> controls;
  for (std::size_t u = 0; u < d.unit.count; ++u)
    if (d.unit_cohort[u] == 0) controls.push_back(u);
  const std::vector<double> y = two_way_deviations(p.y, controls);
  numeric::Matrix x(y.size(), d.design.x.cols);
  std::vector<numeric::Matrix> columns;
  for (std::size_t j = 0; j < x.cols; ++j) {
    columns.push_back(panel_matrix(d, d.design.x.column(j)));
    const std::vector<double> v = two_way_deviations(columns.back(), controls);
    std::copy(v.begin(), v.end(), x.column(j).begin());
  }
  const numeric::LeastSquares fit = numeric::least_squares({.y = y, .x = x, .want_residuals = false});
  const std::vector<std::string> names = d.covariate_names();
  for (std::size_t j = 0; j < x.cols; ++j) {
    if (j < fit.omitted.size() && fit.omitted[j]) {
      notes.line("note: " + names[j] + " omitted because of collinearity.", report::Style::note);
      continue;
    }
    for (std::size_t i = 0; i < p.y.data.size(); ++i) p.y.data[i] -= fit.b[j] * columns[j].data[i];
  }
}

numeric::SyntheticPanel synthetic_panel(const DidData& d, const SyntheticRequest& q, Output& notes) {
  const std::vector<double> cohorts = d.cohorts();
  if (cohorts.empty()) throw Error(459, "no treated units", std::nullopt, {"check " + d.treatment});
  if (d.units_of(0) == 0)
    throw Error(459, "no untreated units", std::nullopt, {"controls have to stay untreated throughout"});
  if (d.n() != d.unit.count * d.times.size())
    throw Error(459, "panel is not balanced", std::nullopt, {"xtbalance keeps the units seen in every period"});
  numeric::SyntheticPanel p;
  p.method = q.method == "sc"    ? numeric::SyntheticMethod::sc
             : q.method == "did" ? numeric::SyntheticMethod::did
                                 : numeric::SyntheticMethod::sdid;
  for (const double g : d.unit_cohort) p.adoption.push_back(g == 0 ? d.times.size() : synthetic_place(d, g));
  for (const double g : cohorts)
    if (synthetic_place(d, g) < 2)
      throw Error(459, "fewer than two periods before treatment in cohort " + text::macro_number(g), std::nullopt,
                  {"leave these units out: they have nothing to be matched on"});
  p.y = panel_matrix(d, d.y);
  if (q.optimized)
    for (std::size_t j = 0; j < d.design.x.cols; ++j) p.x.push_back(panel_matrix(d, d.design.x.column(j)));
  else project_covariates(d, p, notes);
  return p;
}

double synthetic_variance(const SyntheticRequest& q, const numeric::SyntheticPanel& p,
                          const numeric::SyntheticCohorts& fit, numeric::Progress& progress) {
  const auto seed = static_cast<std::uint64_t>(q.seed);
  if (q.vce == "placebo") return numeric::synthetic_placebo(p, q.reps, seed, progress);
  if (q.vce == "bootstrap") return numeric::synthetic_bootstrap(p, q.reps, seed, progress);
  return q.vce == "jackknife" ? numeric::synthetic_jackknife(p, fit) : 0;
}

std::vector<std::string> control_names(const DidData& d, const std::vector<std::size_t>& units, const Context& c) {
  const data::Variable& unit = c.variable(d.id);
  std::vector<std::string> out;
  for (const std::size_t u : units) {
    const std::size_t row = d.unit.first[u];
    out.push_back(unit.is_string() ? std::string(unit.column->text(row)) : value_text(c.frame, unit, row));
  }
  return out;
}

// Weighted controls and mean of the treated units, by period; synthetic control has no shift, the others are shifted
// so that the weighted periods before treatment agree, as in the figures of the paper.
struct SyntheticPath {
  std::vector<double> control, treated;
};
SyntheticPath synthetic_path(const numeric::SyntheticPanel& p, const numeric::SyntheticCohorts& fit,
                             const numeric::SyntheticCohort& c) {
  SyntheticPath s;
  for (std::size_t t = 0; t < p.y.cols; ++t) {
    double control = 0, treated = 0;
    for (std::size_t k = 0; k < fit.controls.size(); ++k) control += c.fit.omega[k] * p.y(fit.controls[k], t);
    for (const std::size_t u : c.treated) treated += p.y(u, t) / double(c.treated.size());
    s.control.push_back(control), s.treated.push_back(treated);
  }
  return s;
}

void post_synthetic(const DidData& d, const numeric::SyntheticPanel& p, const numeric::SyntheticCohorts& fit,
                    const Context& c, Results& e) {
  const std::size_t cohorts = fit.cohorts.size(), periods = p.y.cols;
  const bool one = cohorts == 1;
  std::vector<std::string> names, times;
  eval::Matrix tau(cohorts, 3), adoption(cohorts, 1), series(periods, 1 + 2 * cohorts);
  tau.column_names = {"tau", "adoption", "weight"}, adoption.column_names = {"adoption"};
  series.column_names = {"time"};
  numeric::Matrix omega(fit.controls.size(), cohorts), lambda(one ? fit.cohorts[0].adoption : periods, cohorts);
  for (std::size_t t = 0; t < lambda.rows; ++t) times.push_back(text::macro_number(d.times[t]));
  for (std::size_t t = 0; t < periods; ++t) series(t, 0) = d.times[t];
  for (std::size_t k = 0; k < cohorts; ++k) {
    const numeric::SyntheticCohort& x = fit.cohorts[k];
    const double g = d.times[x.adoption];
    const std::string name = text::macro_number(g);
    names.push_back(one ? "weight" : "w" + name);
    tau(k, 0) = x.fit.effect, tau(k, 1) = g, tau(k, 2) = x.weight, adoption(k, 0) = g;
    tau.row_names[k] = adoption.row_names[k] = "g" + name;
    std::copy(x.fit.omega.begin(), x.fit.omega.end(), omega.column(k).begin());
    std::copy(x.fit.lambda.begin(), x.fit.lambda.end(), lambda.column(k).begin());
    const SyntheticPath s = synthetic_path(p, fit, x);
    series.column_names.push_back("Yco" + name), series.column_names.push_back("Ytr" + name);
    for (std::size_t t = 0; t < periods; ++t) series(t, 1 + 2 * k) = s.control[t], series(t, 2 + 2 * k) = s.treated[t];
  }
  e.matrix("omega", named_matrix(omega, control_names(d, fit.controls, c), names));
  e.matrix("lambda", named_matrix(lambda, times, names));
  e.matrix("tau", std::move(tau)).matrix("adoption", std::move(adoption)).matrix("series", std::move(series));
}

report::Document cohort_table(const DidData& d, const numeric::SyntheticCohorts& fit) {
  using report::number_cell, report::text_cell;
  report::Document out;
  report::Table t;
  t.columns = {{10, 1, false}, {7, 1, true}, {11, 2, false}, {9, 2, false}};
  const auto head = [](const char* s) { return text_cell(s, report::Align::right); };
  t.rule();
  t.row({head("Adoption"), head("Units"), head("Effect"), head("Weight")});
  t.rule();
  for (const numeric::SyntheticCohort& c : fit.cohorts)
    t.row({number_cell(d.times[c.adoption], "%9.0g"), number_cell(double(c.treated.size()), "%7.0f"),
           number_cell(c.fit.effect, "%9.0g"), number_cell(c.weight, "%6.4f")});
  t.rule();
  out.add(std::move(t));
  return out;
}

// Method, counts and the largest weights of controls and periods of the first cohort.
void show_synthetic_weights(const DidData& d, const numeric::SyntheticCohorts& fit, const std::string& method,
                            const Context& c, Output& out) {
  const numeric::SyntheticCohort& x = fit.cohorts[0];
  const auto top = [](const std::vector<double>& w, const std::vector<std::string>& names) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < w.size(); ++i)
      if (w[i] > 1e-6) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return w[a] > w[b]; });
    std::string text;
    for (std::size_t k = 0; k < order.size() && k < 5; ++k)
      text += (k > 0 ? ", " : "") + names[order[k]] + " " +
              text::trimmed(text::format_number(w[order[k]], "%6.4f"));
    return text + (order.size() > 5 ? ", …" : "");
  };
  std::vector<std::string> times;
  for (const double t : d.times) times.push_back(text::macro_number(t));
  out.line("Method: " + method + "; controls " + text::macro_number(double(fit.controls.size())) + ", treated " +
           text::macro_number(double(x.treated.size())) + ", periods before treatment " +
           text::macro_number(double(x.adoption)) +
           (fit.cohorts.size() > 1 ? " (cohort of " + text::macro_number(d.times[x.adoption]) + ")" : ""));
  out.line("Largest weights of controls: " + top(x.fit.omega, control_names(d, fit.controls, c)));
  if (method != "sc") out.line("Largest weights of periods: " + top(x.fit.lambda, times));
}

void finish_synthetic_figure(Chart chart, const SyntheticRequest& q, const std::string& kind, double g,
                             const std::string& options, const std::vector<std::size_t>& marks, const Context& c,
                             Output& out) {
  report::Figure f = report_figure(std::move(chart), options, marks, c);
  const std::string name = kind + text::macro_number(g);
  if (f.name == "Graph") f.name = q.cmd + "_" + name;
  if (!q.suffix.empty()) f.saving = q.stub + name + q.suffix, f.replace = true;
  out.document.add(std::move(f));
}

// Paths of the treated units and of the weighted controls; below them the weights of periods.
void add_trends(const DidData& d, const numeric::SyntheticPanel& p, const numeric::SyntheticCohorts& fit,
                const SyntheticRequest& q, const Context& c, Output& out) {
  for (const numeric::SyntheticCohort& x : fit.cohorts) {
    const SyntheticPath s = synthetic_path(p, fit, x);
    Chart chart;
    chart.x.title = d.time_name, chart.y.title = depvar_name(q.data.y);
    chart.x.guides.push_back(start_line(d.times[x.adoption]));
    Layer control, treated, weights;
    control.mark = treated.mark = Mark::line;
    control.x = treated.x = d.times;
    control.y = s.control, treated.y = s.treated;
    control.label = "Synthetic control", treated.label = "Treated";
    control.pen.colour = series_colour(1), treated.pen.colour = series_colour(0);
    control.pen.width = treated.pen.width = 1.4;
    control.pen.dashes = dashes_of("dash");
    const auto ends = [](const std::vector<double>& v) { return std::minmax_element(v.begin(), v.end()); };
    const double low = std::min(*ends(s.control).first, *ends(s.treated).first);
    const double high = std::max(*ends(s.control).second, *ends(s.treated).second);
    const double most = *std::max_element(x.fit.lambda.begin(), x.fit.lambda.end());
    weights.mark = Mark::range_area;
    weights.fill = series_colour(2), weights.fill.opacity = 0.35, weights.pen.width = 0;
    weights.label = "Weights of periods";
    for (std::size_t t = 0; most > 0 && t < x.fit.lambda.size(); ++t) {
      weights.x.push_back(d.times[t]), weights.y.push_back(low - 0.18 * (high - low));
      weights.high.push_back(low - (0.18 - 0.15 * x.fit.lambda[t] / most) * (high - low));
    }
    if (!weights.x.empty()) chart.layers.push_back(std::move(weights));
    chart.layers.push_back(std::move(control));
    chart.layers.push_back(std::move(treated));
    const std::size_t layers = chart.layers.size();
    finish_synthetic_figure(std::move(chart), q, "trends", d.times[x.adoption], q.trend_options,
                            {layers - 2, layers - 1}, c, out);
  }
}

// Difference between the treated units and each control, symbols of controls as large as their weights.
void add_unit_weights(const DidData& d, const numeric::SyntheticPanel& p, const numeric::SyntheticCohorts& fit,
                      const SyntheticRequest& q, const Context& c, Output& out) {
  const std::vector<std::string> names = control_names(d, fit.controls, c);
  for (const numeric::SyntheticCohort& x : fit.cohorts) {
    const auto contrast = [&](std::size_t u) {
      double v = 0;
      for (std::size_t t = 0; t < p.y.cols; ++t)
        v += (t < x.adoption ? -x.fit.lambda[t] : 1 / double(p.y.cols - x.adoption)) * p.y(u, t);
      return v;
    };
    double treated = 0;
    for (const std::size_t u : x.treated) treated += contrast(u) / double(x.treated.size());
    const double most = *std::max_element(x.fit.omega.begin(), x.fit.omega.end());
    Chart chart;
    chart.y.title = "Difference", chart.x.angle = 90;
    Guide mean = zero_line();
    mean.at = x.fit.effect, mean.pen.width = 1.2;
    chart.y.guides.push_back(mean);
    chart.legend.shown = false;
    for (std::size_t k = 0; k < names.size(); ++k) {
      Layer l;
      l.x = {double(k + 1)}, l.y = {treated - contrast(fit.controls[k])};
      l.pen.colour = l.fill = series_colour(0);
      l.symbol = x.fit.omega[k] > 1e-6 ? Symbol::circle : Symbol::cross;
      l.size = x.fit.omega[k] > 1e-6 ? 1.2 + 4 * std::sqrt(x.fit.omega[k] / most) : 1.6;
      chart.layers.push_back(std::move(l));
      if (names.size() <= 60) chart.x.ticks.emplace_back(double(k + 1), names[k]);
    }
    if (chart.x.ticks.empty()) chart.x.title = "Controls";
    chart.x.low = 0, chart.x.high = double(names.size() + 1);
    std::vector<std::size_t> marks;
    for (std::size_t k = 0; k < chart.layers.size(); ++k) marks.push_back(k);
    finish_synthetic_figure(std::move(chart), q, "weights", d.times[x.adoption], q.weight_options, marks, c, out);
  }
}

}  // namespace

Output estimate_synthetic(const SyntheticRequest& q, const Context& c) {
  Output notes;
  const DidData d = read_did(q.data, c);
  const numeric::SyntheticPanel p = synthetic_panel(d, q, notes);
  numeric::SyntheticCohorts fit;
  double variance = 0;
  compute(c, [&](numeric::Progress& progress) {
    fit = numeric::synthetic_cohorts(p);
    variance = synthetic_variance(q, p, fit, progress);
    return 0;
  });
  Coefficients k;
  k.names = {"ATT"}, k.b = {fit.effect};
  k.V = numeric::Matrix(1, 1, variance);
  Results e = begin_estimates(q.cmd, "Synthetic difference-in-differences", depvar_name(q.data.y), c);
  const double treated = double(d.unit.count - fit.controls.size());
  post_scalars(e, {{"N", double(d.n())}, {"N_units", double(d.unit.count)}, {"N_treated_units", treated},
                   {"N_cohorts", double(fit.cohorts.size())}, {"N_control", double(fit.controls.size())},
                   {"N_treated", treated}, {"N_clust", double(d.unit.count)},
                   {"T0", double(fit.cohorts[0].adoption)}, {"ATT", fit.effect}, {"zeta", fit.cohorts[0].fit.zeta},
                   {"se", q.vce == "noinference" ? NAN : std::sqrt(variance)}});
  if (q.vce == "placebo" || q.vce == "bootstrap") e.scalar("reps", q.reps);
  e.macro("method", q.method).macro("vce", q.vce).macro("estimator", "sdid");
  if (q.vce != "noinference") e.macro("clustvar", d.id);
  e.macro("gvar", d.treatment).macro("ivar", d.id).macro("tvar", d.time_name).macro("control", "never");
  post_synthetic(d, p, fit, c, e);
  Output out = did_output(std::move(e), d, k, level_or_default(q.data.level, c), std::move(notes), c);
  if (fit.cohorts.size() > 1) out.document.append(cohort_table(d, fit));
  show_synthetic_weights(d, fit, q.method, c, out);
  out.line("Standard error: " + q.vce + (q.vce == "placebo" || q.vce == "bootstrap"
                                             ? ", " + std::to_string(q.reps) + " replications" : ""));
  if (q.weights) add_unit_weights(d, p, fit, q, c, out);
  if (q.trends) add_trends(d, p, fit, q, c, out);
  return out;
}

}  // namespace nqp::kit
