// The two-way fixed effects coefficient as an average of two-group comparisons: Goodman-Bacon (2021).
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct BaconSpec {
  Matrix y;                      // units × periods, balanced
  std::vector<double> times;     // ascending
  std::vector<double> cohort;    // per unit: first treated period, 0 never; at or before times[0]: always treated
};

struct BaconPair {
  enum class Kind { earlier_later, later_earlier, never, always };
  Kind kind = Kind::never;
  double treated = 0;            // cohort
  double control = 0;            // cohort; 0 never treated, the first period for always treated
  double estimate = 0, weight = 0;
};

struct Bacon {
  std::vector<BaconPair> pairs;  // kinds in the order above, then by cohorts
  double coefficient = 0;        // Σ weight · estimate, the coefficient of the treatment
};

// Source: Goodman-Bacon (2021), Journal of Econometrics 225, theorem 1 and eqs. 7-10.
// Failure data_requirement when the treatment has no variation left.
Bacon bacon_decomposition(const BaconSpec& spec);

}  // namespace nqp::numeric
