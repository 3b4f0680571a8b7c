#include "stdlib/kit/matching_effects.hpp"

#include <algorithm>
#include <cmath>

namespace nqp::kit {
namespace {

struct MatchedMoments {
  double n = 0, mean = 0, variance = 0;
};

template <class Keep>
std::vector<std::uint32_t> rows_where(std::size_t rows, Keep&& keep) {
  std::vector<std::uint32_t> out(rows);
  std::size_t n = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    out[n] = static_cast<std::uint32_t>(i);
    n += keep(i) ? 1 : 0;  // without a branch that nobody could foresee
  }
  out.resize(n);
  return out;
}

MatchedMoments matched_moments(const std::vector<double>& y, const std::vector<std::uint32_t>& rows) {
  MatchedMoments m;
  m.n = static_cast<double>(rows.size());
  for (const std::uint32_t i : rows) m.mean += y[i];
  m.mean /= m.n;
  for (const std::uint32_t i : rows) m.variance += (y[i] - m.mean) * (y[i] - m.mean);
  m.variance /= m.n - 1;
  return m;
}

// Difference of raw means with the pooled variance.
MatchedEffect unmatched(const std::vector<double>& y, const MatchVariables& v) {
  const MatchedMoments t = matched_moments(y, rows_where(y.size(), [&](std::size_t i) { return v.treated[i] == 1; }));
  const MatchedMoments c = matched_moments(y, rows_where(y.size(), [&](std::size_t i) { return v.treated[i] == 0; }));
  const double pooled = ((t.n - 1) * t.variance + (c.n - 1) * c.variance) / (t.n + c.n - 2);
  return {t.mean, c.mean, t.mean - c.mean, std::sqrt(pooled * (1 / t.n + 1 / c.n))};
}

// Effect on one side: means of the targets and of their matches, and the standard error of Lechner (2001) or of Abadie
// and Imbens (2006).
MatchedEffect on_side(double side, const std::vector<double>& y, const std::vector<double>& matched,
                      const std::vector<double>& weight, const MatchVariables& v) {
  const std::vector<std::uint32_t> targets = rows_where(y.size(), [&](std::size_t i) {
    return (v.treated[i] == side) & (v.support[i] == 1) & !data::is_missing(matched[i]);
  });
  const std::vector<std::uint32_t> donors = rows_where(y.size(), [&](std::size_t i) {
    return (v.treated[i] == 1 - side) & !data::is_missing(weight[i]) & (weight[i] != 0);
  });
  const MatchedMoments own = matched_moments(y, targets), other = matched_moments(y, donors);
  double sum = 0, squares = 0;
  for (const std::uint32_t i : targets) sum += matched[i];
  for (const std::uint32_t i : donors) squares += weight[i] * weight[i];
  const double counterfactual = sum / own.n;
  MatchedEffect e{own.mean, counterfactual, side == 1 ? own.mean - counterfactual : counterfactual - own.mean, 0};
  e.se = std::sqrt(own.variance / own.n + other.variance * squares / (own.n * own.n));
  return e;
}

// Abadie and Imbens (2006), sections 4.2: conditional on the sample, or for the population.
double abadie_imbens_se(const MatchedRows& m, std::size_t k, const MatchVariables& v, double att, bool population) {
  double n = 0, sum = 0;
  const std::vector<double>& y = m.outcomes[k];
  for (std::size_t i = 0; i < y.size(); ++i) {
    const bool treated = v.treated[i] == 1 && v.support[i] == 1 && !data::is_missing(v.weight[i]);
    const double w = v.treated[i] == 0 && !data::is_missing(v.weight[i]) ? v.weight[i] : 0;
    if (treated) n += 1;
    if (!population) {
      sum += m.sigma2[k][i] * (treated ? 1 : w * w);
      continue;
    }
    if (treated) sum += std::pow(y[i] - v.matched[k][i] - att, 2);
    else sum += m.sigma2[k][i] * (w * w - m.squares[i]);
  }
  return std::sqrt(sum) / n;
}

// The variance of Abadie and Imbens (2006, theorem 7) for the average effect.
double average_variance(const MatchedRows& m, std::size_t k, const MatchResult& r, double ate) {
  const MatchVariables& v = r.variables;
  const std::vector<double>& y = m.outcomes[k];
  double n = 0, sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (v.support[i] != 1 || data::is_missing(v.matched[k][i])) continue;
    const double own = v.treated[i] == 1 ? y[i] - v.matched[k][i] : v.matched[k][i] - y[i];
    const double given = v.treated[i] == 1 ? r.total_treated[i] : v.weight[i];
    const double K = data::is_missing(given) ? 0 : given;
    n += 1, sum += (own - ate) * (own - ate) + m.sigma2[k][i] * (K * K + 2 * K - m.squares[i]);
  }
  return sum / (n * n);
}

}  // namespace

OutcomeEffects matched_effects(const MatchedRows& m, std::size_t k, const MatchArgs& a, const MatchResult& r) {
  const MatchVariables& v = r.variables;
  const std::vector<double>& y = m.outcomes[k];
  OutcomeEffects e;
  e.name = a.outcomes[k];
  e.unmatched = unmatched(y, v);
  e.att = on_side(1, y, v.matched[k], v.weight, v);
  if (a.ai > 0) e.att.se = abadie_imbens_se(m, k, v, e.att.difference, a.population);
  if (a.vce == "ai2016")
    e.att.se = std::sqrt(std::max(e.att.se * e.att.se + m.score_part(k, true, e.att.difference), 0.0));
  if (!a.ate) return e;
  e.atu = on_side(0, y, v.matched[k], r.total_treated, v);
  double n[2] = {0, 0};
  for (std::size_t i = 0; i < y.size(); ++i)
    if (v.support[i] == 1 && !data::is_missing(v.matched[k][i])) n[v.treated[i] == 1] += 1;
  e.ate.difference = (n[1] * e.att.difference + n[0] * e.atu.difference) / (n[0] + n[1]);
  if (a.vce == "ai2016")
    e.ate.se = std::sqrt(std::max(average_variance(m, k, r, e.ate.difference) +
                                      m.score_part(k, false, e.ate.difference), 0.0));
  return e;
}

}  // namespace nqp::kit
