// Standardised ("beta") coefficients.
#pragma once

#include <vector>

#include "stdlib/kit/design.hpp"

namespace nqp::kit {

// b_j · sd(x_j) / sd(y) in the order of e(b); `.` for the constant and for slots that are not estimated. Weighted
// standard deviations with weights.
std::vector<double> standardised_coefficients(const Design& d, const Coefficients& k, const std::vector<double>& y,
                                              const EstimationSample& s);

}  // namespace nqp::kit
