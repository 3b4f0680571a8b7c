// Newton's method for log likelihoods: the step, the variance at the maximum, and a maximiser for likelihoods that are
// not sums over rows of functions of indices.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

// Solves (information + ridge) step = gradient with the least ridge that makes it positive definite. `info` is the
// negative Hessian. Failure not_converged without finite derivatives.
std::vector<double> newton_step(Matrix info, std::vector<double> gradient);

// (-H)^-1; where it is singular the generalised inverse, and `rank` is lowered.
Matrix inverse_information(Matrix info, double& rank);

// The log likelihood at `parameters`, its gradient and the negative Hessian (both null when only the value is wanted).
// A value that is not finite is taken as "impossible".
using SmoothLikelihood =
    std::function<double(std::span<const double> parameters, std::vector<double>* gradient, Matrix* information)>;

struct SmoothFit {
  std::vector<double> b;
  Matrix information_inverse;
  double ll = 0;
  std::vector<double> log;  // log likelihood before each iteration, and at the end
  bool converged = false;
  double rank = 0;
};

// Newton-Raphson with halved steps and Marquardt's ridge. Failure not_converged at an infeasible start.
SmoothFit maximise(const SmoothLikelihood& likelihood, std::vector<double> start, int iterations, Progress& progress);

}  // namespace nqp::numeric
