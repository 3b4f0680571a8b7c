// The meat of linear estimators: scores from residuals under every kind of weight.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

struct LinearScores {
  MatrixView x;
  bool constant = false;                // a column of ones after x
  std::span<const double> residuals{};  // not weighted
  const Weights& weights;               // normalised
  std::span<const double> leverage{};   // for hc2 and hc3
};

// Σ (w e)² x x' for robust (Σ w e² x x' with fweights, where a row is w rows), hc2 and hc3 divided by 1-h and (1-h)²,
// cluster sums of w e x otherwise. Not for classical.
Matrix linear_meat(const LinearScores& scores, VceKind kind, const std::vector<Codes>& clusters);

}  // namespace nqp::numeric
