// Difference in differences of two groups over two periods, with covariates and influence functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

enum class DidMethod {
  dripw,   // doubly robust: logit propensity, outcome regression on controls
  drimp,   // improved doubly robust: inverse-probability tilting and weighted outcome regression
  reg,     // outcome regression
  stdipw,  // inverse-probability weights that are normalised
  ipw,     // Abadie (2005): not normalised
};

struct TwoByTwoSpec {
  std::span<const double> change{};         // n, y after - y before
  std::span<const std::uint8_t> treated{};  // n
  MatrixView x{};                           // n × k, without the constant; may have no column
  std::span<const double> weights{};        // n, empty means ones
  DidMethod method = DidMethod::dripw;
};

struct TwoByTwo {
  enum class State { estimated, no_treated, no_controls, no_overlap, singular };
  State state = State::estimated;
  double att = 0;
  std::vector<double> influence;  // n, mean 0: the variance of att is Σ influence² / n²
  double n_treated = 0, n_control = 0;
};

// The constant is always included and columns of x that are collinear among the controls are left out. Propensities
// are capped at 1 - 1e-6, controls at or above .995 get no weight; `no_overlap` means a fitted propensity of .999.
// Source: Sant'Anna and Zhao (2020), Journal of Econometrics 219, eqs. 2.2-2.8 and 3.1-3.8; the conventions of the R
// package DRDID. Failure conformability.
TwoByTwo two_by_two(const TwoByTwoSpec& spec);

}  // namespace nqp::numeric
