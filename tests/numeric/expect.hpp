// Expectations with relative tolerance.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric::test {

inline void expect_relative(double value, double expected, double tolerance) {
  EXPECT_NEAR(value, expected, tolerance * std::max(std::fabs(expected), 1e-300));
}

// √diag(V) against the listed standard errors, from the first coefficient on.
inline void expect_se(const Matrix& V, const std::vector<double>& expected, double tolerance) {
  for (std::size_t j = 0; j < expected.size(); ++j) expect_relative(std::sqrt(V(j, j)), expected[j], tolerance);
}

inline void expect_all(const std::vector<double>& values, const std::vector<double>& expected, double tolerance) {
  ASSERT_GE(values.size(), expected.size());
  for (std::size_t j = 0; j < expected.size(); ++j) expect_relative(values[j], expected[j], tolerance);
}

}  // namespace nqp::numeric::test
