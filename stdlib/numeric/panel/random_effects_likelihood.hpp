// Random-effects model by maximum likelihood: y_it = x_it b + u_i + e_it, u_i ~ N(0, σ_u²), e_it ~ N(0, σ_e²).
#pragma once

#include <span>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/likelihood/newton.hpp"

namespace nqp::numeric {

struct RandomEffectsData {
  std::span<const double> y{};
  MatrixView x{};                     // of full rank, the constant a column like any other
  Codes panel{};
  std::span<const double> weights{};  // constant within panels; empty: ones
};

// Parameters: b, σ_u, σ_e; impossible where σ_e is not positive or σ_u is negative. The data must outlive it.
// Hsiao (2014), section 3.3.3.
SmoothLikelihood random_effects_likelihood(const RandomEffectsData& data);

// Population-averaged model: generalised estimating equations with one correlation α within panels (Liang and Zeger
// 1986), identity link. φ = Σr²/N; α = Σ_i Σ_{j<k} r_ij r_ik / (φ Σ_i T_i(T_i-1)/2).
struct PopulationAverage {
  std::vector<double> b;
  Matrix V;                   // φ (Σ X'R⁻¹X)⁻¹, or the sandwich by panel with factor G/(G-1)
  double alpha = 0, phi = 0;
  int iterations = 0;
  bool converged = false;
  double panels = 0;
};

// Failures: requirement when α leaves the range that keeps R positive definite.
PopulationAverage population_average(const RandomEffectsData& data, bool exchangeable, bool robust, int iterations,
                                     Progress& progress);

}  // namespace nqp::numeric
