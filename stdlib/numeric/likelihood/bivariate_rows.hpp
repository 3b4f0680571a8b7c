// Two probits with correlated errors.
#pragma once

#include <span>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// y1 and y2 are 0 or 1. Three indices: those of the two outcomes and atanh ρ. Greene (2018), section 17.9.
RowLikelihood bivariate_probit_rows(std::span<const double> y1, std::span<const double> y2);

}  // namespace nqp::numeric
