#include <Eigen/SVD>

#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/general.hpp"

namespace nqp::numeric {
namespace {

SingularValues decompose(MatrixView a, unsigned options) {
  if (a.rows == 0 || a.cols == 0) return {};
  const Eigen::JacobiSVD<EigenMatrix> svd(eigen(a), options);
  SingularValues result;
  const auto& values = svd.singularValues();
  result.values.assign(values.data(), values.data() + values.size());
  result.u = from_eigen(svd.matrixU());
  result.v = from_eigen(svd.matrixV());
  return result;
}

}  // namespace

SingularValues singular_values(MatrixView a) { return decompose(a, Eigen::ComputeThinU | Eigen::ComputeThinV); }

SingularValues full_singular_values(MatrixView a) { return decompose(a, Eigen::ComputeFullU | Eigen::ComputeFullV); }

Matrix general_inverse(MatrixView a, double tolerance) {
  const SingularValues svd = singular_values(a);
  Matrix inverse(a.cols, a.rows);
  if (svd.values.empty()) return inverse;
  for (std::size_t l = 0; l < svd.values.size(); ++l) {
    if (!(svd.values[l] > tolerance * svd.values.front())) break;
    for (std::size_t j = 0; j < a.rows; ++j) {
      for (std::size_t i = 0; i < a.cols; ++i) inverse(i, j) += svd.v(i, l) * svd.u(j, l) / svd.values[l];
    }
  }
  return inverse;
}

std::size_t matrix_rank(MatrixView a, double tolerance) {
  const SingularValues svd = singular_values(a);
  std::size_t rank = 0;
  while (rank < svd.values.size() && svd.values[rank] > tolerance * svd.values.front()) ++rank;
  return rank;
}

}  // namespace nqp::numeric
