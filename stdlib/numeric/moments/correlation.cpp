#include "stdlib/numeric/moments/correlation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {
namespace {

double cross_about(std::span<const double> x, DoubleDouble x_centre, std::span<const double> y, DoubleDouble y_centre,
                   std::span<const double> w) {
  DoubleDouble total;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const DoubleDouble product = (-x_centre + x[i]) * (-y_centre + y[i]);
    total = total + (w.empty() ? product : product * w[i]);
  }
  return total.value();
}

double sign(double v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

// Σ over groups of ties of t(t-1)f(t).
template <typename Function>
double over_ties(std::span<const double> x, const Function& f) {
  std::vector<double> sorted(x.begin(), x.end());
  std::sort(sorted.begin(), sorted.end());
  double total = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t j = i;
    while (j < sorted.size() && sorted[j] == sorted[i]) ++j;
    total += f(static_cast<double>(j - i));
    i = j;
  }
  return total;
}

}  // namespace

Covariance covariance(MatrixView x, std::span<const double> weights, WeightKind kind) {
  const Weights w = normalise_weights(weights, kind, x.rows);
  Covariance result;
  result.n = w.n;
  result.covariance = Matrix(x.cols, x.cols, undefined);
  result.correlation = Matrix(x.cols, x.cols, undefined);
  std::vector<DoubleDouble> centres;
  for (std::size_t j = 0; j < x.cols; ++j) {
    centres.push_back(weighted_sum(x.column(j), w.values) / w.sum);
    result.means.push_back(centres[j].value());
  }
  Matrix cross(x.cols, x.cols);
  for (std::size_t j = 0; j < x.cols; ++j) {
    for (std::size_t i = 0; i <= j; ++i) {
      cross(i, j) = cross(j, i) = cross_about(x.column(i), centres[i], x.column(j), centres[j], w.values);
    }
  }
  for (std::size_t j = 0; j < x.cols; ++j) {
    for (std::size_t i = 0; i < x.cols; ++i) {
      if (w.n > 1) result.covariance(i, j) = cross(i, j) / (w.n - 1);
      if (!(cross(i, i) > 0 && cross(j, j) > 0)) continue;
      const double r = cross(i, j) / (std::sqrt(cross(i, i)) * std::sqrt(cross(j, j)));
      result.correlation(i, j) = i == j ? 1.0 : std::clamp(r, -1.0, 1.0);
    }
  }
  return result;
}

double correlation(std::span<const double> x, std::span<const double> y, std::span<const double> weights) {
  if (x.size() != y.size()) throw Failure(FailureCode::conformability, "variables of different lengths");
  if (x.size() < 2) return undefined;
  const double total = weights.empty() ? static_cast<double>(x.size()) : sum(weights).value();
  const DoubleDouble mx = weighted_sum(x, weights) / total;
  const DoubleDouble my = weighted_sum(y, weights) / total;
  const double xx = sum_squares_about(x, weights, mx);
  const double yy = sum_squares_about(y, weights, my);
  if (!(xx > 0 && yy > 0)) return undefined;
  return std::clamp(cross_about(x, mx, y, my, weights) / (std::sqrt(xx) * std::sqrt(yy)), -1.0, 1.0);
}

double correlation_p_value(double r, double n) {
  if (!is_defined(r) || n < 3) return undefined;
  if (std::fabs(r) >= 1) return 0;
  return 2 * dist::ttail(n - 2, std::fabs(r) * std::sqrt((n - 2) / ((1 - r) * (1 + r))));
}

std::vector<double> ranks(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> result(x.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && x[order[j]] == x[order[i]]) ++j;
    for (std::size_t l = i; l < j; ++l) result[order[l]] = 0.5 * static_cast<double>(i + 1 + j);
    i = j;
  }
  return result;
}

double spearman(std::span<const double> x, std::span<const double> y) { return correlation(ranks(x), ranks(y)); }

Kendall kendall(std::span<const double> x, std::span<const double> y) {
  Kendall k;
  const double n = static_cast<double>(x.size());
  for (std::size_t i = 1; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) k.score += sign(x[i] - x[j]) * sign(y[i] - y[j]);
  }
  const double pairs = n * (n - 1) / 2;
  const auto tied_pairs = [](double t) { return t * (t - 1) / 2; };
  const double x_ties = over_ties(x, tied_pairs);
  const double y_ties = over_ties(y, tied_pairs);
  k.tau_a = k.score / pairs;
  k.tau_b = k.score / std::sqrt((pairs - x_ties) * (pairs - y_ties));
  // Variance under independence with ties, Kendall and Gibbons (1990), p. 66.
  const auto v = [](double t) { return t * (t - 1) * (2 * t + 5); };
  const auto three = [](double t) { return t * (t - 1) * (t - 2); };
  double variance = (v(n) - over_ties(x, v) - over_ties(y, v)) / 18;
  variance += over_ties(x, three) * over_ties(y, three) / (9 * n * (n - 1) * (n - 2));
  variance += 2 * x_ties * y_ties / (n * (n - 1));
  k.se_score = std::sqrt(variance);
  k.p = k.score == 0 ? 1 : std::min(1.0, 2 * dist::normal(-(std::fabs(k.score) - 1) / k.se_score));
  return k;
}

}  // namespace nqp::numeric
