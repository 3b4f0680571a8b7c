// A matrix with row and column names ("eq:name" or "name"), as `matrix list` shows it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "interpreter/dataset/missing.hpp"

namespace nqp::eval {

struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;  // column-major
  std::vector<std::string> row_names, column_names;

  Matrix(std::size_t r, std::size_t c, double fill = 0);
  Matrix();
  Matrix(const Matrix&);
  Matrix(Matrix&&) noexcept;
  Matrix& operator=(const Matrix&);
  Matrix& operator=(Matrix&&) noexcept;
  ~Matrix();

  double& operator()(std::size_t i, std::size_t j) { return values[i + j * rows]; }
  double operator()(std::size_t i, std::size_t j) const { return values[i + j * rows]; }

  static std::vector<std::string> default_names(char letter, std::size_t n);
};

}  // namespace nqp::eval
