// Eigen's view of our matrices; included by .cpp files of the numeric core only.
#pragma once

#include <Eigen/Core>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

using EigenMatrix = Eigen::MatrixXd;

inline Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

inline Eigen::Map<const EigenMatrix> eigen(MatrixView m) { return {m.data, index(m.rows), index(m.cols)}; }
inline Eigen::Map<EigenMatrix> eigen(Matrix& m) { return {m.data.data(), index(m.rows), index(m.cols)}; }

template <typename Expression>
Matrix from_eigen(const Expression& expression) {
  Matrix m(static_cast<std::size_t>(expression.rows()), static_cast<std::size_t>(expression.cols()));
  if (!m.empty()) eigen(m) = expression;
  return m;
}

}  // namespace nqp::numeric
