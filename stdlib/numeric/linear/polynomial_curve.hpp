// A polynomial fitted by least squares, along a grid.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct PolynomialCurve {
  std::vector<double> x, y, half;      // `half` of the confidence interval of the mean; empty without a level
};

// y on the powers 1 … degree of x and a constant, evaluated at points + 1 places from the least to the largest x.
// `weights` empty, or analytic ones. `level` in percent; 0: no intervals. Failures as fit_linear.
PolynomialCurve polynomial_curve(std::span<const double> x, std::span<const double> y, std::span<const double> weights,
                                 std::size_t degree, double level, int points, Progress& progress);

}  // namespace nqp::numeric
