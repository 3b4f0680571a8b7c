// vce(dkraay #) of reghdfe: standard errors robust to dependence between units and over time.
#pragma once

#include <string>

#include "interpreter/command/context.hpp"
#include "stdlib/kit/sample.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::kit {

// numeric::use_period_variance with the periods of xtset. `bandwidth` is lags + 1; empty: the usual ones.
// Returns the number of periods. Errors: 459 no time variable, 101 fweights, 198 bandwidth, 2001 one period.
double use_period_variance(const numeric::AbsorbedSpec& spec, const EstimationSample& s, const std::string& bandwidth,
                           const command::Context& c, numeric::AbsorbedFit& fit);

}  // namespace nqp::kit
