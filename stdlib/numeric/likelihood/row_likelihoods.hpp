// Rows of the models for limited dependent variables: values, first and second derivatives in the indices.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/likelihood/index_model.hpp"

namespace nqp::numeric {

// y is 0 or 1; one index. Greene (2018), section 17.3.
RowLikelihood logit_rows(std::span<const double> y);
RowLikelihood probit_rows(std::span<const double> y);
RowLikelihood cloglog_rows(std::span<const double> y);

// Counts (any y >= 0). ln Γ(y+1) is computed once.
RowLikelihood poisson_rows(std::span<const double> y);

// Negative binomial with mean μ = exp(η_1) and variance μ(1 + αμ), ln α = η_2 (Cameron and Trivedi 2013, section
// 3.3, NB2).
RowLikelihood negative_binomial_rows(std::span<const double> y);

// The same with variance μ(1 + δ), ln δ = η_2 (NB1): NB2 with α = δ/μ.
RowLikelihood constant_dispersion_rows(std::span<const double> y);

// Categories 0 … J: one index of regressors without a constant, then J cut points as constants.
RowLikelihood ordered_logit_rows(std::span<const double> category, std::size_t cuts);
RowLikelihood ordered_probit_rows(std::span<const double> category, std::size_t cuts);

// Categories 0 … J, `base` among them; J indices for the others in ascending order.
RowLikelihood multinomial_rows(std::span<const double> category, std::size_t categories, std::size_t base);

}  // namespace nqp::numeric
