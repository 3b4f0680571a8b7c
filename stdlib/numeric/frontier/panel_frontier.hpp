// Stochastic frontiers for panels (Battese and Coelli 1988, 1992): y_it = x_it b + v_it - S η_it u_i with
// u_i ~ N⁺(μ, σ_u²) and η_it = exp(-η (t - T_i)); η = 0 when inefficiency does not vary with time.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/likelihood/newton.hpp"

namespace nqp::numeric {

struct PanelFrontier {
  std::span<const double> y{};
  MatrixView x{};                      // slopes only
  bool constant = true;
  Codes panel{};
  std::span<const double> to_last{};   // t - T_i <= 0, per row; empty: time-invariant
  std::span<const double> weights{};   // constant within panels; empty: ones
  double sign = 1;
  bool mean_zero = false;              // μ = 0 (Pitt and Lee 1981): no parameter
};

// Parameters: slopes, constant, ln σ², logit γ, then μ unless mean_zero, then η when to_last is given; σ² = σ_u² + σ_v²
// and γ = σ_u²/σ². Weights multiply a panel's term.
SmoothLikelihood panel_frontier_likelihood(const PanelFrontier& model);

// u_i given the panel's residuals: the centre and spread of its truncated normal.
struct PanelConditional {
  std::vector<double> centre, spread;  // per panel
};
PanelConditional panel_given_residuals(std::span<const double> residuals, std::span<const double> eta, Codes panel,
                                       double mu, double sigma_u, double sigma_v, double sign);

}  // namespace nqp::numeric
