// vce(dkraay #) of reghdfe: standard errors robust to dependence between units and over time.
#pragma once

#include <string>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::kit {

// Replaces V, df_r and F of a fit with absorbed effects by those of Driscoll and Kraay (1998): Bartlett weights over
// sums of scores by period, factor (N-1)/(N-k-df_a) T/(T-1). `bandwidth` is lags + 1; empty: floor(4(T/100)^(2/9)) + 1.
// Returns the number of periods. Errors: 459 no time variable, 101 fweights, 198 bandwidth, 2001 one period.
double use_period_variance(const numeric::AbsorbedSpec& spec, const EstimationSample& s, const std::string& bandwidth,
                           const command::Context& c, numeric::AbsorbedFit& fit);

}  // namespace nqp::kit
