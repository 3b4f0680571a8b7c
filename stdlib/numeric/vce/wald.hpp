// Tests of linear restrictions R b = r.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct Wald {
  double chi2 = 0;  // (Rb-r)'(RVR')^-(Rb-r)
  double df = 0;    // rank of RVR'
  double F = 0;     // chi2/df
};

// R is m × K, V is K × K. Restrictions with zero variance are dropped through the generalised inverse (rank falls).
// chi2 and F are NaN when the rank is 0 or V is indefinite to rounding. Failure conformability.
Wald wald(MatrixView restrictions, std::span<const double> values, std::span<const double> b, MatrixView V);

// H0: the listed coefficients are all zero.
Wald wald_zero(std::span<const std::size_t> coefficients, std::span<const double> b, MatrixView V);

}  // namespace nqp::numeric
