// The one matrix type of the numeric core: dense, column-major, owning; and a read-only view of columns.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace nqp::numeric {

struct Matrix {
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::vector<double> data;  // element (i, j) at data[i + j * rows]

  Matrix() = default;
  Matrix(std::size_t rows_, std::size_t cols_, double value = 0.0)
      : rows(rows_), cols(cols_), data(rows_ * cols_, value) {}
  Matrix(std::size_t rows_, std::size_t cols_, std::vector<double> values)
      : rows(rows_), cols(cols_), data(std::move(values)) {}

  double& operator()(std::size_t i, std::size_t j) { return data[i + j * rows]; }
  double operator()(std::size_t i, std::size_t j) const { return data[i + j * rows]; }
  std::span<double> column(std::size_t j) { return {data.data() + j * rows, rows}; }
  std::span<const double> column(std::size_t j) const { return {data.data() + j * rows, rows}; }
  bool empty() const { return data.empty(); }
};

// Read-only view of a contiguous column-major block. The viewed data must outlive the view.
struct MatrixView {
  const double* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;

  MatrixView() = default;
  MatrixView(const Matrix& m) : data(m.data.data()), rows(m.rows), cols(m.cols) {}  // NOLINT: implicit on purpose
  MatrixView(const double* data_, std::size_t rows_, std::size_t cols_) : data(data_), rows(rows_), cols(cols_) {}

  double operator()(std::size_t i, std::size_t j) const { return data[i + j * rows]; }
  std::span<const double> column(std::size_t j) const { return {data + j * rows, rows}; }
};

Matrix identity(std::size_t n);

}  // namespace nqp::numeric
