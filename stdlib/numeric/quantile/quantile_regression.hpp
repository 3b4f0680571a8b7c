// Linear quantile regression.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

// min Σ w ρ_τ(y - xb - constant), ρ_τ(r) = r(τ - 1{r<0}). The columns must have full rank together with the constant.
struct QuantileSpec {
  std::span<const double> y{};
  MatrixView x{};                     // n × k
  bool constant = true;               // its coefficient is the last
  std::span<const double> weights{};  // empty means ones; as normalise_weights makes them
  double quantile = 0.5;              // in (0, 1)
  double observations = 0;            // for degrees of freedom and the bandwidth; 0: rows
};

struct QuantilePoint {
  std::vector<double> b;
  std::vector<double> residuals;
  double objective = 0;  // Σ w ρ_τ(r)
  int pivots = 0;
  bool converged = true;
};

// A vertex of the linear program, where as many residuals as coefficients are zero: from the least-squares fit along
// descending edges (Barrodale and Roberts 1973; Koenker and d'Orey 1987). Ties are broken by a perturbation of y far
// below its precision in single storage. Failures: insufficient_observations, those of least_squares.
QuantilePoint quantile_point(const QuantileSpec& spec, Progress& progress);

enum class QuantileVce { iid, robust };

// Hall and Sheather (1988) and Chamberlain (1994) with α = 0.05; Bofinger (1975).
enum class QuantileBandwidth { hall_sheather, bofinger, chamberlain };

struct QuantileFit {
  QuantilePoint point;
  Matrix V;
  double raw_deviation = 0;   // Σ w ρ_τ of y about its quantile
  double raw_quantile = 0;
  double sparsity = 0;        // iid: 1/f of the residuals at zero
  double bandwidth = 0;       // a share
  double N = 0, rank = 0;
};

// iid: τ(1-τ) s² (X'X)^-1 with the sparsity s from the fits at τ ± h, taken at the means of x. robust: densities of
// each row from the same fits (Hendricks and Koenker 1992).
QuantileFit fit_quantile(const QuantileSpec& spec, QuantileVce vce, QuantileBandwidth rule, Progress& progress);

}  // namespace nqp::numeric
