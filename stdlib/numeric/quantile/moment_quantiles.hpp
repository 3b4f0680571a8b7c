// Quantiles by moments: Machado and Santos Silva (2019), Journal of Econometrics 213, 145-173. y = x'b + a + (x'g + d) u
// with effects a and d; the quantile τ of y given x has slopes b + q(τ) g.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/effects.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

struct MomentQuantilesSpec {
  std::span<const double> y;
  MatrixView x;                              // slopes
  std::vector<Effect> effects;               // one effect with one level when there is only a constant
  std::vector<double> quantiles;             // in (0, 1)
  std::span<const std::int32_t> clusters;    // one per row; empty: every row alone
  std::size_t cluster_count = 0;
};

struct MomentQuantiles {
  Matrix b;                          // (k + 1) × (2 + quantiles): location, scale, quantiles; the constant last
  Matrix V;                          // of b stacked column by column, from influence functions: robust
  std::vector<double> q;             // quantiles of u
  std::vector<std::uint8_t> omitted; // of x: collinear with earlier columns and the effects; their b is 0
  std::size_t nonpositive = 0;       // rows whose fitted scale is not positive
};

// Constants are those of the average effect. Failures: insufficient_observations, no_variance for a perfect fit.
MomentQuantiles moment_quantiles(const MomentQuantilesSpec& spec, Progress& progress);

}  // namespace nqp::numeric
