#include "stdlib/numeric/linalg/double_double.hpp"

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

DoubleDouble sum(std::span<const double> x) {
  DoubleDouble total;
  for (const double value : x) total = total + value;
  return total;
}

DoubleDouble weighted_sum(std::span<const double> x, std::span<const double> weights) {
  return weights.empty() ? sum(x) : dot(x, weights);
}

DoubleDouble dot(std::span<const double> x, std::span<const double> y) {
  DoubleDouble total;
  for (std::size_t i = 0; i < x.size(); ++i) total = total + two_product(x[i], y[i]);
  return total;
}

double mean(std::span<const double> x, std::span<const double> weights) {
  if (x.empty()) return undefined;
  if (weights.empty()) return (sum(x) / static_cast<double>(x.size())).value();
  return (weighted_sum(x, weights) / sum(weights).value()).value();
}

double sum_squares_about(std::span<const double> x, std::span<const double> weights, DoubleDouble centre) {
  DoubleDouble total;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const DoubleDouble deviation = -centre + x[i];
    const DoubleDouble square = deviation * deviation;
    total = total + (weights.empty() ? square : square * weights[i]);
  }
  return total.value();
}

}  // namespace nqp::numeric
