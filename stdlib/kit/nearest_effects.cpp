#include "stdlib/kit/nearest_effects.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/matching/match.hpp"

namespace nqp::kit {

namespace {

struct Matched {
  std::vector<double> effect;          // y_i - ŷ_i with the sign of treated minus untreated
  std::vector<double> times, squares;  // K(i) and K'(i): weights as a match, and their squares
};

Matched match_all(const NearestRequest& q, const numeric::MatchSpace& space, const std::vector<double>& y,
                  const std::vector<std::uint8_t>& treated) {
  Matched m;
  m.effect.assign(y.size(), 0.0);
  m.times = m.squares = m.effect;
  std::vector<std::uint32_t> sides[2];
  for (std::size_t i = 0; i < y.size(); ++i) sides[treated[i]].push_back(static_cast<std::uint32_t>(i));
  numeric::MatchSpec spec;
  spec.neighbors = q.neighbors;
  spec.caliper = q.caliper;
  spec.ties = true;
  for (const int side : {1, 0}) {
    if (side == 0 && q.atet) break;
    numeric::match(space, sides[side], sides[1 - side], spec, [&](std::size_t t, auto who, auto weights) {
      if (who.empty())
        throw Error(459, "no match within the caliper for some observations", std::nullopt, {"widen caliper()"});
      double other = 0;
      for (std::size_t k = 0; k < who.size(); ++k) {
        other += weights[k] * y[who[k]];
        m.times[who[k]] += weights[k];
        m.squares[who[k]] += weights[k] * weights[k];
      }
      m.effect[t] = side == 1 ? y[t] - other : other - y[t];
    });
  }
  return m;
}

// Abadie and Imbens (2006), theorems 6 and 7: K² + 2K - K' for the average, K² - K' for the treated.
NearestEffect effect_of(const NearestRequest& q, const numeric::MatchSpace& space, const std::vector<double>& y,
                        const std::vector<std::uint8_t>& treated) {
  const Matched m = match_all(q, space, y, treated);
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
  return e;
}

// c = mean of f(index) (cov(z, y(1))/p + cov(z, y(0))/(1-p)), the covariances within two neighbors on the score in each
// arm (Abadie and Imbens 2016, section 4).
std::vector<double> score_covariance(const numeric::MatchSpace& space, const std::vector<double>& density,
                                     const numeric::Matrix& z, const std::vector<double>& y,
                                     const std::vector<std::uint8_t>& treated) {
  std::vector<double> c(z.cols + 1, 0.0);
  std::vector<std::uint32_t> all(y.size()), sides[2];
  for (std::size_t i = 0; i < y.size(); ++i) {
    all[i] = static_cast<std::uint32_t>(i);
    sides[treated[i]].push_back(all[i]);
  }
  numeric::MatchSpec spec;
  spec.neighbors = 2;
  spec.ties = true;
  for (const int side : {0, 1}) {
    numeric::match(space, all, sides[side], spec, [&](std::size_t i, auto who, auto) {
      const double h = static_cast<double>(who.size()), p = space.score[i];
      if (h < 2) return;
      double mean_y = 0;
      for (const std::uint32_t j : who) mean_y += y[j] / h;
      const double factor = density[i] / (side == 1 ? p : 1 - p) / static_cast<double>(y.size());
      for (std::size_t k = 0; k < z.cols; ++k) {
        double mean_z = 0, covariance = 0;
        for (const std::uint32_t j : who) mean_z += z(j, k) / h;
        for (const std::uint32_t j : who) covariance += (z(j, k) - mean_z) * (y[j] - mean_y) / (h - 1);
        c[k] += factor * covariance;
      }
    });
  }
  return c;
}

}  // namespace

NearestEffect covariate_matching_effect(const NearestRequest& q, const numeric::Matrix& x, const std::vector<double>& y,
                                        const std::vector<std::uint8_t>& treated, const command::Context& c) {
  if (x.cols == 0) throw Error(100, "nnmatch needs covariates after the outcome");
  // Stata's metric is the covariance of all rows, not the one within groups.
  const std::vector<std::uint8_t> one_group(y.size(), 0);
  const numeric::Matrix z =
      compute(c, [&](numeric::Progress&) { return numeric::mahalanobis_coordinates(x, one_group); });
  return effect_of(q, {{}, z}, y, treated);
}

NearestEffect score_matching_effect(const NearestRequest& q, const BinaryFit& score, const std::vector<double>& y,
                                    const std::vector<std::uint8_t>& treated, const command::Context& c) {
  numeric::LikelihoodSpec spec;
  spec.rows = y.size();
  spec.indices = {{score.data.x, true, {}}};
  const std::vector<double> xb = numeric::indices_at(spec, score.result.fit.b)[0];
  std::vector<double> p(xb.size()), density(xb.size());
  for (std::size_t i = 0; i < xb.size(); ++i) {
    const LinkValue v = link_value(score.link, xb[i]);
    p[i] = v.p;
    density[i] = v.density;
  }
  const numeric::MatchSpace space{p, {}};
  NearestEffect e = compute(c, [&](numeric::Progress&) { return effect_of(q, space, y, treated); });
  if (q.atet) return e;
  const std::vector<double> k = score_covariance(space, density, score.data.x, y, treated);
  const numeric::Matrix& V = score.result.fit.information_inverse;
  double less = 0;
  for (std::size_t i = 0; i < k.size(); ++i)
    for (std::size_t j = 0; j < k.size(); ++j) less += k[i] * V(i, j) * k[j];
  e.variance = std::max(e.variance - less, 0.0);
  return e;
}

}  // namespace nqp::kit
