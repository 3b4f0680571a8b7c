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

  Matrix() = default;
  Matrix(std::size_t r, std::size_t c, double fill = 0)
      : rows(r), columns(c), values(r * c, fill), row_names(default_names('r', r)), column_names(default_names('c', c)) {}

  double& operator()(std::size_t i, std::size_t j) { return values[i + j * rows]; }
  double operator()(std::size_t i, std::size_t j) const { return values[i + j * rows]; }

  static std::vector<std::string> default_names(char letter, std::size_t n) {
    std::vector<std::string> names(n);
    for (std::size_t i = 0; i < n; ++i) names[i] = letter + std::to_string(i + 1);
    return names;
  }
};

}  // namespace nqp::eval
