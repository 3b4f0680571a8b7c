// What a regression with absorbed effects reports about its fit.
#pragma once

#include <cmath>

#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::numeric {

// Completes a fit whose N, rank, dof, rss, tss and tss_within are known. `centred`: some effect has an intercept.
inline void describe_absorbed_fit(AbsorbedFit& fit, bool centred, AbsorbConvention convention) {
  const double k = fit.rank;
  // reghdfe adds the nested coefficients back, so that fit statistics do not depend on the clusters.
  const double df = fit.N - fit.dof.df_a - k - fit.dof.df_a_nested;
  fit.mss = fit.tss - fit.rss;
  fit.r2 = 1 - fit.rss / fit.tss;
  fit.r2_a = 1 - (fit.rss / df) / (fit.tss / (fit.N - (centred ? 1 : 0)));
  fit.r2_within = 1 - fit.rss / fit.tss_within;
  fit.r2_a_within = 1 - (fit.rss / df) / (fit.tss_within / (df + k));
  fit.rmse = df > 0 ? std::sqrt(fit.rss / df) : std::sqrt(fit.rss);
  fit.ll = gaussian_log_likelihood(fit.rss, fit.N);
  const bool areg = convention == AbsorbConvention::areg;
  fit.ll_0 = gaussian_log_likelihood(areg ? fit.tss : fit.tss_within, fit.N);
}

}  // namespace nqp::numeric
