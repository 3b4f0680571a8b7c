// Matrices inside scalar expressions.
#pragma once

#include <string>
#include <vector>

#include "interpreter/eval/matrix.hpp"
#include "interpreter/eval/node.hpp"

namespace nqp::eval {

// One or two index nodes, numbers or names.
Node matrix_element(const Matrix& m, std::vector<Node> index, ast::Span span);

double determinant(const Matrix& m);             // `.` unless square; LU with partial pivoting
double trace(const Matrix& m);                   // `.` unless square
// max |x - y| / (|y| + 1), the larger argument's distance; `.` when the shapes differ.
double relative_difference(const Matrix& x, const Matrix& y);

}  // namespace nqp::eval
