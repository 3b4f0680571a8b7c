// The meat of errors clustered by the eliminated effect, without residuals of the regressors.
#pragma once

#include <vector>

#include "stdlib/numeric/absorb/plain_absorption.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// Σ_u s s' over the levels u of the first effect of `plain`, which must come in short runs; (k + 1) × (k + 1), the last
// row and column, of the constant, are zero. Columns are y and k regressors, A the coefficients of the other effects,
// b the slopes. As e sums to zero in u, s = Σ w x̃ e = Σ w (x - A) e: the means of x never are made.
Matrix meat_by_unit(const PlainAbsorption& plain, const RowColumns& columns, const SlotTable& A,
                    const std::vector<double>& b);

}  // namespace nqp::numeric
