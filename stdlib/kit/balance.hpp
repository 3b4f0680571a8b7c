// Balance of covariates between treated and controls before and after matching: pstest.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/missing.hpp"

namespace nqp::kit {

struct Balance {
  double treated = 0, control = 0;     // means
  double bias = 0;                     // standardised difference in percent
  double t = 0, p = 0;                 // of a regression of the variable on the treatment
  double variance_ratio = 0;           // V(T)/V(C)
};

// `spread` is √((s1² + s0²)/2) of the raw sample; `w` has one weight per row, 0 for rows left out, and is empty for the
// raw comparison. t counts a row of positive weight as one observation of that importance, as regress [iweight] does.
Balance balance_of(std::span<const double> x, std::span<const std::uint8_t> treated, std::span<const double> w,
                   double spread);

// √((s1² + s0²)/2)
double raw_spread(std::span<const double> x, std::span<const std::uint8_t> treated);

}  // namespace nqp::kit
