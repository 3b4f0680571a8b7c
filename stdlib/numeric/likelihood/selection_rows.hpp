// A normal outcome and a latent normal one that are correlated: sample selection (Heckman 1979), and the probit with an
// endogenous regressor (Rivers and Vuong 1988).
#pragma once

#include <cstdint>
#include <span>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// y = xb + u is seen where zg + v > 0; corr(u, v) = ρ, sd(u) = σ, sd(v) = 1. Four indices: xb, zg, atanh ρ, ln σ.
// y_i is not read where selected_i is 0.
RowLikelihood selection_rows(std::span<const double> y, std::span<const std::uint8_t> selected);

// y = 1{xb + v > 0} where the continuous `endogenous` = zπ + u is among x. Four indices: xb, zπ, atanh corr(u, v),
// ln sd(u); sd(v) = 1.
RowLikelihood endogenous_probit_rows(std::span<const double> y, std::span<const double> endogenous);

// y = xb + u is always seen, x with a 0/1 treatment that is 1 where zg + v > 0 (Maddala 1983, section 5.7). Four indices
// as in selection_rows.
RowLikelihood treatment_rows(std::span<const double> y, std::span<const double> treated);

}  // namespace nqp::numeric
