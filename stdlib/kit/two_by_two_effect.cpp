#include "stdlib/kit/two_by_two_effect.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/did/repeated_sections.hpp"
#include "stdlib/numeric/did/two_by_two.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

std::vector<double> two_by_two_outcomes(const std::string& name, const EstimationSample& s, const Context& c) {
  std::vector<double> out(s.size());
  c.numeric(name).read_rows(s.rows, out.data());
  return out;
}

std::vector<double> zero_one(const std::string& name, const EstimationSample& s, const Context& c) {
  std::vector<double> out = two_by_two_outcomes(name, s, c);
  for (const double v : out)
    if (v != 0 && v != 1) throw Error(459, name + " must be 0 or 1");
  return out;
}

// Means of the four cells, and the differences.
report::Document means_table(const std::vector<double>& y, const std::vector<double>& w,
                             const std::vector<double>& group, const std::vector<double>& post) {
  double sum[2][2] = {}, weight[2][2] = {};
  for (std::size_t i = 0; i < y.size(); ++i) {
    const int g = group[i] != 0, p = post[i] != 0;
    const double v = w.empty() ? 1.0 : w[i];
    sum[g][p] += v * y[i], weight[g][p] += v;
  }
  const auto mean = [&](int g, int p) { return weight[g][p] > 0 ? sum[g][p] / weight[g][p] : data::missing; };
  using report::Align, report::number_cell, report::text_cell;
  report::Table t;
  t.columns = {{12, 0, false}, {10, 1, true}, {10, 2, false}, {10, 2, false}};
  t.rule();
  t.row({text_cell("Mean of y"), text_cell("Before", Align::right), text_cell("After", Align::right),
         text_cell("Difference", Align::right)});
  t.rule();
  for (const int g : {1, 0})
    t.row({text_cell(g ? "Treated" : "Control"), number_cell(mean(g, 0), "%9.0g"), number_cell(mean(g, 1), "%9.0g"),
           number_cell(data::checked(mean(g, 1) - mean(g, 0)), "%9.0g")});
  t.rule();
  report::Document d;
  d.add(std::move(t));
  return d;
}

}  // namespace

Output estimate_two_by_two(const TwoByTwoRequest& q, const Context& c) {
  if (q.group.empty() || q.post.empty())
    throw Error(198, "options treatgroup() and post() required", std::nullopt,
                {"two 0/1 variables: the treated group and the periods after"});
  Needed needed{q.data.y, {q.group, q.post}};
  needed.terms.insert(needed.terms.end(), q.data.x.begin(), q.data.x.end());
  needed.groups.insert(needed.groups.end(), q.vce.variables.begin(), q.vce.variables.end());
  DidData d;
  d.sample = mark_sample(c, q.data.sample, q.data.weight, needed);
  d.y = term_values(q.data.y.at(0), d.sample, c);
  d.design = make_design(q.data.x, true, d.sample, c);
  const std::vector<double> group = zero_one(q.group, d.sample, c), post = zero_one(q.post, d.sample, c);
  numeric::Matrix x(d.n(), 3);
  for (std::size_t i = 0; i < d.n(); ++i) x(i, 0) = group[i] * post[i], x(i, 1) = group[i], x(i, 2) = post[i];
  if (d.design.x.cols > 0) x = numeric::join_columns(x, d.design.x);
  const VceChoice vce = choose_vce(q.vce, "ols", d.sample, c);
  numeric::LinearSpec spec;
  spec.y = d.y, spec.x = x, spec.weights = d.sample.weights, spec.weight_kind = d.sample.weight_kind;
  const numeric::LinearFit fit =
      compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, vce.spec(), p); });
  if (fit.omitted[0])
    throw Error(459, "treatment has no variation", std::nullopt, {"a cell of the two by two is empty"});
  Coefficients k;
  k.names = {"ATT", q.group, q.post};
  for (const std::string& name : d.covariate_names()) k.names.push_back(name);
  k.names.push_back("_cons");
  for (std::size_t j = 0; j < k.names.size(); ++j)
    if (fit.omitted[j]) k.omitted.push_back(k.names[j]), k.names[j] = "o." + k.names[j];
  k.b = fit.b, k.V = fit.V;
  Results e = begin_estimates(q.cmd, "Difference-in-differences of two groups", depvar_name(q.data.y), c);
  post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F}, {"r2", fit.r2},
                   {"r2_a", fit.r2_a}, {"rmse", fit.rmse}, {"rss", fit.rss}});
  e.macro("estimator", "2x2").macro("agg", "simple");
  post_vce(vce, fit.N_clust, e);
  post_weight(e, q.data.weight);
  Output out = did_output(std::move(e), d, k, level_or_default(q.data.level, c), {}, c);
  out.document.append(means_table(d.y, d.sample.weights, group, post));
  return out;
}

namespace {

// Rows of two periods as one sample: repeated cross sections, or the changes of units seen in both.
struct TwoPeriodData {
  DidData d;
  std::vector<double> treat;
  double early = 0, late = 0;
};

TwoPeriodData two_periods(const DoublyRobustRequest& q, const Context& c) {
  Needed needed{q.data.y, {q.data.time, q.treatment}};
  if (!q.data.id.empty()) needed.groups.push_back(q.data.id);
  needed.terms.insert(needed.terms.end(), q.data.x.begin(), q.data.x.end());
  needed.groups.insert(needed.groups.end(), q.data.clusters.begin(), q.data.clusters.end());
  TwoPeriodData out;
  DidData& d = out.d;
  d.sample = mark_sample(c, q.data.sample, q.data.weight, needed);
  d.y = term_values(q.data.y.at(0), d.sample, c);
  d.design = make_design(q.data.x, false, d.sample, c);
  d.id = q.data.id, d.time_name = q.data.time, d.treatment = q.treatment;
  d.time = two_by_two_outcomes(q.data.time, d.sample, c);
  out.treat = zero_one(q.treatment, d.sample, c);
  out.early = *std::min_element(d.time.begin(), d.time.end());
  out.late = *std::max_element(d.time.begin(), d.time.end());
  for (const double t : d.time)
    if (t != out.early && t != out.late)
      throw Error(459, "more than two periods", std::nullopt, {"drdid compares two periods; csdid takes several"});
  if (out.early == out.late) throw Error(459, "only one period");
  return out;
}

numeric::DidMethod doubly_robust_method(const std::string& name) {
  using numeric::DidMethod;
  return name == "reg" ? DidMethod::reg : name == "ipw" ? DidMethod::ipw : name == "stdipw" ? DidMethod::stdipw
         : name == "dripw" ? DidMethod::dripw : DidMethod::drimp;
}

// The effect with its influence, and the row of d that each element of the influence belongs to.
struct TwoPeriodEffect {
  numeric::TwoByTwo fit;
  std::vector<std::size_t> rows;
};

TwoPeriodEffect two_period_sections(const DoublyRobustRequest& q, const TwoPeriodData& p, const Context& c) {
  TwoPeriodEffect out;
  std::vector<std::uint8_t> treated, after;
  for (std::size_t i = 0; i < p.d.n(); ++i) {
    out.rows.push_back(i);
    treated.push_back(p.treat[i] != 0 ? 1 : 0), after.push_back(p.d.time[i] == p.late ? 1 : 0);
  }
  numeric::RepeatedSectionsSpec spec;
  spec.y = p.d.y, spec.treated = treated, spec.after = after, spec.x = p.d.design.x;
  spec.weights = p.d.sample.weights, spec.method = doubly_robust_method(q.method);
  out.fit = compute(c, [&](numeric::Progress&) { return numeric::repeated_sections(spec); });
  return out;
}

TwoPeriodEffect two_period_change(const DoublyRobustRequest& q, TwoPeriodData& p, const Context& c) {
  DidData& d = p.d;
  d.unit = group_codes(q.data.id, d.sample, c);
  constexpr std::size_t absent = static_cast<std::size_t>(-1);
  std::vector<std::size_t> before(d.unit.count, absent), after(before);
  for (std::size_t i = 0; i < d.n(); ++i)
    (d.time[i] == p.early ? before : after)[static_cast<std::size_t>(d.unit.codes[i])] = i;
  std::vector<std::size_t> units;
  for (std::size_t u = 0; u < d.unit.count; ++u)
    if (before[u] != absent && after[u] != absent) units.push_back(u);
  std::vector<double> change, weights;
  std::vector<std::uint8_t> treated;
  numeric::Matrix x(units.size(), d.design.x.cols);
  TwoPeriodEffect out;
  for (std::size_t k = 0; k < units.size(); ++k) {
    const std::size_t i = before[units[k]], j = after[units[k]];
    change.push_back(d.y[j] - d.y[i]);
    treated.push_back(p.treat[j] != 0 ? 1 : 0);
    out.rows.push_back(i);
    if (!d.sample.weights.empty()) weights.push_back(d.sample.weights[i]);
    for (std::size_t l = 0; l < x.cols; ++l) x(k, l) = d.design.x(i, l);
  }
  const numeric::DidMethod method = doubly_robust_method(q.method);
  out.fit = compute(c, [&](numeric::Progress&) {
    return numeric::two_by_two({change, treated, x, weights, method});
  });
  return out;
}

}  // namespace

Output estimate_doubly_robust(const DoublyRobustRequest& q, const Context& c) {
  const bool sections = q.data.id.empty();
  TwoPeriodData p = two_periods(q, c);
  const TwoPeriodEffect effect = sections ? two_period_sections(q, p, c) : two_period_change(q, p, c);
  const numeric::TwoByTwo& r = effect.fit;
  using State = numeric::TwoByTwo::State;
  if (r.state == State::no_treated || r.state == State::no_controls) throw Error(459, "one of the groups is empty");
  if (r.state == State::no_overlap)
    throw Error(459, "overlap condition violated", std::nullopt, {"covariates separate treated units from controls"});
  if (r.state == State::singular) throw Error(2001, "insufficient observations");
  // Σφ²/n², as R's DRDID; cluster sums get the factor G/(G-1).
  const double n = static_cast<double>(effect.rows.size());
  double V = 0;
  double clusters = n;
  if (q.data.clusters.empty()) {
    for (const double f : r.influence) V += f * f / (n * n);
  } else {
    const GroupCodes codes = group_codes(q.data.clusters[0], p.d.sample, c);
    std::map<std::int32_t, double> sums;
    for (std::size_t k = 0; k < effect.rows.size(); ++k) sums[codes.codes[effect.rows[k]]] += r.influence[k];
    clusters = static_cast<double>(sums.size());
    for (const auto& [code, sum] : sums) V += sum * sum / (n * n) * clusters / (clusters - 1);
  }
  Coefficients k;
  k.names = {"ATT"}, k.b = {r.att}, k.V = numeric::Matrix(1, 1, V);
  Results e = begin_estimates("drdid", "Doubly robust difference-in-differences", depvar_name(q.data.y), c);
  post_scalars(e, {{"N", sections ? n : 2 * n}, {"N_units", n}, {"N_treated", r.n_treated}, {"N_control", r.n_control}});
  if (sections) e.macro("datatype", "rcs");
  e.macro("method", q.method).macro("ivar", q.data.id).macro("tvar", q.data.time).macro("treatvar", q.treatment);
  if (!q.data.clusters.empty()) {
    e.scalar("N_clust", clusters);
    e.macro("vce", "cluster").macro("vcetype", "Robust").macro("clustvar", q.data.clusters[0]);
  }
  post_weight(e, q.data.weight);
  return did_output(std::move(e), p.d, k, level_or_default(q.data.level, c), {}, c);
}

}  // namespace nqp::kit
