// Stochastic frontiers y = xb + v - S u, u >= 0: S = 1 production, -1 cost. Log likelihoods by row, starting values,
// and the distribution of u given ε = y - xb.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

enum class Inefficiency { half_normal, exponential, truncated_normal };

// Indices xb, ln σ_v², ln σ_u². Aigner, Lovell and Schmidt (1977); Meeusen and van den Broeck (1977).
RowLikelihood half_normal_rows(std::span<const double> y, double sign);
RowLikelihood exponential_rows(std::span<const double> y, double sign);
// Indices xb, μ, ln σ², logit γ with σ² = σ_u² + σ_v² and γ = σ_u²/σ². Stevenson (1980).
RowLikelihood truncated_normal_rows(std::span<const double> y, double sign);
// The same model in the indices xb, μ, ln σ_u², ln σ_v². Battese and Coelli (1995).
RowLikelihood inefficiency_effects_rows(std::span<const double> y, double sign);

// What least-squares residuals tell of the composed error.
struct ResidualMoments {
  double m2 = 0, m3 = 0;
  double z = 0;                 // Coelli (1995): m3/√(6 m2³/N) is standard normal without inefficiency
  double ll = 0;                // normal log likelihood of least squares
  double sigma_u = 0, sigma_v = 0, mean_u = 0;  // starting values; the boundary is kept away from
  bool wrong_skewness = false;  // no inefficiency by the sign of m3
};
ResidualMoments residual_moments(std::span<const double> residuals, std::span<const double> weights, double N,
                                 Inefficiency kind, double sign);

// u given ε is N(centre, spread²) truncated at zero.
struct ConditionalInefficiency {
  double centre = 0, spread = 1;

  double mean() const;                    // E(u|ε): Jondrow, Lovell, Materov and Schmidt (1982)
  double mode() const;                    // max(centre, 0)
  double efficiency(double s) const;      // E(exp(-s u)|ε): Battese and Coelli (1988)
};
ConditionalInefficiency given_normal(double e, double mu, double sigma_u, double sigma_v, double sign);
ConditionalInefficiency given_exponential(double e, double sigma_u, double sigma_v, double sign);

}  // namespace nqp::numeric
