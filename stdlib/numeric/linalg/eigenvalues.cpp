#include <Eigen/Eigenvalues>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/general.hpp"

namespace nqp::numeric {

std::vector<std::complex<double>> eigenvalues(MatrixView a) {
  if (a.rows != a.cols) throw Failure(FailureCode::conformability, "matrix is not square");
  if (a.rows == 0) return {};
  const Eigen::EigenSolver<EigenMatrix> solver(eigen(a), false);
  return {solver.eigenvalues().data(), solver.eigenvalues().data() + a.rows};
}

}  // namespace nqp::numeric
