// Propensity scores of treatment effects: logit and inverse-probability tilting.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct Propensity {
  std::vector<double> p;      // n, at most 1 - 1e-6
  Matrix inverse;             // logit: (E w p(1-p) x x')^-1
  std::vector<double> score;  // logit: w (D - p)
  bool converged = false;
};

// Maximum likelihood by Newton's method. x includes the constant; weights have mean one.
Propensity logit_propensity(MatrixView x, std::span<const std::uint8_t> treated, std::span<const double> weights);

// Solves Σ w x (D - (1-D) exp(x'γ)) = 0 (Graham, Pinto and Egel 2012), p = Λ(x'γ). No inverse and no score.
Propensity tilted_propensity(MatrixView x, std::span<const std::uint8_t> treated, std::span<const double> weights);

}  // namespace nqp::numeric
