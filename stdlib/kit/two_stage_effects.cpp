// Gardner's two-stage estimator as did2s, gardner and did run it.
#include <algorithm>
#include <cmath>
#include <set>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/did_result.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/imputed_effects.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/did/imputation.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;
using command::Results;

// "i.id i.year x" → effects (categorical terms without continuous parts) and covariates.
struct FirstStage {
  AbsorbRequest effects;
  command::Terms x;
};

FirstStage parse_first_stage(const std::string& text, const Context& c) {
  std::string effects, rest;
  std::string_view left = text;
  for (std::string word = take_word(left); !word.empty(); word = take_word(left)) {
    const bool categorical = word.rfind("i.", 0) == 0 || word.rfind("ib", 0) == 0;
    std::string& to = categorical && word.find("c.") == std::string::npos ? effects : rest;
    to += (to.empty() ? "" : " ") + word;
  }
  FirstStage out;
  if (!effects.empty()) out.effects = parse_absorb(effects, c);
  if (!rest.empty()) out.x = command::resolve_terms(rest, c);
  return out;
}

std::size_t count_impossible(const numeric::UntreatedFit& fit) {
  return static_cast<std::size_t>(std::count(fit.cannot_impute().begin(), fit.cannot_impute().end(), 1));
}

void note_impossible(const numeric::UntreatedFit& fit, Output& notes) {
  if (const std::size_t n = count_impossible(fit); n > 0)
    notes.line("note: " + std::to_string(n) + " observations whose untreated outcome is not identified are left out.",
               report::Style::note);
}

void leave_out(const numeric::UntreatedFit& fit, const EstimationSample& s, Output& out) {
  for (std::size_t i = 0; i < s.size(); ++i)
    if (fit.cannot_impute()[i]) out.sample[s.rows[i]] = 0;
}

// Dummies of the second stage: the treatment, or its products with cohorts or periods, or relative times but -1.
struct SecondStage {
  std::vector<double> list;   // what each column is of; empty for the treatment alone
  numeric::Matrix x;
};

SecondStage second_stage_dummies(const GardnerRequest& q, const DidData& d, const numeric::UntreatedFit& fit,
                                 const std::vector<double>& rel) {
  const bool event = q.agg == "event", simple = q.agg == "simple";
  const auto key = [&](std::size_t i) { return event ? rel[i] : q.agg == "group" ? d.cohort[i] : d.time[i]; };
  const auto part = [&](std::size_t i) { return event ? d.cohort[i] != 0 : d.treated[i] != 0; };
  std::set<double> keys;
  for (std::size_t i = 0; i < d.n() && !simple; ++i) {
    const bool inside = q.window.size() != 2 || (rel[i] >= q.window[0] && rel[i] <= q.window[1]);
    if (part(i) && !fit.cannot_impute()[i] && inside && !(event && rel[i] == -1)) keys.insert(key(i));
  }
  SecondStage out;
  out.list.assign(keys.begin(), keys.end());
  out.x = numeric::Matrix(d.n(), simple ? 1 : out.list.size());
  for (std::size_t i = 0; i < d.n(); ++i) {
    if (simple) out.x(i, 0) = d.treated[i];
    for (std::size_t j = 0; j < out.list.size(); ++j) out.x(i, j) = part(i) && key(i) == out.list[j] ? 1.0 : 0.0;
  }
  return out;
}

// Averages of cohorts weigh their units, those of periods are plain means, as in csdid.
Coefficients gardner_coefficients(const GardnerRequest& q, const DidData& d, const std::vector<double>& list,
                                  const numeric::TwoStage& r) {
  Coefficients k;
  k.b = r.b, k.V = r.V;
  if (list.empty()) k.names = {"ATT"};
  const std::string letter = q.agg == "group" ? "G" : "T";
  for (const double v : list) k.names.push_back(q.agg == "event" ? relative_name(v) : letter + text::macro_number(v));
  if (list.empty() || q.agg == "event") return k;
  double total = 0;
  for (const double v : list) total += q.agg == "group" ? static_cast<double>(d.units_of(v)) : 1;
  numeric::Matrix A(list.size() + 1, list.size());
  for (std::size_t j = 0; j < list.size(); ++j) {
    A(0, j) = (q.agg == "group" ? static_cast<double>(d.units_of(list[j])) : 1) / total;
    A(j + 1, j) = 1;
  }
  k.names.insert(k.names.begin(), letter == "G" ? "GAverage" : "CAverage");
  k.b = numeric::multiply(A, r.b), k.V = numeric::quadratic_form(A, r.V);
  return k;
}

}  // namespace

Output estimate_two_stage(const TwoStageRequest& q, const Context& c) {
  const FirstStage first = parse_first_stage(q.first_stage, c);
  Needed needed{q.y, {q.treatment, q.cluster}};
  needed.terms.insert(needed.terms.end(), first.x.begin(), first.x.end());
  needed.terms.insert(needed.terms.end(), q.second_stage.begin(), q.second_stage.end());
  require(first.effects, needed);
  const EstimationSample sample = mark_sample(c, q.sample, q.weight, needed);
  const std::vector<double> y = term_values(q.y.at(0), sample, c);
  const Design x1 = make_design(first.x, false, sample, c), x2 = make_design(q.second_stage, false, sample, c);
  std::vector<double> values(sample.size());
  c.numeric(q.treatment).read_rows(sample.rows, values.data());
  std::vector<std::uint8_t> treated;
  for (const double v : values) {
    if (v != 0 && v != 1) throw Error(459, q.treatment + " must be 0 or 1");
    treated.push_back(v != 0 ? 1 : 0);
  }
  const AbsorbedEffects absorbed(first.effects, sample, c);
  const GroupCodes clusters = group_codes(q.cluster, sample, c);
  const numeric::UntreatedModel model{y, x1.x, absorbed.effects(), sample.weights, treated};
  const numeric::UntreatedFit fit = compute(c, [&](numeric::Progress& p) { return numeric::UntreatedFit(model, p); });
  Output notes;
  note_impossible(fit, notes);
  const numeric::TwoStage r = numeric::second_stage(fit, x2.x, sample.weights, clusters.codes, treated);
  const Coefficients k = coefficients(x2, r.b, r.V, r.omitted);

  Results e = begin_estimates(q.cmd, "Two-stage difference-in-differences", depvar_name(q.y), c);
  post_scalars(e, {{"N", r.N}, {"first_N", static_cast<double>(fit.untreated())},
                   {"N_clust", static_cast<double>(clusters.count)}});
  e.macro("first_stage", q.first_stage).macro("treatment", q.treatment).macro("estimator", "gardner");
  e.macro("vce", "cluster").macro("vcetype", "Corrected Clustered").macro("clustvar", q.cluster);
  post_weight(e, q.weight);
  DidData d;
  d.sample = sample;
  Output out = did_output(std::move(e), d, k, level_or_default(q.level, c), std::move(notes), c);
  leave_out(fit, sample, out);
  return out;
}

Output estimate_gardner(const GardnerRequest& q, const Context& c) {
  DidRequest request = q.data;
  const DidData asked = read_did(request, c);
  AbsorbRequest effects = parse_absorb(q.effects.empty() ? asked.id + " " + asked.time_name : q.effects, c);
  Needed needed;
  require(effects, needed);
  request.groups = needed.groups;
  const DidData d = read_did(request, c);
  std::vector<std::uint8_t> treated;
  for (const double t : d.treated) treated.push_back(t != 0 ? 1 : 0);
  if (std::find(treated.begin(), treated.end(), 0) == treated.end())
    throw Error(459, "no untreated observations", std::nullopt,
                {"the first stage needs them; " + d.treatment + " marks every row as treated"});
  const AbsorbedEffects absorbed(effects, d.sample, c);
  const GroupCodes clusters = cluster_codes(d, request, c);
  const numeric::UntreatedModel model{d.y, d.design.x, absorbed.effects(), d.sample.weights, treated};
  const numeric::UntreatedFit fit = compute(c, [&](numeric::Progress& p) { return numeric::UntreatedFit(model, p); });
  std::size_t imputed = 0;
  for (std::size_t i = 0; i < d.n(); ++i) imputed += d.treated[i] != 0 && !fit.cannot_impute()[i] ? 1 : 0;
  if (imputed == 0)
    throw Error(459, "no effect can be imputed", std::nullopt,
                {"every period after treatment needs an untreated observation"});
  Output notes;
  note_impossible(fit, notes);

  const std::vector<double> rel = d.relative();
  const SecondStage s = second_stage_dummies(q, d, fit, rel);
  const numeric::TwoStage r = numeric::second_stage(fit, s.x, d.sample.weights, clusters.codes, treated);
  const Coefficients k = gardner_coefficients(q, d, s.list, r);
  std::vector<EventEffect> events;
  const double level = level_or_default(q.data.level, c);
  for (std::size_t j = 0; j < s.list.size() && q.agg == "event"; ++j) {
    const double n = static_cast<double>(std::count(rel.begin(), rel.end(), s.list[j]));
    if (s.list[j] > -1 && !events.empty() && events.back().relative < -1)
      events.push_back({-1, 0, 0, static_cast<double>(std::count(rel.begin(), rel.end(), -1.0))});
    events.push_back({s.list[j], r.b[j], std::sqrt(r.V(j, j)), n});
  }
  Results e = begin_estimates("did", "Two-stage difference-in-differences", depvar_name(q.data.y), c);
  post_did(d, "gardner", static_cast<double>(clusters.count), e);
  post_scalars(e, {{"N", r.N}, {"first_N", static_cast<double>(fit.untreated())}});
  e.macro("agg", q.agg);
  if (!events.empty()) e.matrix("event", event_rows(events, level, 0));
  post_weight(e, q.data.weight);
  Output out = did_output(std::move(e), d, k, level, std::move(notes), c);
  leave_out(fit, d.sample, out);
  return out;
}

}  // namespace nqp::kit
