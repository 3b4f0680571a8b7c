// Tests for spatial dependence in the residuals of a linear regression.
#pragma once

#include <span>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct SpatialDependence {
  double moran = 0, moran_expected = 0, moran_sd = 0;
  double error = 0, robust_error = 0, lag = 0, robust_lag = 0;  // Lagrange multipliers, chi2(1)
};

// y = X b + e by least squares; x holds the constant as a column and has full rank. w is n × n with a zero diagonal; y
// and x have n rows, or n rows for each of several periods, one period after the other, in which w is the same.
// Sources: Cliff and Ord (1981), section 8.3, for the moments of Moran's I of residuals; Anselin, Bera, Florax and Yoon
// (1996), Regional Science and Urban Economics 26, 77-104, for the multipliers. Failures: conformability,
// insufficient_observations.
SpatialDependence spatial_dependence(std::span<const double> y, MatrixView x, MatrixView w);

}  // namespace nqp::numeric
