#include "stdlib/numeric/linalg/products.hpp"

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/linalg/row_blocks.hpp"

namespace nqp::numeric {
namespace {

void require(bool conformable) {
  if (!conformable) throw Failure(FailureCode::conformability, "matrices do not conform");
}

void mirror_lower(Matrix& m) {
  for (std::size_t j = 0; j < m.cols; ++j) {
    for (std::size_t i = 0; i < j; ++i) m(i, j) = m(j, i);
  }
}

}  // namespace

Matrix identity(std::size_t n) {
  Matrix m(n, n);
  for (std::size_t i = 0; i < n; ++i) m(i, i) = 1.0;
  return m;
}

Matrix multiply(MatrixView a, MatrixView b) {
  require(a.cols == b.rows);
  Matrix product(a.rows, b.cols);
  if (!product.empty() && a.cols > 0) eigen(product).noalias() = eigen(a) * eigen(b);
  return product;
}

Matrix transpose(MatrixView a) { return from_eigen(eigen(a).transpose()); }

std::vector<double> multiply(MatrixView a, std::span<const double> x) {
  require(a.cols == x.size());
  std::vector<double> product(a.rows, 0.0);
  for (std::size_t j = 0; j < a.cols; ++j) {
    for (std::size_t i = 0; i < a.rows; ++i) product[i] += a(i, j) * x[j];
  }
  return product;
}

Matrix cross_product(MatrixView a, MatrixView b, std::span<const double> weights) {
  require(a.rows == b.rows && (weights.empty() || weights.size() == a.rows));
  if (a.rows == 0) return Matrix(a.cols, b.cols);
  const auto part = [&](std::size_t begin, std::size_t end) {
    const auto left = eigen(a).middleRows(index(begin), index(end - begin));
    const auto right = eigen(b).middleRows(index(begin), index(end - begin));
    Matrix block(a.cols, b.cols);
    if (weights.empty()) {
      eigen(block).noalias() = left.transpose() * right;
    } else {
      const Eigen::Map<const Eigen::VectorXd> w(weights.data() + begin, index(end - begin));
      const EigenMatrix weighted = w.asDiagonal() * right;
      eigen(block).noalias() = left.transpose() * weighted;
    }
    return block;
  };
  return reduce_rows(a.rows, part, [](Matrix& sum, Matrix&& other) { eigen(sum) += eigen(other); });
}

Matrix gram(MatrixView x, std::span<const double> weights) {
  Matrix product = cross_product(x, x, weights);
  mirror_lower(product);
  return product;
}

Matrix quadratic_form(MatrixView b, MatrixView m) {
  require(b.cols == m.rows && m.rows == m.cols);
  Matrix product = multiply(multiply(b, m), transpose(b));
  for (std::size_t j = 0; j < product.cols; ++j) {
    for (std::size_t i = 0; i < j; ++i) product(i, j) = product(j, i) = 0.5 * (product(i, j) + product(j, i));
  }
  return product;
}

Matrix add(MatrixView a, MatrixView b, double factor) {
  require(a.rows == b.rows && a.cols == b.cols);
  return from_eigen(eigen(a) + factor * eigen(b));
}

Matrix scale(MatrixView a, double factor) { return from_eigen(factor * eigen(a)); }

Matrix join_columns(MatrixView a, MatrixView b) {
  require(a.rows == b.rows);
  Matrix joined(a.rows, a.cols + b.cols);
  std::copy(a.data, a.data + a.rows * a.cols, joined.data.begin());
  std::copy(b.data, b.data + b.rows * b.cols, joined.data.begin() + static_cast<std::ptrdiff_t>(a.rows * a.cols));
  return joined;
}

Matrix submatrix(MatrixView m, std::span<const std::size_t> rows, std::span<const std::size_t> cols) {
  Matrix picked(rows.size(), cols.size());
  for (std::size_t j = 0; j < cols.size(); ++j) {
    for (std::size_t i = 0; i < rows.size(); ++i) picked(i, j) = m(rows[i], cols[j]);
  }
  return picked;
}

}  // namespace nqp::numeric
