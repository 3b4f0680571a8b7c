// Covariances, correlations and ranks.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

struct Covariance {
  double n = 0;
  std::vector<double> means;
  Matrix covariance;   // divisor n - 1 (aweights normalised)
  Matrix correlation;  // NaN where a variance is zero; exactly 1 on the diagonal
};

// Columns of x are variables, rows complete cases. Failures as normalise_weights.
Covariance covariance(MatrixView x, std::span<const double> weights = {}, WeightKind kind = WeightKind::none);

// Pearson correlation; NaN when a variance is zero or n < 2.
double correlation(std::span<const double> x, std::span<const double> y, std::span<const double> weights = {});

// Two-sided p-value of r = 0 from t(n-2).
double correlation_p_value(double r, double n);

// Average ranks 1 … n, ties share the mean rank.
std::vector<double> ranks(std::span<const double> x);

double spearman(std::span<const double> x, std::span<const double> y);

struct Kendall {
  double tau_a = 0;
  double tau_b = 0;
  double score = 0;
  double se_score = 0;
  double p = 0;  // normal approximation with continuity correction
};
Kendall kendall(std::span<const double> x, std::span<const double> y);  // O(n²)

}  // namespace nqp::numeric
