#include "stdlib/kit/imputed_effects.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/imputed_estimands.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/numeric/did/imputation.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

using Work = ImputationWork;

void date_earlier(double periods, DidData& d) {
  for (double& g : d.unit_cohort) g -= g != 0 ? periods : 0;
  for (std::size_t i = 0; i < d.n(); ++i) {
    if (d.cohort[i] == 0) continue;
    d.cohort[i] -= periods;
    d.treated[i] = d.time[i] >= d.cohort[i] ? 1 : 0;
  }
}

Work prepare(const ImputationRequest& q, const Context& c) {
  Work w;
  w.request = q.data;
  if (q.effects.empty()) {
    const std::string id = q.data.id.empty() && c.frame.panel ? c.frame.panel->panel : q.data.id;
    const std::string time = q.data.time.empty() && c.frame.panel ? c.frame.panel->time : q.data.time;
    if (!id.empty() && !time.empty()) w.effects = parse_absorb(id + " " + time, c);
  } else if (q.effects != ".") {
    w.effects = parse_absorb(q.effects, c);
  }
  Needed needed;
  require(w.effects, needed);
  w.request.groups.insert(w.request.groups.end(), needed.groups.begin(), needed.groups.end());
  w.d = read_did(w.request, c);
  if (q.shift != 0) date_earlier(q.shift, w.d);
  for (std::size_t i = 0; i < w.d.n(); ++i) {
    const bool soon = w.d.cohort[i] != 0 && w.d.time[i] >= w.d.cohort[i] - q.data.anticipation;
    w.treated.push_back(w.d.treated[i] != 0 || soon ? 1 : 0);
  }
  w.clusters = cluster_codes(w.d, w.request, c);
  return w;
}

struct Pretrends {
  std::vector<double> b;
  numeric::Matrix V;
  double F = 0, df = 0, df_r = 0, p = 0;
};

std::vector<std::int32_t> pick_estimands(const std::vector<std::int32_t>& v, const std::vector<std::size_t>& rows) {
  std::vector<std::int32_t> out;
  for (const std::size_t i : rows) out.push_back(v[i]);
  return out;
}

// Periods before treatment of the j-th dummy: those of anticipation are not tested.
double before_effects(const ImputationRequest& q, std::size_t j) {
  return static_cast<double>(j + 1) + q.data.anticipation;
}

// Dummies of the periods before treatment in a regression on untreated rows.
Pretrends pretrends(const ImputationRequest& q, const Work& w, const Context& c) {
  const std::vector<double> rel = w.d.relative();
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < w.d.n(); ++i)
    if (!w.treated[i]) rows.push_back(i);
  const std::size_t k = static_cast<std::size_t>(q.pretrends), m = w.d.design.x.cols;
  numeric::Matrix x(rows.size(), k + m);
  std::vector<double> y, weights;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::size_t i = rows[r];
    y.push_back(w.d.y[i]);
    if (!w.d.sample.weights.empty()) weights.push_back(w.d.sample.weights[i]);
    for (std::size_t j = 0; j < k; ++j) x(r, j) = rel[i] / q.delta == -before_effects(q, j) ? 1.0 : 0.0;
    for (std::size_t j = 0; j < m; ++j) x(r, k + j) = w.d.design.x(i, j);
  }
  const AbsorbedEffects absorbed(w.effects, w.d.sample, c);
  std::vector<std::vector<std::int32_t>> codes;
  for (const GroupCodes& g : absorbed.groups()) codes.push_back(pick_estimands(g.codes, rows));
  numeric::AbsorbedSpec spec;
  spec.y = y, spec.x = x, spec.weights = weights, spec.weight_kind = w.d.sample.weight_kind;
  for (const auto& v : codes) spec.effects.push_back(numeric::Effect{v});
  const std::vector<std::int32_t> clusters = pick_estimands(w.clusters.codes, rows);
  const numeric::VceSpec vce{numeric::VceKind::cluster, {clusters}};
  const numeric::AbsorbedFit fit =
      compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, vce, p); });
  Pretrends out;
  out.V = numeric::Matrix(k, k);
  std::vector<std::size_t> tested;
  for (std::size_t j = 0; j < k; ++j) {
    out.b.push_back(fit.b[j]);
    if (!fit.omitted[j]) tested.push_back(j);
    for (std::size_t l = 0; l < k; ++l) out.V(j, l) = fit.V(j, l);
  }
  const numeric::Wald test = numeric::wald_zero(tested, out.b, out.V);
  out.F = test.F, out.df = test.df, out.df_r = fit.df_r;
  out.p = numeric::dist::Ftail(test.df, fit.df_r, test.F);
  return out;
}

Coefficients joined_coefficients(const std::vector<ImputationEstimand>& list, const numeric::ImputedAverages& a,
                                 const Pretrends* pre, const ImputationRequest& q, std::string& suppressed) {
  Coefficients k;
  const std::size_t m = list.size(), p = pre ? pre->b.size() : 0;
  k.V = numeric::Matrix(m + p, m + p);
  std::vector<bool> out(m, false);
  for (std::size_t i = 0; i < m; ++i) {
    double size = 0;
    for (const double v : list[i].w) size += std::fabs(v);
    out[i] = size * size * a.effective[i] < q.min_effective;  // as if the weights summed to one
    if (out[i]) suppressed += (suppressed.empty() ? "" : " ") + list[i].name;
    k.names.push_back(list[i].name);
    k.b.push_back(out[i] ? 0 : a.effect[i]);
  }
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < m; ++j) k.V(i, j) = out[i] || out[j] ? 0 : a.V(i, j);
  for (std::size_t i = 0; i < p; ++i) {
    k.names.push_back(q.agg.empty() ? "pre" + std::to_string(i + 1) : relative_name(-before_effects(q, i)));
    k.b.push_back(pre->b[i]);
    for (std::size_t j = 0; j < p; ++j) k.V(m + i, m + j) = pre->V(i, j);
  }
  return k;
}

void save_variable(const std::string& name, const std::string& label, const EstimationSample& s,
                   const std::vector<double>& values, Output& out, const Context& c) {
  data::Frame f = out.frame ? *out.frame : c.frame;
  std::vector<double> column(f.rows, data::missing);
  for (std::size_t i = 0; i < s.rows.size(); ++i) column[s.rows[i]] = stored(values[i]);
  data::Variable v;
  v.name = name, v.label = label;
  v.column = data::make_numeric(data::Storage::double_, column);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
  out.frame = std::move(f);
}

// Rows that stay: untreated ones of the model and treated ones whose effect can be imputed.
std::size_t handle_impossible(const ImputationRequest& q, const Work& w, const std::vector<std::uint8_t>& cannot,
                              Output& notes) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < cannot.size(); ++i) count += w.treated[i] && cannot[i] ? 1 : 0;
  if (count == 0) return 0;
  if (!q.autosample)
    throw Error(198, fmt::format("could not impute the untreated outcome of {} treated observations", count),
                std::nullopt,
                {"units never seen untreated, or periods without untreated units", "autosample leaves them out"});
  notes.line(
      fmt::format("note: {} treated observations whose untreated outcome cannot be imputed are left out.", count),
      report::Style::note);
  return count;
}

}  // namespace

Output estimate_imputation(const ImputationRequest& q, const Context& c) {
  if (!q.save_effects.empty()) check_new_name(c, q.save_effects);
  Work w = prepare(q, c);
  Output notes;
  if (std::find(w.treated.begin(), w.treated.end(), 1) == w.treated.end())
    throw Error(459, "no treated observations", std::nullopt, {w.d.treatment + " marks none in the sample"});
  if (std::find(w.treated.begin(), w.treated.end(), 0) == w.treated.end())
    throw Error(459, "no untreated observations", std::nullopt,
                {"untreated outcomes are imputed from them; " + w.d.treatment + " marks every row as treated"});
  const AbsorbedEffects absorbed(w.effects, w.d.sample, c);
  const numeric::UntreatedModel model{w.d.y, w.d.design.x, absorbed.effects(), w.d.sample.weights, w.treated};
  const numeric::UntreatedFit fit =
      compute(c, [&](numeric::Progress& p) { return numeric::UntreatedFit(model, p); });
  const std::size_t dropped = handle_impossible(q, w, fit.cannot_impute(), notes);
  const std::vector<ImputationEstimand> list = imputation_estimands(q, w, fit.cannot_impute(), c);
  if (list.empty()) throw Error(459, "no effect can be imputed");
  numeric::Matrix weights(w.d.n(), list.size());
  for (std::size_t k = 0; k < list.size(); ++k)
    std::copy(list[k].w.begin(), list[k].w.end(), weights.column(k).begin());
  for (std::size_t j = 0; j < list.size() && q.save_weights; ++j) check_new_name(c, "__w_" + list[j].name);
  const std::vector<std::int32_t> cells = imputation_cells(q, w, c);
  const numeric::ImputationSpec spec{w.treated, w.clusters.codes, cells, q.leave_out};
  const numeric::ImputedAverages averages =
      compute(c, [&](numeric::Progress& p) { return numeric::imputed_averages(spec, fit, weights, p); });
  std::optional<Pretrends> pre;
  if (q.pretrends > 0) pre = pretrends(q, w, c);

  const double level = level_or_default(q.data.level, c);
  std::string suppressed;
  const Coefficients k = joined_coefficients(list, averages, pre ? &*pre : nullptr, q, suppressed);
  if (!suppressed.empty())
    notes.line(fmt::format("WARNING: {} not reported: fewer than {:g} effective observations. Option minn(0) reports "
                           "all.", suppressed, q.min_effective), report::Style::note);
  Results e = begin_estimates(q.cmd, "Difference-in-differences by imputation", depvar_name(q.data.y), c);
  post_did(w.d, q.estimator, static_cast<double>(w.clusters.count), e);
  const double untreated = static_cast<double>(fit.untreated());
  const double treated = static_cast<double>(w.d.n() - fit.untreated() - dropped);
  e.scalar("N", untreated + treated).scalar("Nc", untreated).scalar("Nt", treated);
  e.scalar("Niter", 1);  // the weights are solved for at once
  e.macro("agg", q.agg).macro("droplist", suppressed);
  if (dropped > 0) e.scalar("autosample_drop", static_cast<double>(dropped));
  if (pre)
    post_scalars(e, {{"pre_F", pre->F}, {"pre_df", pre->df}, {"pre_df_r", pre->df_r}, {"pre_p", pre->p}});
  std::vector<EventEffect> events;
  for (int h = q.pretrends; pre && h >= 1; --h) {
    const auto j = static_cast<std::size_t>(h - 1);
    events.push_back({-before_effects(q, j), pre->b[j], std::sqrt(pre->V(j, j)), 0});
  }
  for (std::size_t j = 0; j < list.size(); ++j) {
    const std::string& name = list[j].name;
    const bool early = name.rfind("Tm", 0) == 0;
    const bool horizon =
        name.size() > 2 && (early || name.rfind("Tp", 0) == 0 || (name.rfind("tau", 0) == 0 && name.size() > 3)) &&
        name.find('_') == std::string::npos;
    if (!horizon || suppressed.find(name) != std::string::npos) continue;
    const double n = static_cast<double>(
        std::count_if(list[j].w.begin(), list[j].w.end(), [](double v) { return v != 0; }));
    const double at = (early ? -1 : 1) * std::stod(name.substr(name[0] == 't' ? 3 : 2));
    events.push_back({at, averages.effect[j], std::sqrt(averages.V(j, j)), n});
  }
  if (!events.empty()) e.matrix("event", event_rows(events, level, 0));
  post_weight(e, q.data.weight);
  Output out = did_output(std::move(e), w.d, k, level, std::move(notes), c);
  out.line(fmt::format("Observations: {:.0f} untreated (Nc), {:.0f} treated (Nt)", untreated, treated));
  if (pre)
    out.line(fmt::format("Test of pre-trends: F({:.0f}, {:.0f}) = {:.4f}, p = {:.4f}; a separate regression on "
                         "untreated observations.", pre->df, pre->df_r, pre->F, pre->p));
  for (std::size_t i = 0; i < w.d.n(); ++i)
    if (w.treated[i] && fit.cannot_impute()[i]) out.sample[w.d.sample.rows[i]] = 0;
  if (!q.save_effects.empty()) {
    std::vector<double> effects = fit.effect();
    for (std::size_t i = 0; i < effects.size(); ++i)
      if (!w.treated[i]) effects[i] = std::nan("");
    save_variable(q.save_effects, "imputed effects", w.d.sample, effects, out, c);
  }
  if (q.save_weights) {
    // Of treated rows those of the estimand, of untreated ones -Z0(Z0'Z0)^-1 Z1'w.
    const numeric::Matrix back = fit.carried_back(weights);
    for (std::size_t j = 0; j < list.size(); ++j) {
      std::vector<double> v(w.d.n());
      for (std::size_t i = 0; i < v.size(); ++i) v[i] = w.treated[i] ? weights(i, j) : back(i, j);
      save_variable("__w_" + list[j].name, "weights of " + list[j].name, w.d.sample, v, out, c);
    }
  }
  return out;
}

}  // namespace nqp::kit
