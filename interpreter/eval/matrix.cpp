#include "interpreter/eval/matrix.hpp"

namespace nqp::eval {

Matrix::Matrix(std::size_t r, std::size_t c, double fill)
    : rows(r), columns(c), values(r * c, fill), row_names(default_names('r', r)), column_names(default_names('c', c)) {}

Matrix::Matrix() = default;
Matrix::Matrix(const Matrix&) = default;
Matrix::Matrix(Matrix&&) noexcept = default;
Matrix& Matrix::operator=(const Matrix&) = default;
Matrix& Matrix::operator=(Matrix&&) noexcept = default;
Matrix::~Matrix() = default;

std::vector<std::string> Matrix::default_names(char letter, std::size_t n) {
  std::vector<std::string> names(n);
  for (std::size_t i = 0; i < n; ++i) names[i] = letter + std::to_string(i + 1);
  return names;
}

}  // namespace nqp::eval
