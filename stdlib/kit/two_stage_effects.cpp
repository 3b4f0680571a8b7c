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
  std::set<double> times;
  for (std::size_t i = 0; i < d.n() && q.by_event; ++i) {
    const bool inside = q.window.size() != 2 || (rel[i] >= q.window[0] && rel[i] <= q.window[1]);
    if (d.cohort[i] != 0 && !fit.cannot_impute()[i] && rel[i] != -1 && inside) times.insert(rel[i]);
  }
  const std::vector<double> list(times.begin(), times.end());
  numeric::Matrix x2(d.n(), q.by_event ? list.size() : 1);
  for (std::size_t i = 0; i < d.n(); ++i) {
    if (!q.by_event) x2(i, 0) = d.treated[i];
    for (std::size_t j = 0; j < list.size(); ++j) x2(i, j) = d.cohort[i] != 0 && rel[i] == list[j] ? 1.0 : 0.0;
  }
  const numeric::TwoStage r = numeric::second_stage(fit, x2, d.sample.weights, clusters.codes, treated);
  Coefficients k;
  k.b = r.b, k.V = r.V;
  std::vector<EventEffect> events;
  const double level = level_or_default(q.data.level, c);
  for (std::size_t j = 0; j < list.size(); ++j) {
    k.names.push_back(relative_name(list[j]));
    const double n = static_cast<double>(std::count(rel.begin(), rel.end(), list[j]));
    events.push_back({list[j], r.b[j], std::sqrt(r.V(j, j)), n});
  }
  if (!q.by_event) k.names = {"ATT"};
  Results e = begin_estimates("did", "Two-stage difference-in-differences", depvar_name(q.data.y), c);
  post_did(d, "gardner", static_cast<double>(clusters.count), e);
  post_scalars(e, {{"N", r.N}, {"first_N", static_cast<double>(fit.untreated())}});
  e.macro("agg", q.by_event ? "event" : "simple");
  if (!events.empty()) e.matrix("event", event_rows(events, level, 0));
  post_weight(e, q.data.weight);
  Output out = did_output(std::move(e), d, k, level, std::move(notes), c);
  leave_out(fit, d.sample, out);
  return out;
}

}  // namespace nqp::kit
