// Synthetic difference in differences for one date of adoption: Arkhangelsky, Athey, Hirshberg, Imbens and Wager
// (2021).
#pragma once

#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

enum class SyntheticMethod { sdid, sc, did };

struct SyntheticSpec {
  Matrix y;                   // units × periods: controls first, then treated units; periods before first
  std::size_t controls = 0;   // N0
  std::size_t before = 0;     // T0
  SyntheticMethod method = SyntheticMethod::sdid;
  std::vector<Matrix> x;      // covariates, each units × periods
};

struct Synthetic {
  double effect = 0;
  std::vector<double> omega;  // of controls
  std::vector<double> lambda; // of periods before
  double zeta = 0;            // penalty of the unit weights
  std::vector<double> beta;   // of covariates
};

// Weights by Frank-Wolfe steps with exact line search, made sparse once and computed again: algorithm 1 and the
// conventions of the R package synthdid (100 steps, weights up to a quarter of the largest set to 0, 10,000 steps).
// With covariates the weights of y - xβ and β are found together: a Frank-Wolfe step for each set of weights, then a
// step of length 1/t against the gradient of β, until the criterion improves no more (footnote 4 of the paper, as the R
// package does it).
// Failure data_requirement without controls, treated units, periods after, or fewer than two periods before.
Synthetic synthetic_did(const SyntheticSpec& spec);

}  // namespace nqp::numeric
