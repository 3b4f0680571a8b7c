// ologit and oprobit: one index and a cut point between every two categories.
#pragma once

#include "stdlib/kit/likelihood_estimation.hpp"

namespace nqp::kit {

// Categories are the distinct values of the outcome in ascending order. Errors 2000 for a single one, 148 for more than
// fifty.
command::Output estimate_ordered(bool probit, const LikelihoodArgs& a, const command::Context& c);

}  // namespace nqp::kit
