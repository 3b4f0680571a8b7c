// What the estimation of the score adds to the variance of a matching estimator (Abadie and Imbens 2016).
#pragma once

#include <cstdint>
#include <vector>

#include "stdlib/numeric/matching/match.hpp"

namespace nqp::numeric {

// The rows of the score model's sample: probability and density of the treatment at its index.
struct FittedScore {
  std::vector<double> p, density;
};

struct ScoreAdjustment {
  bool atet = false;
  int neighbors = 1;    // of the estimator
  double effect = 0;
};

// Added to the variance of the effect: -c'Vc for the average effect, -c'Vc + g'Vg for that on the treated, V the
// covariance of the score's coefficients, g the derivative of the effect with respect to them. `z` are the columns of
// the score model without its constant; y and treated have a value for each of its rows. Failure
// not_positive_definite: columns of z that are collinear.
double score_adjustment(const ScoreAdjustment& q, const FittedScore& score, const Matrix& z,
                        const Matrix& V, const std::vector<double>& y,
                        const std::vector<std::uint8_t>& treated);

}  // namespace nqp::numeric
