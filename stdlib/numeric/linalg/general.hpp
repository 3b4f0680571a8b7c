// General square and rectangular matrices: LU, singular values, generalised inverse, eigenvalues.
#pragma once

#include <complex>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// Solves a x = b for square a. Failure requirement when `a` is singular.
Matrix solve(MatrixView a, MatrixView b);
Matrix inverse(MatrixView a);
double determinant(MatrixView a);

struct SingularValues {
  Matrix u;                    // rows × m, m = min(rows, cols)
  std::vector<double> values;  // descending
  Matrix v;                    // cols × m; a = u diag(values) v'
};
SingularValues singular_values(MatrixView a);

std::vector<std::complex<double>> eigenvalues(MatrixView a);

}  // namespace nqp::numeric
