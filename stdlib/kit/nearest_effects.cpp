#include "stdlib/kit/nearest_effects.hpp"

#include <cmath>
#include <map>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/matching/match.hpp"

namespace nqp::kit {

namespace {

struct Matched {
  std::vector<double> effect;          // y_i - ŷ_i with the sign of treated minus untreated
  std::vector<double> times, squares;  // K(i) and K'(i): weights as a match, and their squares
  std::vector<std::vector<std::uint32_t>> matches;
};

// Every target with donors of its own code.
void match_groups(const NearestRequest& q, const numeric::MatchSpace& space, const std::vector<std::uint32_t>& targets,
                  const std::vector<std::uint32_t>& donors, const numeric::MatchFound& found) {
  numeric::MatchSpec spec;
  spec.neighbors = q.neighbors;
  spec.caliper = q.caliper;
  spec.ties = true;
  if (q.exact.empty()) return numeric::match(space, targets, donors, spec, found);
  std::map<std::int32_t, std::vector<std::uint32_t>> mine, others;
  for (const std::uint32_t t : targets) mine[q.exact[t]].push_back(t);
  for (const std::uint32_t d : donors) others[q.exact[d]].push_back(d);
  for (const auto& [code, list] : mine) {
    if (others[code].empty())
      throw Error(459, "no exact matches for some observations", std::nullopt, {"ematch() wants them in both groups"});
    numeric::match(space, list, others[code], spec, found);
  }
}

// Least squares of y on the columns and a constant over the donors, each as often as it is a match.
std::vector<double> matched_slopes(const numeric::Matrix& x, const std::vector<double>& y,
                                   const std::vector<std::uint32_t>& donors, const std::vector<double>& times) {
  double total = 0, mean_y = 0;
  std::vector<double> mean(x.cols, 0.0), xy(x.cols, 0.0);
  for (const std::uint32_t i : donors) {
    total += times[i], mean_y += times[i] * y[i];
    for (std::size_t j = 0; j < x.cols; ++j) mean[j] += times[i] * x(i, j);
  }
  mean_y /= total;
  for (double& v : mean) v /= total;
  numeric::Matrix xx(x.cols, x.cols);
  for (const std::uint32_t i : donors)
    for (std::size_t j = 0; j < x.cols; ++j) {
      xy[j] += times[i] * (x(i, j) - mean[j]) * (y[i] - mean_y);
      for (std::size_t k = 0; k < x.cols; ++k) xx(j, k) += times[i] * (x(i, j) - mean[j]) * (x(i, k) - mean[k]);
    }
  return numeric::multiply(numeric::pseudo_inverse(xx).inverse, xy);
}

// x so that its Euclidean distances are those of the metric, over all rows together.
numeric::Matrix metric_coordinates(NearestMetric metric, const numeric::Matrix& x) {
  // Stata's metric is the covariance of all rows, not the one within groups.
  if (metric == NearestMetric::mahalanobis)
    return numeric::mahalanobis_coordinates(x, std::vector<std::uint8_t>(x.rows, 0));
  numeric::Matrix out = x;
  if (metric == NearestMetric::euclidean) return out;
  for (std::size_t j = 0; j < x.cols; ++j) {
    double mean = 0, squares = 0;
    for (std::size_t i = 0; i < x.rows; ++i) mean += x(i, j) / static_cast<double>(x.rows);
    for (std::size_t i = 0; i < x.rows; ++i) squares += (x(i, j) - mean) * (x(i, j) - mean);
    const double sd = std::sqrt(squares / static_cast<double>(x.rows - 1));
    for (std::size_t i = 0; i < x.rows; ++i) out(i, j) = sd > 0 ? x(i, j) / sd : 0;
  }
  return out;
}

Matched match_all(const NearestRequest& q, const numeric::MatchSpace& space, const std::vector<double>& y,
                  const std::vector<std::uint8_t>& treated) {
  Matched m;
  m.effect.assign(y.size(), 0.0);
  m.times = m.squares = m.effect;
  if (q.keep_matches) m.matches.resize(y.size());
  std::vector<std::uint32_t> sides[2];
  for (std::size_t i = 0; i < y.size(); ++i) sides[treated[i]].push_back(static_cast<std::uint32_t>(i));
  for (const int side : {1, 0}) {
    if (side == 0 && q.atet) break;
    numeric::Matrix means(q.adjusted.rows, q.adjusted.cols);  // of the matches of every target
    const auto found = [&](std::size_t t, auto who, auto weights) {
      if (who.empty())
        throw Error(459, "no match for some observations", std::nullopt, {"widen caliper(), or leave out ematch()"});
      if (q.keep_matches) m.matches[t].assign(who.begin(), who.end());
      double other = 0;
      for (std::size_t k = 0; k < who.size(); ++k) {
        other += weights[k] * y[who[k]];
        m.times[who[k]] += weights[k];
        m.squares[who[k]] += weights[k] * weights[k];
        for (std::size_t j = 0; j < means.cols; ++j) means(t, j) += weights[k] * q.adjusted(who[k], j);
      }
      m.effect[t] = side == 1 ? y[t] - other : other - y[t];
    };
    match_groups(q, space, sides[side], sides[1 - side], found);
    if (q.adjusted.cols == 0) continue;
    const std::vector<double> slope = matched_slopes(q.adjusted, y, sides[1 - side], m.times);
    for (const std::uint32_t t : sides[side])
      for (std::size_t j = 0; j < means.cols; ++j)
        m.effect[t] -= (side == 1 ? 1 : -1) * slope[j] * (q.adjusted(t, j) - means(t, j));
  }
  return m;
}

// Abadie and Imbens (2006), theorems 6 and 7: K² + 2K - K' for the average, K² - K' for the treated.
NearestEffect effect_of(const NearestRequest& q, const numeric::MatchSpace& space, const std::vector<double>& y,
                        const std::vector<std::uint8_t>& treated) {
  Matched m = match_all(q, space, y, treated);
  std::vector<double> sigma2(y.size());
  for (const int side : {0, 1}) {
    std::vector<std::uint32_t> peers;
    for (std::size_t i = 0; i < y.size(); ++i)
      if (treated[i] == side) peers.push_back(static_cast<std::uint32_t>(i));
    const std::vector<double> s = numeric::conditional_variances(space, peers, y, 1, true);
    for (std::size_t k = 0; k < peers.size(); ++k) sigma2[peers[k]] = s[k];
  }
  double n = 0, sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i)
    if (!q.atet || treated[i]) n += 1, sum += m.effect[i];
  NearestEffect e;
  e.effect = sum / n;
  double v = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double K = m.times[i];
    if (!q.atet || treated[i]) v += (m.effect[i] - e.effect) * (m.effect[i] - e.effect);
    if (!q.atet) v += sigma2[i] * (K * K + 2 * K - m.squares[i]);
    else if (!treated[i]) v += sigma2[i] * (K * K - m.squares[i]);
  }
  e.variance = v / (n * n);
  e.matches = std::move(m.matches);
  return e;
}

}  // namespace

NearestEffect covariate_matching_effect(const NearestRequest& q, const numeric::Matrix& x, const std::vector<double>& y,
                                        const std::vector<std::uint8_t>& treated, const command::Context& c) {
  if (x.cols == 0) throw Error(100, "nnmatch needs covariates after the outcome");
  const numeric::Matrix z = compute(c, [&](numeric::Progress&) { return metric_coordinates(q.metric, x); });
  return effect_of(q, {{}, z}, y, treated);
}

NearestEffect score_matching_effect(const NearestRequest& q, const BinaryFit& score, const std::vector<double>& y,
                                    const std::vector<std::uint8_t>& treated, const command::Context& c) {
  const numeric::FittedScore fitted = fitted_score(score);
  const numeric::MatchSpace space{fitted.p, {}};
  return compute(c, [&](numeric::Progress&) {
    NearestEffect e = effect_of(q, space, y, treated);
    const double added = numeric::score_adjustment({q.atet, q.neighbors, e.effect}, fitted, score.data.x,
                                                   score.result.fit.information_inverse, y, treated);
    e.variance = std::max(e.variance + added, 0.0);
    return e;
  });
}

}  // namespace nqp::kit
