#include <Eigen/SVD>

#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/general.hpp"

namespace nqp::numeric {

SingularValues singular_values(MatrixView a) {
  if (a.rows == 0 || a.cols == 0) return {};
  const Eigen::JacobiSVD<EigenMatrix> svd(eigen(a), Eigen::ComputeThinU | Eigen::ComputeThinV);
  SingularValues result;
  const auto& values = svd.singularValues();
  result.values.assign(values.data(), values.data() + values.size());
  result.u = from_eigen(svd.matrixU());
  result.v = from_eigen(svd.matrixV());
  return result;
}

}  // namespace nqp::numeric
