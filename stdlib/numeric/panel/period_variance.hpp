// Variances robust to dependence between units and over time (Driscoll and Kraay 1998).
#pragma once

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

// Replaces V, df_r and F of a fit with absorbed effects: Bartlett weights over sums of scores by period, the factor that
// clusters by period would have. `spec` is what was fitted, without dropped rows and without frequency weights; `period`
// numbers the rows' periods, gaps included. Failure insufficient_observations with fewer than two periods.
void use_period_variance(const AbsorbedSpec& spec, Codes period, int lags, AbsorbedFit& fit, Progress& progress);

}  // namespace nqp::numeric
