// Indicators of a composite index made comparable: direction and scale.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

enum class Direction { positive, negative, moderate };

struct Indicator {
  Direction direction = Direction::positive;
  double optimum = 0;  // of a moderate indicator
};

enum class Scaling { minmax, max, sum, vector, reversed_vector, zscore, none };

struct Normalised {
  Matrix z;                            // m × J
  std::vector<std::uint8_t> constant;  // J: the indicator does not vary (all zero under max, sum, vector); z is 0
  std::vector<double> low, high;       // J: of the values as given
};

// x is m × J, m >= 1, one indicator a column. `reference` (m, or empty for all) marks the rows from which minimum,
// maximum, sums, mean and standard deviation come; at least one is marked.
//   minmax  positive (x-min)/(max-min), negative (max-x)/(max-min)
//   max     x/max, negative min/x; sum  x/Σx, negative (1/x)/Σ(1/x); vector  x/√Σx², negative 1 - that
//   reversed_vector  the same, but negative ones are max-x before they are divided by their length
//   zscore  (x-mean)/sd with divisor n-1, negative with its sign turned; none  x
// A moderate indicator with optimum o is 1 - |x-o|/max|x-o| under every scaling but none.
// max and sum need x > 0 for negative indicators and x >= 0 for others; the caller sees to it.
Normalised normalise_indicators(Matrix x, std::span<const Indicator> indicators, Scaling scaling,
                                std::span<const std::uint8_t> reference = {});

struct NormalisedColumn {
  double low = 0, high = 0;
  bool constant = false;
};

// One indicator, in place.
NormalisedColumn normalise_indicator(std::span<double> x, const Indicator& indicator, Scaling scaling,
                                     std::span<const std::uint8_t> reference = {});

// Scaling::minmax of some rows of an indicator whose ends are known.
void minmax_rows(std::span<double> x, double low, double high, bool negative);

}  // namespace nqp::numeric
