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

// Breusch and Pagan (1980), Review of Economic Studies 47, 239-253: n Σ r² of the correlations below the diagonal.
struct IndependenceTest {
  Matrix correlations;
  double chi2 = 0, df = 0, p = 0;  // p is NaN for one equation
};
IndependenceTest independence_test(const Matrix& sigma, double n);

// Equations that share their regressors, each fitted alone: their residuals' covariances Σ on df_r degrees of freedom
// and V = Σ ⊗ (X'X)^-1. Empty `weights`: ones.
struct SharedRegressors {
  Matrix Sigma, V;
};
SharedRegressors shared_regressors(const std::vector<std::vector<double>>& residuals, std::span<const double> weights,
                                   double df_r, const Matrix& xtx_inverse);

}  // namespace nqp::numeric
