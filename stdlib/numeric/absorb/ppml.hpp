// Poisson pseudo maximum likelihood with absorbed fixed effects.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/absorb/effects.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

// E(y) = exp(xb + offset + effects); n rows, y >= 0 and not all zero, singletons and separated rows left out.
struct PpmlSpec {
  std::span<const double> y{};
  MatrixView x{};
  std::span<const double> offset{};   // empty: none
  std::vector<Effect> effects{};      // none: the constant alone
  std::span<const double> weights{};
  WeightKind weight_kind = WeightKind::none;
  double tolerance = 1e-8;            // relative change of the deviance
  double inner_tolerance = 1e-10;     // of the absorption in the last iterations; at most 1e-10
  int iterations = 1000;
};

struct PpmlFit {
  std::vector<double> b;              // k slopes and the constant, the mean of the effects
  Matrix V;
  std::vector<std::uint8_t> omitted;
  std::vector<double> eta;            // n, offset and effects included
  double N = 0, rank = 0, ll = 0, ll_0 = 0, deviance = 0, chi2 = 0;
  AbsorbedDof dof;
  std::vector<double> N_clust;
  std::vector<double> log;            // deviance of every iteration
  bool converged = false;
  bool V_repaired = false;
};

// Iteratively reweighted least squares on partialled-out data. Source: Correia, Guimaraes and Zylkin (2020), Stata
// Journal 20, 95-115, section 3. Factors of V: vce/spec.hpp, Model::ppmlhdfe.
// Failures: not_converged when the effects cannot be partialled out, those of weights.
PpmlFit fit_ppml(const PpmlSpec& spec, const VceSpec& vce, Progress& progress);

// 1 keeps the row; 0 marks rows of a level of an intercept effect where y is zero throughout.
std::vector<std::uint8_t> keep_levels_with_events(std::span<const double> y, const std::vector<Effect>& effects);

// 1 keeps the row; 0 marks rows with y = 0 that a linear combination of regressors and effects separates: it is zero
// on all rows with y > 0 and negative on them. Iterative rectifier of Correia, Guimaraes and Zylkin (2019),
// arXiv:1903.01633, section 4.
std::vector<std::uint8_t> keep_not_separated(std::span<const double> y, MatrixView x,
                                             const std::vector<Effect>& effects, Progress& progress);

}  // namespace nqp::numeric
