#include <Eigen/Eigenvalues>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::numeric {
namespace {

// vectors diag(values) vectors', exactly symmetric.
Matrix rebuild(const Matrix& vectors, std::span<const double> values) {
  const std::size_t n = vectors.rows;
  Matrix m(n, n);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j; i < n; ++i) {
      double total = 0;
      for (std::size_t l = 0; l < n; ++l) total += vectors(i, l) * values[l] * vectors(j, l);
      m(i, j) = m(j, i) = total;
    }
  }
  return m;
}

}  // namespace

SymmetricEigen symmetric_eigen(MatrixView m) {
  if (m.rows != m.cols) throw Failure(FailureCode::conformability, "matrix is not square");
  if (m.rows == 0) return {};
  const Eigen::SelfAdjointEigenSolver<EigenMatrix> solver(eigen(m));
  SymmetricEigen result;
  result.values.assign(solver.eigenvalues().data(), solver.eigenvalues().data() + m.rows);
  result.vectors = from_eigen(solver.eigenvectors());
  return result;
}

PseudoInverse pseudo_inverse(MatrixView m, double tolerance) {
  const std::size_t n = m.rows;
  std::vector<double> scaling(n);
  for (std::size_t i = 0; i < n; ++i) scaling[i] = m(i, i) != 0 ? 1.0 / std::sqrt(std::fabs(m(i, i))) : 1.0;
  Matrix scaled(n, n);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) scaled(i, j) = m(i, j) * scaling[i] * scaling[j];
  }
  SymmetricEigen decomposition = symmetric_eigen(scaled);
  double largest = 0;
  for (const double value : decomposition.values) largest = std::max(largest, std::fabs(value));
  PseudoInverse result;
  for (double& value : decomposition.values) {
    const bool counts = std::fabs(value) > tolerance * largest && value != 0;
    value = counts ? 1.0 / value : 0.0;
    result.rank += counts ? 1 : 0;
  }
  result.inverse = rebuild(decomposition.vectors, decomposition.values);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) result.inverse(i, j) *= scaling[i] * scaling[j];
  }
  return result;
}

Matrix nearest_positive_semidefinite(MatrixView m, bool& changed) {
  SymmetricEigen decomposition = symmetric_eigen(m);
  changed = false;
  for (double& value : decomposition.values) {
    if (value >= 0) continue;
    value = 0;
    changed = true;
  }
  if (!changed) return from_eigen(eigen(m));
  return rebuild(decomposition.vectors, decomposition.values);
}

}  // namespace nqp::numeric
