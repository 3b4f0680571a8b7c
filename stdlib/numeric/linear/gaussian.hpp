// Sums of squares and the Gaussian log likelihood, shared by the linear estimators.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

// Σw(y - ȳ)², or Σwy² when not centred; in double-double.
double total_sum_of_squares(std::span<const double> y, std::span<const double> weights, bool centred);

// -N/2 (1 + ln 2π + ln(RSS/N)), NaN when rss is 0. Stata's stored output has no term for analytic weights.
double gaussian_log_likelihood(double rss, double n);

// Standard deviations of the columns, then 1 for the constant: the units in which a multiway V is repaired. 1 for a
// column that does not vary.
std::vector<double> column_sds(MatrixView x, bool constant, const Weights& weights);

}  // namespace nqp::numeric
