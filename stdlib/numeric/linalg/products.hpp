// Products of dense matrices. Long sums (over rows of data) run in fixed blocks of 2,048 rows combined in a fixed
// pairwise tree, so the bits do not depend on anything but the data. Failure conformability when shapes disagree.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

Matrix multiply(MatrixView a, MatrixView b);                            // a b
Matrix transpose(MatrixView a);                                         // a'
std::vector<double> multiply(MatrixView a, std::span<const double> x);  // a x

// a' diag(w) b; `weights` empty means ones.
Matrix cross_product(MatrixView a, MatrixView b, std::span<const double> weights = {});

// x' diag(w) x, exactly symmetric.
Matrix gram(MatrixView x, std::span<const double> weights = {});

// b m b' for symmetric m, exactly symmetric.
Matrix quadratic_form(MatrixView b, MatrixView m);

Matrix add(MatrixView a, MatrixView b, double factor = 1.0);  // a + factor b
Matrix scale(MatrixView a, double factor);

// Columns side by side, same number of rows.
Matrix join_columns(MatrixView a, MatrixView b);

// Rows and columns of `m` picked by index, in that order.
Matrix submatrix(MatrixView m, std::span<const std::size_t> rows, std::span<const std::size_t> cols);

}  // namespace nqp::numeric
