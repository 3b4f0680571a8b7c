// Nonlinear least squares: Gauss-Newton with Marquardt's damping and numerical derivatives.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

// f_i at the parameters, one value for each row; NaN where it cannot be computed.
using NonlinearFunction = std::function<std::vector<double>(std::span<const double> parameters)>;

struct NonlinearSpec {
  std::span<const double> y{};
  std::span<const double> weights{};  // Σ w (y - f)²; empty: ones
  NonlinearFunction f;
  std::vector<double> start;
  int iterations = 300;
  double tolerance = 1e-9;  // relative change of the parameters at the end
};

struct NonlinearFit {
  std::vector<double> b;
  Matrix jacobian;  // rows × parameters, at b
  std::vector<double> residuals;
  double rss = 0;
  std::vector<double> log;  // Σ w e² before each iteration, and at the end
  bool converged = false;
};

// Derivatives are central differences, of fourth order at the end, so that standard errors agree with analytic
// derivatives to about ten digits. Bates and Watts (1988), section 3.2.
// Failures: not_converged when f cannot be computed at the start, insufficient_observations.
NonlinearFit fit_nonlinear(const NonlinearSpec& spec, Progress& progress);

// ∂f/∂b, rows × parameters; `fine` uses four points for each parameter.
Matrix numerical_jacobian(const NonlinearFunction& f, std::span<const double> b, std::size_t rows, bool fine);

}  // namespace nqp::numeric
