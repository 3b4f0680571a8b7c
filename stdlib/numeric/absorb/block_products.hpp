// Products of columns of a block of rows, which lie residual_stride apart.
#pragma once

#include "stdlib/numeric/absorb/column_passes.hpp"

namespace nqp::numeric {

// Σ a b in four sums, which do not wait for each other.
inline double block_product(const double* a, const double* b, std::size_t n) {
  double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (; i < n; ++i) s0 += a[i] * b[i];
  return (s0 + s1) + (s2 + s3);
}

// Σ x in two sums.
inline double stretch_sum(const double* x, std::size_t n) {
  double s0 = 0, s1 = 0;
  std::size_t i = 0;
  for (; i + 2 <= n; i += 2) {
    s0 += x[i];
    s1 += x[i + 1];
  }
  return i < n ? s0 + s1 + x[i] : s0 + s1;
}

// Adds Σ w a b of K columns below the diagonal; behind them is room for one more column.
inline void add_block_products(const double* weights, std::size_t n, std::size_t K, double* scratch, Matrix& gram) {
  double* weighted = scratch + K * residual_stride;
  for (std::size_t b = 0; b < K; ++b) {
    const double* right = scratch + b * residual_stride;
    if (weights) {
      for (std::size_t i = 0; i < n; ++i) weighted[i] = weights[i] * right[i];
      right = weighted;
    }
    for (std::size_t a = b; a < K; ++a) gram(a, b) += block_product(scratch + a * residual_stride, right, n);
  }
}

// What add_block_products left out.
inline void fill_upper(Matrix& gram) {
  for (std::size_t b = 0; b < gram.cols; ++b)
    for (std::size_t a = b + 1; a < gram.rows; ++a) gram(b, a) = gram(a, b);
}

}  // namespace nqp::numeric
