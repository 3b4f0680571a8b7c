// The minimum of the objective of the continuously updated GMM estimator. Included by .cpp files of the numeric core
// only.
#pragma once

#include <functional>

#include "stdlib/numeric/linalg/dense.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct CueResult {
  EigenVector b;
  double J = 0;
  int iterations = 0;
  bool converged = false;
};

// Quasi-Newton (BFGS) from `start` in units where `scale`, the covariance of a preliminary estimator, is the identity;
// gradients by central differences. `objective` may be NaN where it is not defined.
CueResult minimise_cue(const std::function<double(const EigenVector&)>& objective, const EigenVector& start,
                       const EigenMatrix& scale, Progress& progress);

}  // namespace nqp::numeric
