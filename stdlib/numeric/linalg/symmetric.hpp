// Symmetric matrices: eigenvalues, generalised inverse, Cholesky. Only the lower triangle is read.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct SymmetricEigen {
  std::vector<double> values;  // ascending
  Matrix vectors;              // orthonormal columns in the order of values
};

SymmetricEigen symmetric_eigen(MatrixView m);

// Generalised inverse: that of Moore and Penrose for the matrix scaled to a unit diagonal (where it is not zero), so
// that units of measurement do not decide the rank, scaled back. |λ| <= tolerance · max|λ| counts as zero.
struct PseudoInverse {
  Matrix inverse;
  std::size_t rank = 0;
};
PseudoInverse pseudo_inverse(MatrixView m, double tolerance = 1e-10);

// Negative eigenvalues set to zero (Cameron, Gelbach and Miller 2011, eq. 2.13). `changed` tells if there were any.
Matrix nearest_positive_semidefinite(MatrixView m, bool& changed);

// Lower Cholesky factor L, m = L L'. Failure not_positive_definite.
Matrix cholesky(MatrixView m);

// Solves m x = b and inverts for symmetric positive definite m. Failure not_positive_definite.
Matrix solve_spd(MatrixView m, MatrixView b);
Matrix inverse_spd(MatrixView m);

}  // namespace nqp::numeric
