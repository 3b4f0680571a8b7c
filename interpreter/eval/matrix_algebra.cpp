// Sums, products and joins of named matrices. A missing element makes missing what it enters.
#include <cmath>

#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/eval/matrix_operand.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::eval {
namespace {

double negated_value(double x) { return data::is_missing(x) ? x : -x; }

double plus(double x, double y, double sign) {
  if (data::is_missing(x) || data::is_missing(y)) return data::missing;
  return data::checked(x + sign * y);
}

double matrix_times(double x, double y) {
  if (data::is_missing(x) || data::is_missing(y)) return data::missing;
  return data::checked(x * y);
}

Operand scaled(const Operand& a, double factor) {
  Operand out = a;
  for (double& x : out.m.values) x = matrix_times(x, factor);
  return out;
}

std::string shape(const Matrix& m) { return std::to_string(m.rows) + " x " + std::to_string(m.columns); }

numeric::MatrixView algebra_view(const Matrix& m) { return {m.values.data(), m.rows, m.columns}; }

// Element by element, for matrices with missing values.
void multiply_with_missing(const Matrix& a, const Matrix& b, Matrix& out) {
  for (std::size_t i = 0; i < a.rows; ++i)
    for (std::size_t j = 0; j < b.columns; ++j) {
      double total = 0;
      for (std::size_t k = 0; k < a.columns; ++k) total = plus(total, matrix_times(a(i, k), b(k, j)), 1);
      out(i, j) = total;
    }
}

std::vector<std::string> joined_names(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

bool is_number(const Operand& a) { return a.m.rows == 1 && a.m.columns == 1; }

// "eq:name" of a Kronecker product: the names of a become the equations.
std::vector<std::string> crossed(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto plain = [](const std::string& n) {
    return n.substr(n.find(':') == std::string::npos ? 0 : n.find(':') + 1);
  };
  std::vector<std::string> out;
  for (const std::string& x : a)
    for (const std::string& y : b) out.push_back(plain(x) + ":" + plain(y));
  return out;
}

}  // namespace

void not_conformable(const Matrix& a, const Matrix& b, const char* operation, ast::Span span) {
  throw Error(503, "conformability error", span,
              {"cannot " + std::string(operation) + " a " + shape(a) + " and a " + shape(b) + " matrix"});
}

bool any_missing(const Matrix& m) {
  for (const double x : m.values)
    if (data::is_missing(x)) return true;
  return false;
}

bool is_symmetric(const Matrix& m) {
  if (m.rows != m.columns) return false;
  for (std::size_t j = 0; j < m.columns; ++j)
    for (std::size_t i = 0; i < j; ++i) {
      const double x = m(i, j), y = m(j, i);
      if (x == y) continue;
      if (data::is_missing(x) || data::is_missing(y)) return false;
      if (std::fabs(x - y) > 1e-8 * (std::fabs(y) + std::fabs(x))) return false;
    }
  return true;
}

Operand number_operand(double x) { return {Matrix(1, 1, x), true, true}; }

Operand matrix_operand(Matrix m) { return {std::move(m), false, false}; }

Operand sum(const Operand& a, const Operand& b, double sign, ast::Span span) {
  if (a.m.rows != b.m.rows || a.m.columns != b.m.columns)
    not_conformable(a.m, b.m, sign > 0 ? "add" : "subtract", span);
  Operand out = a.literal && !b.literal ? b : a;
  for (std::size_t i = 0; i < out.m.values.size(); ++i) out.m.values[i] = plus(a.m.values[i], b.m.values[i], sign);
  out.scalar = a.scalar && b.scalar;
  return out;
}

Operand product(const Operand& a, const Operand& b, ast::Span span) {
  if (a.scalar) return scaled(b, a.m.values[0]);
  if (b.scalar) return scaled(a, b.m.values[0]);
  if (a.m.columns != b.m.rows) {
    if (is_number(a)) return scaled(b, a.m.values[0]);
    if (is_number(b)) return scaled(a, b.m.values[0]);
    not_conformable(a.m, b.m, "multiply", span);
  }
  Matrix out(a.m.rows, b.m.columns);
  if (any_missing(a.m) || any_missing(b.m)) {
    multiply_with_missing(a.m, b.m, out);
  } else {
    out.values = numeric::multiply(algebra_view(a.m), algebra_view(b.m)).data;
    for (double& x : out.values) x = data::checked(x);
  }
  out.row_names = a.m.row_names;
  out.column_names = b.m.column_names;
  return matrix_operand(std::move(out));
}

Operand quotient(const Operand& a, const Operand& b, ast::Span span) {
  if (!is_number(b)) not_conformable(a.m, b.m, "divide", span);
  const double by = b.m.values[0];
  Operand out = a;
  for (double& x : out.m.values)
    x = data::is_missing(x) || data::is_missing(by) || by == 0 ? data::missing : data::checked(x / by);
  return out;
}

Operand negated(Operand a) {
  for (double& x : a.m.values) x = negated_value(x);
  return a;
}

Matrix transposed(const Matrix& m) {
  Matrix out(m.columns, m.rows);
  for (std::size_t j = 0; j < m.columns; ++j)
    for (std::size_t i = 0; i < m.rows; ++i) out(j, i) = m(i, j);
  out.row_names = m.column_names;
  out.column_names = m.row_names;
  return out;
}

Matrix kronecker(const Matrix& a, const Matrix& b) {
  Matrix out(a.rows * b.rows, a.columns * b.columns);
  for (std::size_t j = 0; j < out.columns; ++j)
    for (std::size_t i = 0; i < out.rows; ++i)
      out(i, j) = matrix_times(a(i / b.rows, j / b.columns), b(i % b.rows, j % b.columns));
  out.row_names = crossed(a.row_names, b.row_names);
  out.column_names = crossed(a.column_names, b.column_names);
  return out;
}

Operand beside(const Operand& a, const Operand& b, ast::Span span) {
  if (a.m.columns == 0) return b;  // nullmat() of a matrix that does not exist
  if (a.m.rows != b.m.rows) not_conformable(a.m, b.m, "join side by side", span);
  Matrix out(a.m.rows, a.m.columns + b.m.columns);
  std::copy(a.m.values.begin(), a.m.values.end(), out.values.begin());
  std::copy(b.m.values.begin(), b.m.values.end(), out.values.begin() + static_cast<std::ptrdiff_t>(a.m.values.size()));
  const bool literal = a.literal && b.literal;
  out.row_names = a.literal && !b.literal ? b.m.row_names : a.m.row_names;
  if (!literal) out.column_names = joined_names(a.m.column_names, b.m.column_names);
  return {std::move(out), false, literal};
}

Operand above(const Operand& a, const Operand& b, ast::Span span) {
  if (a.m.rows == 0) return b;
  if (a.m.columns != b.m.columns) not_conformable(a.m, b.m, "stack", span);
  Matrix out(a.m.rows + b.m.rows, a.m.columns);
  for (std::size_t j = 0; j < out.columns; ++j)
    for (std::size_t i = 0; i < out.rows; ++i) out(i, j) = i < a.m.rows ? a.m(i, j) : b.m(i - a.m.rows, j);
  const bool literal = a.literal && b.literal;
  out.column_names = a.literal && !b.literal ? b.m.column_names : a.m.column_names;
  if (!literal) out.row_names = joined_names(a.m.row_names, b.m.row_names);
  return {std::move(out), false, literal};
}

}  // namespace nqp::eval
