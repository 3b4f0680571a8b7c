#include <Eigen/LU>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/general.hpp"

namespace nqp::numeric {
namespace {

void require_square(MatrixView a) {
  if (a.rows != a.cols) throw Failure(FailureCode::conformability, "matrix is not square");
}

}  // namespace

Matrix solve(MatrixView a, MatrixView b) {
  require_square(a);
  if (a.rows != b.rows) throw Failure(FailureCode::conformability, "matrices do not conform");
  const Eigen::PartialPivLU<EigenMatrix> lu(eigen(a));
  if (!(lu.rcond() > 1e-300) || (lu.matrixLU().diagonal().array() == 0).any()) {
    throw Failure(FailureCode::requirement, "matrix is singular");
  }
  return from_eigen(lu.solve(eigen(b)).eval());
}

Matrix inverse(MatrixView a) {
  require_square(a);
  return solve(a, identity(a.rows));
}

double determinant(MatrixView a) {
  require_square(a);
  if (a.rows == 0) return 1.0;
  return Eigen::PartialPivLU<EigenMatrix>(eigen(a)).determinant();
}

}  // namespace nqp::numeric
