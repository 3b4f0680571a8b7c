#include "stdlib/numeric/treatment/moments.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

std::vector<double> total(std::size_t rows, const std::vector<double>& theta, const MomentOfRow& row) {
  std::vector<double> sum(theta.size(), 0.0), psi(theta.size());
  for (std::size_t i = 0; i < rows; ++i) {
    row(i, theta.data(), psi.data());
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += psi[k];
  }
  return sum;
}

}  // namespace

Matrix moment_variance(std::size_t rows, std::span<const double> theta, const MomentOfRow& row,
                       const std::vector<Codes>& clusters) {
  const std::size_t K = theta.size();
  std::vector<double> at(theta.begin(), theta.end());
  Matrix A(K, K);
  for (std::size_t k = 0; k < K; ++k) {
    const double h = 6e-6 * std::max(std::abs(theta[k]), 1e-3);
    at[k] = theta[k] + h;
    const std::vector<double> up = total(rows, at, row);
    const double above = at[k];
    at[k] = theta[k] - h;
    const std::vector<double> down = total(rows, at, row);
    for (std::size_t j = 0; j < K; ++j) A(j, k) = (up[j] - down[j]) / (above - at[k]);
    at[k] = theta[k];
  }
  Matrix psi(rows, K);
  std::vector<double> one(K);
  for (std::size_t i = 0; i < rows; ++i) {
    row(i, at.data(), one.data());
    for (std::size_t k = 0; k < K; ++k) psi(i, k) = one[k];
  }
  double factor = 1;
  Matrix B;
  if (clusters.empty()) {
    B = meat_robust({.x = psi});
  } else {
    B = meat_multiway({.x = psi}, clusters);
    const double groups = smallest_cluster_count(cluster_counts(clusters));
    factor = groups / (groups - 1);
  }
  const Matrix inverse_A = inverse(A);
  return scale(multiply(multiply(inverse_A, B), transpose(inverse_A)), factor);
}

}  // namespace nqp::numeric
