// predict after teffects: effects, potential outcomes, conditional means and scores of the rows of e(sample).
#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/prediction.hpp"
#include "stdlib/kit/treatment_models.hpp"

namespace nqp::kit {
namespace {

using command::Context;

// tlevel(): 0 or 1, the first of them by default.
int wanted_level(const PredictionRequest& r) {
  if (r.outcome.empty() || r.outcome == "0" || r.outcome == "#1") return 0;
  if (r.outcome == "1" || r.outcome == "#2") return 1;
  throw Error(198, "tlevel(" + r.outcome + ") not allowed", std::nullopt, {"the treatment is 0 or 1"});
}

std::vector<double> over_frame(const std::vector<double>& values, const EstimationSample& s, const Context& c) {
  std::vector<double> out(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < s.rows.size(); ++i) out[s.rows[i]] = values[i];
  return out;
}

// Linear predictions of the outcome models of both groups.
std::vector<double> conditional_means(const PredictionRequest& r, int level) {
  const Context& c = r.context;
  const TreatmentModels m = last_treatment_models(c);
  const EstimationSample s = last_sample(c);
  const std::vector<double> y = term_values(m.y[0], s, c);
  const std::vector<std::uint8_t> d = treated_rows(m, s, c);
  const numeric::Matrix x = outcome_columns(m, s, y, c);
  numeric::EffectSpec spec;
  spec.method = effect_method(m.method), spec.y = y, spec.treated = d, spec.outcome_x = x;
  if (r.e.macro_or("stat") == "atet") spec.target = numeric::EffectTarget::atet;
  BinaryFit score;
  if (m.method != "ra") {
    score = fit_treatment_score(m, {}, s.use, c);
    spec.treatment_x = score.data.x, spec.propensity = score.result.fit.b;
    spec.link = m.probit ? numeric::TreatmentLink::probit : numeric::TreatmentLink::logit;
  }
  const numeric::EffectFit fit = compute(c, [&](numeric::Progress& p) { return numeric::treatment_effect(spec, p); });
  const std::vector<double>& b = fit.outcome_b[level];
  std::vector<double> out(x.rows, b.back());
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) out[i] += b[j] * x(i, j);
  return over_frame(out, s, c);
}

std::vector<double> difference_of_means(const PredictionRequest& r) {
  std::vector<double> one = conditional_means(r, 1);
  const std::vector<double> zero = conditional_means(r, 0);
  for (std::size_t i = 0; i < one.size(); ++i)
    if (!data::is_missing(one[i])) one[i] -= zero[i];
  return one;
}

std::vector<double> scores_of_level(const PredictionRequest& r) {
  const Context& c = r.context;
  const int level = wanted_level(r);
  const TreatmentModels m = last_treatment_models(c);
  const EstimationSample s = last_sample(c);
  std::vector<double> p = fitted_score(fit_treatment_score(m, {}, s.use, c)).p;
  for (double& v : p) v = level == 1 ? v : 1 - v;
  return over_frame(p, s, c);
}

// Outcomes of both levels: the own one and the mean of the matches that generate() kept.
struct MatchedOutcomes {
  std::vector<double> level[2];
};

MatchedOutcomes matched_outcomes(const PredictionRequest& r) {
  const Context& c = r.context;
  const std::string stub = r.e.macro_or("generate");
  if (stub.empty())
    throw Error(321, "predict needs the matches", std::nullopt,
                {"teffects " + r.e.macro_or("subcmd") + " …, generate(stub) keeps them"});
  const TreatmentModels m = last_treatment_models(c);
  const EstimationSample s = last_sample(c);
  const std::vector<std::uint8_t> d = treated_rows(m, s, c);
  const std::vector<double> y = over_frame(term_values(m.y[0], s, c), s, c);
  std::vector<double> sum(c.frame.rows, 0.0), n(c.frame.rows, 0.0);
  for (int k = 1; k <= static_cast<int>(r.e.scalar_or("k_nnmax", 0)); ++k) {
    const data::Column& match = c.numeric(stub + std::to_string(k));
    for (const data::Row row : s.rows) {
      const double at = match.number(row);
      if (data::is_missing(at) || at < 1 || at > static_cast<double>(y.size())) continue;
      sum[row] += y[static_cast<std::size_t>(at) - 1], n[row] += 1;
    }
  }
  MatchedOutcomes out;
  out.level[0] = out.level[1] = std::vector<double>(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < s.rows.size(); ++i) {
    const data::Row row = s.rows[i];
    out.level[d[i]][row] = y[row];
    if (n[row] > 0) out.level[1 - d[i]][row] = sum[row] / n[row];
  }
  return out;
}

std::vector<double> matched_effects_of_rows(const PredictionRequest& r) {
  MatchedOutcomes m = matched_outcomes(r);
  for (std::size_t i = 0; i < m.level[1].size(); ++i) {
    double& v = m.level[1][i];
    v = data::is_missing(v) || data::is_missing(m.level[0][i]) ? data::missing : v - m.level[0][i];
  }
  return m.level[1];
}

}  // namespace

const std::vector<PredictionStatistic>& treatment_effect_statistics(const std::string& method) {
  static const PredictionStatistic score{"ps", "Propensity score", scores_of_level, true};
  static const PredictionStatistic mean{
      "CMean", "Conditional mean", [](const PredictionRequest& r) { return conditional_means(r, wanted_level(r)); },
      true};
  static const PredictionStatistic effect{"te", "Treatment effect", difference_of_means, true};
  static const PredictionStatistic matched{"te", "Treatment effect", matched_effects_of_rows, true};
  static const PredictionStatistic outcome{
      "po", "Potential outcome",
      [](const PredictionRequest& r) { return matched_outcomes(r).level[wanted_level(r)]; }, true};
  static const std::vector<PredictionStatistic> ra = {effect, mean}, ipw = {score}, both = {effect, mean, score},
                                                nearest = {matched, outcome}, scored = {matched, outcome, score};
  if (method == "ra") return ra;
  if (method == "ipw") return ipw;
  if (method == "nnmatch") return nearest;
  return method == "psmatch" ? scored : both;
}

}  // namespace nqp::kit
