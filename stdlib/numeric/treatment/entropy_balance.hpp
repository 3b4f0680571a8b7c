// Weights of controls that give them the moments of the treated: Hainmueller (2012), Political Analysis 20, 25-46.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct EntropyBalance {
  std::vector<double> weights;   // one per control, sum 1
  double worst = 0;              // largest difference of a moment, in standard deviations among the controls
  int iterations = 0;
  bool converged = false;        // false: no weights do it, or they go to the border
};

// Of all weights with Σ w z = target the ones nearest to equal weights in relative entropy: w ∝ exp((z - target)'λ), λ
// the minimum of ln Σ exp((z - target)'λ) by Newton's method with halved steps. Columns of z that the others explain
// (the moments of a dummy and its square) are passed over. Failure data_requirement without controls.
EntropyBalance entropy_balance(MatrixView z, std::span<const double> target, double tolerance, int iterations,
                               Progress& progress);

}  // namespace nqp::numeric
