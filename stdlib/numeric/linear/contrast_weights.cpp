#include "stdlib/numeric/linear/contrast_weights.hpp"

#include <algorithm>
#include <cmath>

namespace nqp::numeric {

std::vector<double> level_less_mean(std::size_t i, std::size_t begin, std::size_t end,
                                    std::span<const double> counts) {
  std::vector<double> w(counts.size(), 0.0);
  double total = 0;
  for (std::size_t j = begin; j < end; ++j) total += counts[j];
  for (std::size_t j = begin; j < end; ++j) w[j] = -counts[j] / total;
  w[i] += 1;
  return w;
}

Matrix polynomial_contrasts(std::span<const double> x, std::span<const double> counts) {
  const std::size_t k = x.size();
  double total = 0, mean = 0, spread = 0;
  for (std::size_t i = 0; i < k; ++i) total += counts[i], mean += counts[i] * x[i];
  std::vector<double> scaled(x.begin(), x.end());
  for (double& v : scaled) v -= mean / total, spread = std::max(spread, std::abs(v));
  for (double& v : scaled) v /= spread;
  // Gram and Schmidt twice over: what the first pass leaves of lower degrees is rounding.
  std::vector<std::vector<double>> P{std::vector<double>(k, 1.0)};
  while (P.size() < k) {
    std::vector<double> p = P.back();
    for (std::size_t i = 0; i < k; ++i) p[i] *= scaled[i];
    for (int pass = 0; pass < 2; ++pass)
      for (const std::vector<double>& q : P) {
        double along = 0;
        for (std::size_t i = 0; i < k; ++i) along += counts[i] * p[i] * q[i];
        for (std::size_t i = 0; i < k; ++i) p[i] -= along / total * q[i];
      }
    double square = 0;
    for (std::size_t i = 0; i < k; ++i) square += counts[i] * p[i] * p[i];
    for (double& v : p) v /= std::sqrt(square / total);
    P.push_back(std::move(p));
  }
  Matrix out(k - 1, k);
  for (std::size_t d = 1; d < k; ++d)
    for (std::size_t i = 0; i < k; ++i) out(d - 1, i) = counts[i] / total * P[d][i];
  return out;
}

}  // namespace nqp::numeric
