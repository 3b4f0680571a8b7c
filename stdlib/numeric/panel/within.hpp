// The regression of partialled-out data shared by areg, reghdfe and xtreg, fe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

struct WithinProblem {
  std::span<const double> y;
  MatrixView x;
  const std::vector<Effect>& effects;
  const Weights& weights;
  AbsorbOptions options{};
  double collinear_share = 1e-13;  // ‖x̃‖²/‖x‖² up to which a regressor counts as absorbed
};

struct WithinFit {
  AbsorbReport report;
  double y_mean = 0;
  std::vector<double> x_mean;
  double tss_within = 0;            // Σ w ỹ²
  LeastSquares slopes;              // k coefficients, no constant
  Matrix x;                         // x̃ + x̄: what scores are made of
  std::size_t k = 0;                // estimated slopes
};

// Failure not_converged {iterations, accuracy} when the projection did not converge.
WithinFit fit_within(const WithinProblem& problem, Progress& progress);

// (X̃'WX̃)^-1 bordered for the constant _cons = ȳ - x̄'b: 1/n + x̄'Dx̄ and -Dx̄ (partitioned inverse).
Matrix bordered_inverse(const WithinFit& fit, double n);

struct WithinVariance {
  Matrix V;                         // k slopes (+ constant)
  double df_r = 0;
  bool repaired = false;
};

// `counts` completed for the model; `constant` adds the bordered row. hc2 and hc3 need the leverages; failure
// requirement without them.
WithinVariance within_variance(const WithinFit& fit, Model model, VceKind kind, const std::vector<Codes>& clusters,
                               const Weights& weights, const Counts& counts, bool constant,
                               std::span<const double> leverage = {});

// Leverages of the regression with indicators of one effect: x̃(X̃'WX̃)^-1x̃' + 1/Σw of the level (partitioned inverse).
std::vector<double> within_leverage(const WithinFit& fit, Codes effect, const Weights& weights);

// Wald F of the slopes that were estimated: NaN when there is none or V has not their rank.
double slopes_F(std::span<const double> b, const std::vector<std::uint8_t>& omitted, std::size_t slopes, MatrixView V);

// pweights force robust.
VceKind effective_kind(VceKind kind, WeightKind weights);

}  // namespace nqp::numeric
