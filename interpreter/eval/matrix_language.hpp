// Matrix expressions: `matrix A = expr`. Scalars are 1 x 1 matrices; row and column names travel with the values.
#pragma once

#include "grammar/ast/expression.hpp"
#include "interpreter/eval/matrix.hpp"
#include "interpreter/eval/scope.hpp"

namespace nqp::eval {

// Errors: 111 unknown matrix, 503 shapes that do not conform, 504 missing values or a singular matrix where an
// inverse is asked for, 505 not symmetric, 506 not positive definite, 508 zeros on the diagonal, 509 an operation
// that does not exist for matrices, and those of scalar expressions.
Matrix evaluate_matrix(const ast::Expression& e, const Scope& s);

// Rows or columns that one subscript picks, from 0: 2, "x", 1..3, "a".."c", 2..., "eq:" and . (all of them).
// Error 503 outside the matrix, 111 for an unknown name.
std::vector<std::size_t> subscript_positions(const ast::Expression& e, const std::vector<std::string>& names,
                                             const Scope& s);

bool any_missing(const Matrix& m);
bool is_symmetric(const Matrix& m);  // square, and equal to its transpose up to 1e-8 relative

}  // namespace nqp::eval
