#include "stdlib/numeric/linear/gaussian.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

double total_sum_of_squares(std::span<const double> y, std::span<const double> weights, bool centred) {
  if (y.empty()) return 0;
  DoubleDouble centre;
  if (centred) {
    const double total = weights.empty() ? static_cast<double>(y.size()) : sum(weights).value();
    centre = weighted_sum(y, weights) / total;
  }
  return sum_squares_about(y, weights, centre);
}

double gaussian_log_likelihood(double rss, double n) {
  if (!(rss > 0)) return undefined;
  constexpr double log_two_pi = 1.8378770664093454836;
  return -0.5 * n * (1 + log_two_pi + std::log(rss / n));
}

std::vector<double> column_sds(MatrixView x, bool constant, const Weights& weights) {
  std::vector<double> sds;
  for (std::size_t j = 0; j < x.cols; ++j) {
    const double ss = total_sum_of_squares(x.column(j), weights.values, true);
    sds.push_back(ss > 0 ? std::sqrt(ss / std::max(1.0, weights.n - 1)) : 1.0);
  }
  if (constant) sds.push_back(1.0);
  return sds;
}

}  // namespace nqp::numeric
