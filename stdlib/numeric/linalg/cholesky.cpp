#include <Eigen/Cholesky>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

Eigen::LLT<EigenMatrix> factorise_columns(MatrixView m) {
  if (m.rows != m.cols) throw Failure(FailureCode::conformability, "matrix is not square");
  Eigen::LLT<EigenMatrix> factor(eigen(m));
  if (factor.info() != Eigen::Success) {
    throw Failure(FailureCode::not_positive_definite, "matrix not positive definite");
  }
  return factor;
}

}  // namespace

Matrix cholesky(MatrixView m) {
  const EigenMatrix lower = factorise_columns(m).matrixL();
  return from_eigen(lower);
}

Matrix solve_spd(MatrixView m, MatrixView b) {
  if (m.rows != b.rows) throw Failure(FailureCode::conformability, "matrices do not conform");
  return from_eigen(factorise_columns(m).solve(eigen(b)).eval());
}

Matrix inverse_spd(MatrixView m) {
  Matrix result = solve_spd(m, identity(m.rows));
  for (std::size_t j = 0; j < result.cols; ++j) {
    for (std::size_t i = 0; i < j; ++i) result(i, j) = result(j, i) = 0.5 * (result(i, j) + result(j, i));
  }
  return result;
}

}  // namespace nqp::numeric
