// Counts with more zeros than their distribution has (Lambert 1992).
#pragma once

#include <span>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// With probability F(η_2) a count is 0 for certain, else it is Poisson with mean exp(η_1), or negative binomial with
// ln α = η_3. F is the logistic function, or Φ with `probit`.
RowLikelihood inflated_poisson_rows(std::span<const double> y, bool probit);
RowLikelihood inflated_negative_binomial_rows(std::span<const double> y, bool probit);

}  // namespace nqp::numeric
