#include "stdlib/numeric/did/multiplier_bootstrap.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

// Sums of the influence functions within clusters, over the number of units.
Matrix cluster_means(const MultiplierSpec& s) {
  const std::size_t n = s.influence.rows;
  std::size_t rows = n;
  if (!s.clusters.empty())
    rows = static_cast<std::size_t>(*std::max_element(s.clusters.begin(), s.clusters.end())) + 1;
  Matrix out(rows, s.influence.cols);
  for (std::size_t j = 0; j < s.influence.cols; ++j)
    for (std::size_t i = 0; i < n; ++i)
      out(s.clusters.empty() ? i : static_cast<std::size_t>(s.clusters[i]), j) += s.influence(i, j) / double(n);
  return out;
}

double multiplier_draw(Multiplier m, rng::Generator& g) {
  const double u = rng::uniform(g);
  if (m == Multiplier::rademacher) return u < 0.5 ? -1 : 1;
  const double root = std::sqrt(5.0);
  return u < (root + 1) / (2 * root) ? (1 - root) / 2 : (1 + root) / 2;
}

// The inverse of the empirical distribution function.
double order_statistic(std::vector<double> v, double p) {
  const auto k = static_cast<std::size_t>(std::max(1.0, std::ceil(p * double(v.size()) - 1e-9))) - 1;
  std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(k), v.end());
  return v[k];
}

}  // namespace

MultiplierBand multiplier_band(const MultiplierSpec& s, rng::Generator& generator, Progress& progress) {
  const Matrix sums = cluster_means(s);
  const auto draws = static_cast<std::size_t>(s.draws);
  Matrix values(draws, sums.cols);
  std::vector<double> v(sums.rows);
  for (std::size_t r = 0; r < draws; ++r) {
    check(progress);
    for (double& x : v) x = multiplier_draw(s.multiplier, generator);
    for (std::size_t j = 0; j < sums.cols; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < v.size(); ++i) sum += v[i] * sums(i, j);
      values(r, j) = sum;
    }
  }
  MultiplierBand out;
  const double normal_range = dist::invnormal(0.75) - dist::invnormal(0.25);
  for (std::size_t j = 0; j < sums.cols; ++j) {
    const std::vector<double> column(values.column(j).begin(), values.column(j).end());
    const double se = (order_statistic(column, 0.75) - order_statistic(column, 0.25)) / normal_range;
    out.se.push_back(se > 1e-10 ? se : undefined);
  }
  std::vector<double> largest(draws, 0.0);
  for (std::size_t r = 0; r < draws; ++r)
    for (std::size_t j = 0; j < sums.cols; ++j)
      if (is_defined(out.se[j])) largest[r] = std::max(largest[r], std::fabs(values(r, j) / out.se[j]));
  out.critical = std::max(order_statistic(largest, s.level / 100), dist::invnormal(0.5 + s.level / 200));
  return out;
}

double simultaneous_critical(MatrixView V, int draws, double level, rng::Generator& generator, Progress& progress) {
  std::vector<std::size_t> with;
  for (std::size_t i = 0; i < V.rows; ++i)
    if (V(i, i) > 0) with.push_back(i);
  Matrix correlation(with.size(), with.size());
  for (std::size_t i = 0; i < with.size(); ++i)
    for (std::size_t j = 0; j < with.size(); ++j)
      correlation(i, j) = V(with[i], with[j]) / std::sqrt(V(with[i], with[i]) * V(with[j], with[j]));
  const SymmetricEigen e = symmetric_eigen(correlation);
  std::vector<double> largest(static_cast<std::size_t>(draws), 0.0), z(with.size());
  for (double& most : largest) {
    check(progress);
    for (std::size_t k = 0; k < z.size(); ++k) z[k] = rng::normal(generator) * std::sqrt(std::max(e.values[k], 0.0));
    for (std::size_t i = 0; i < z.size(); ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < z.size(); ++k) sum += e.vectors(i, k) * z[k];
      most = std::max(most, std::fabs(sum));
    }
  }
  return std::max(order_statistic(largest, level / 100), dist::invnormal(0.5 + level / 200));
}

}  // namespace nqp::numeric
