// poisson and nbreg: what regressions of counts share.
#pragma once

#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

// Data of a count model. Errors: 459 negative counts, 2000 all counts zero. A note when some are no integers.
LikelihoodData count_data(const LikelihoodArgs& a, std::vector<std::string>& notes, const command::Context& c);

// Spec of the Poisson model on the data: rows, weights, index with offset and starting values at the mean rate.
numeric::LikelihoodSpec poisson_spec(const LikelihoodArgs& a, const LikelihoodData& d);

// The same with the constant alone.
numeric::LikelihoodSpec constant_only(const numeric::LikelihoodSpec& spec, const LikelihoodData& d);

}  // namespace nqp::kit
