// Systems of linear equations: seemingly unrelated regressions and three-stage least squares.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

struct SystemEquation {
  std::span<const double> y{};
  MatrixView x{};        // n × k, independent columns
  bool constant = true;  // its coefficient is the last
};

struct SystemSpec {
  std::vector<SystemEquation> equations;
  MatrixView instruments{};  // n × q beside a constant; no columns: the regressors are exogenous
  std::span<const double> weights{};
  WeightKind weight_kind = WeightKind::none;
  bool joint = true;      // false: every equation alone (2SLS, OLS)
  bool iterate = false;   // until Σ does not change
  bool adjusted = false;  // Σ with √((n-k_i)(n-k_j)) instead of n
  int iterations = 1600;
};

struct SystemFit {
  std::vector<double> b;  // equation by equation
  Matrix V;
  Matrix Sigma;                  // of the residuals of the last step
  std::vector<double> rss, tss;  // of each equation; tss about the mean with a constant
  double n = 0;
  double ll = 0;  // of normal errors at Sigma without adjustment
  int steps = 0;
  bool converged = true;
};

// Zellner (1962); Zellner and Theil (1962). V is the inverse of the blocks σ^ij P_i'P_j, P the regressors projected on
// the instruments. Failures: those of normalise_weights, not_positive_definite (an equation is not identified),
// insufficient_observations.
SystemFit fit_system(const SystemSpec& spec, Progress& progress);

}  // namespace nqp::numeric
