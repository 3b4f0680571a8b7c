// The Shapiro-Wilk test of normality.
#pragma once

#include <vector>

namespace nqp::numeric {

struct ShapiroWilk {
  double w = 0, v = 0, z = 0, p = 0;
};

// Royston (1995), Applied Statistics 44, 547-551 (AS R94), for 4 to 2000 values; v compares 1 - w with its median under
// normality. With average_ties equal values share the mean of their ranks. NaN when all values are equal or their
// number is outside these bounds.
ShapiroWilk shapiro_wilk(std::vector<double> x, bool average_ties);

}  // namespace nqp::numeric
