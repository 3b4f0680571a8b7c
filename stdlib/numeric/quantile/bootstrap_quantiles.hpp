// Quantile regressions with the bootstrap covariance of all their coefficients.
#pragma once

#include <cstdint>
#include <vector>

#include "stdlib/numeric/quantile/quantile_regression.hpp"

namespace nqp::numeric {

struct BootstrapQuantiles {
  std::vector<QuantilePoint> points;       // one per quantile
  std::vector<double> raw_deviations;      // about the raw quantiles
  std::vector<double> raw_quantiles;
  Matrix V;                                // of the coefficients one quantile behind the other
};

// `spec` without weights; its quantile is not read. Pairs are resampled, the same for all quantiles; samples in which
// the regressors are collinear are drawn again. V = Σ(b - b̄)(b - b̄)'/(replications - 1). Replications >= 2.
// Failures: those of quantile_point; insufficient_observations when hardly any sample has full rank.
// Source: Gould (1992), Stata Technical Bulletin 9, 19-21; Efron (1979).
BootstrapQuantiles bootstrap_quantiles(const QuantileSpec& spec, const std::vector<double>& quantiles,
                                       int replications, std::uint64_t seed, Progress& progress);

}  // namespace nqp::numeric
