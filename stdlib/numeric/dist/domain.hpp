// Where parameters and probabilities are defined.
#pragma once

#include <cmath>
#include <limits>

namespace nqp::numeric::dist {

constexpr double infinity = std::numeric_limits<double>::infinity();

inline bool positive(double a) { return a > 0 && std::isfinite(a); }
inline bool positive(double a, double b) { return positive(a) && positive(b); }
// Strictly inside (0, 1), where inverses are finite.
inline bool inside(double p) { return p > 0 && p < 1; }
inline bool probability(double p) { return p >= 0 && p <= 1; }

}  // namespace nqp::numeric::dist
