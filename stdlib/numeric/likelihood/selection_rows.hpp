// The sample-selection model of Heckman (1979) with normal errors.
#pragma once

#include <cstdint>
#include <span>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// y = xb + u is seen where zg + v > 0; corr(u, v) = ρ, sd(u) = σ, sd(v) = 1. Four indices: xb, zg, atanh ρ, ln σ.
// y_i is not read where selected_i is 0.
RowLikelihood selection_rows(std::span<const double> y, std::span<const std::uint8_t> selected);

}  // namespace nqp::numeric
