// Maximum likelihood for balanced panels with spatial lags: (I - ρW) y = X b + effects + u, (I - λE) u = e. Without E it
// is the spatial lag model (the Durbin model when X holds lags of regressors), without W the spatial error model.
// Elhorst (2014), Spatial Econometrics; Lee and Yu (2010), Journal of Econometrics 154, 165-185.
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// Rows are period after period, units in the order of W; effects are removed from every column. Lags that the model
// does not have are empty. Random effects of units are errors whose E takes the mean over time: λ is then 1 - φ with
// φ² = σ²/(Tσ_u² + σ²), E has n roots 1 and counts once, and nothing is removed (Elhorst 2014, section 3.3).
struct SpatialPanelSpec {
  std::span<const double> y, wy, ey, ewy;
  MatrixView x, ex;
  std::vector<std::complex<double>> w_roots, e_roots;  // eigenvalues that count in the log-determinants
  double periods = 0;   // how often the log-determinant of W counts: T, or T-1 after Lee and Yu's transformation
  double e_periods = 0; // the same for E
  double N = 0;         // terms of the likelihood: nT, n(T-1) …
  bool lambda_positive = false;
  double largest = 0;   // ρ and λ stay below its reciprocal, too: 1 when that root was dropped from the lists
};

struct SpatialPanelFit {
  std::vector<double> b;               // of x
  double rho = 0, lambda = 0, sigma2 = 0, ll = 0;
  std::vector<double> residuals;       // e, without the effects
  Matrix jacobian;                     // ∂e/∂(b, ρ, λ): one row per row of y, columns of parameters that exist
  Matrix V;                            // inverse of minus the Hessian; b, ρ, λ, σ²
  bool converged = false;
};

// Failures: not_identified for collinear x, not_converged, not_positive_definite.
SpatialPanelFit fit_spatial_panel(const SpatialPanelSpec& spec);

// Sandwich V B V of scores summed over clusters, times G/(G-1). `w_diagonal` and `e_diagonal` hold the diagonal of
// W(I-ρW)^-1 and E(I-λE)^-1, `units` the unit of each row, `clusters` its cluster.
Matrix spatial_panel_robust(const SpatialPanelSpec& spec, const SpatialPanelFit& fit,
                            std::span<const double> w_diagonal, std::span<const double> e_diagonal,
                            std::span<const std::int32_t> units, std::span<const std::int32_t> clusters,
                            std::size_t count);

// What average effects are made of: tr(A)/n, tr(AW)/n, ι'Aι/n, ι'AWι/n for A = (I-ρW)^-1, and their derivatives by ρ.
struct SpatialMultipliers {
  double own = 0, own_lag = 0, all = 0, all_lag = 0;
  double d_own = 0, d_own_lag = 0, d_all = 0, d_all_lag = 0;
};
SpatialMultipliers spatial_multipliers(MatrixView w, const std::vector<std::complex<double>>& roots, double rho);

// Diagonal of W(I-ρW)^-1.
std::vector<double> multiplier_diagonal(MatrixView w, double rho);

// (I-ρW)^-1 applied to every period of v.
std::vector<double> spatial_solution(MatrixView w, double rho, std::span<const double> v);

}  // namespace nqp::numeric
