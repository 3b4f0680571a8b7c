// Functions that give matrices.
#include <algorithm>
#include <cmath>

#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/eval/matrix_operand.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::eval {
namespace {

using Arguments = std::vector<ast::Expression>;

numeric::MatrixView argument_view(const Matrix& m) { return {m.values.data(), m.rows, m.columns}; }

Matrix named_like(const numeric::Matrix& m, std::vector<std::string> rows, std::vector<std::string> columns) {
  Matrix out(m.rows, m.cols);
  for (std::size_t i = 0; i < m.data.size(); ++i) out.values[i] = data::checked(m.data[i]);
  out.row_names = std::move(rows);
  out.column_names = std::move(columns);
  return out;
}

void need_square(const Matrix& m, ast::Span span) {
  if (m.rows != m.columns) throw Error(503, "conformability error: the matrix is not square", span);
}

void need_numbers(const Matrix& m, ast::Span span) {
  if (any_missing(m)) throw Error(504, "matrix has missing values", span);
}

void need_symmetric(const Matrix& m, ast::Span span) {
  need_square(m, span);
  if (!is_symmetric(m)) throw Error(505, "matrix not symmetric", span, {"(A + A')/2 is symmetric"});
}

std::size_t size_argument(const ast::Expression& e, const Scope& s) {
  const double n = number_argument(e, s);
  if (data::is_missing(n) || n < 1 || n > 65534)
    throw Error(503, "conformability error: a number of rows or columns is at least 1", e.span);
  return static_cast<std::size_t>(n);
}

Matrix constant(const Arguments& a, const Scope& s) {
  const std::size_t rows = size_argument(a[0], s), columns = size_argument(a[1], s);
  if (rows * columns > 100'000'000) throw Error(915, "matrix too large", a[0].span);
  return Matrix(rows, columns, number_argument(a[2], s));
}

Matrix identity(const Arguments& a, const Scope& s) {
  const std::size_t n = size_argument(a[0], s);
  if (n > 10'000) throw Error(915, "matrix too large", a[0].span);
  Matrix out(n, n);
  for (std::size_t i = 0; i < n; ++i) out(i, i) = 1;
  return out;
}

Matrix inverse(const Arguments& a, const Scope& s) {
  const Matrix m = matrix_argument(a[0], s);
  need_square(m, a[0].span);
  need_numbers(m, a[0].span);
  const auto singular = [&] {
    return Error(504, "matrix is singular: it has no inverse", a[0].span, {"invsym() gives a generalised inverse"});
  };
  const std::vector<double> values = numeric::singular_values(argument_view(m)).values;
  if (values.back() <= 1e-16 * static_cast<double>(values.size()) * values.front()) throw singular();
  try {
    return named_like(numeric::inverse(argument_view(m)), m.column_names, m.row_names);
  } catch (const numeric::Failure&) {
    throw singular();
  }
}

// Sweeps one pivot of a matrix (Goodnight 1979, The American Statistician 33, 149-158).
void sweep_pivot(Matrix& m, std::size_t k) {
  const double pivot = m(k, k);
  for (std::size_t j = 0; j < m.columns; ++j)
    if (j != k) m(k, j) /= pivot;
  for (std::size_t i = 0; i < m.rows; ++i) {
    if (i == k) continue;
    const double factor = m(i, k);
    for (std::size_t j = 0; j < m.columns; ++j)
      if (j != k) m(i, j) -= factor * m(k, j);
    m(i, k) = -factor / pivot;
  }
  m(k, k) = 1 / pivot;
}

// The g2 inverse: rows and columns that depend on earlier ones become zero. Sweeps the matrix scaled to a unit
// diagonal, so that units of measurement do not decide the rank.
Matrix generalised_inverse(const Matrix& m) {
  const std::size_t n = m.rows;
  std::vector<double> scale(n);
  for (std::size_t i = 0; i < n; ++i) scale[i] = m(i, i) > 0 ? 1 / std::sqrt(m(i, i)) : 0;
  Matrix w(n, n);
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = 0; i < n; ++i) w(i, j) = m(i, j) * scale[i] * scale[j];
  std::vector<bool> swept(n);
  for (std::size_t k = 0; k < n; ++k) {
    swept[k] = w(k, k) > 1e-13;
    if (swept[k]) sweep_pivot(w, k);
  }
  Matrix out(n, n);
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = 0; i < n; ++i)
      out(i, j) = swept[i] && swept[j] ? data::checked(0.5 * (w(i, j) + w(j, i)) * scale[i] * scale[j]) : 0;
  return out;
}

Matrix symmetric_inverse(const Arguments& a, const Scope& s) {
  const Matrix m = matrix_argument(a[0], s);
  need_numbers(m, a[0].span);
  need_symmetric(m, a[0].span);
  Matrix out = [&] {
    try {
      const numeric::Matrix exact = numeric::inverse_spd(argument_view(m));
      Matrix swept = generalised_inverse(m);
      for (std::size_t i = 0; i < m.rows; ++i)
        if (swept(i, i) == 0) return swept;
      swept.values = exact.data;
      return swept;
    } catch (const numeric::Failure&) {
      return generalised_inverse(m);
    }
  }();
  out.row_names = m.column_names;
  out.column_names = m.row_names;
  return out;
}

Matrix cholesky_factor(const Arguments& a, const Scope& s) {
  const Matrix m = matrix_argument(a[0], s);
  need_numbers(m, a[0].span);
  need_symmetric(m, a[0].span);
  try {
    return named_like(numeric::cholesky(argument_view(m)), m.row_names, m.column_names);
  } catch (const numeric::Failure&) {
    throw Error(506, "matrix not positive definite", a[0].span);
  }
}

Matrix diagonal_matrix(const Arguments& a, const Scope& s) {
  const Matrix v = matrix_argument(a[0], s);
  if (v.rows != 1 && v.columns != 1) throw Error(503, "conformability error: diag() takes a vector", a[0].span);
  const std::size_t n = v.values.size();
  Matrix out(n, n);
  for (std::size_t i = 0; i < n; ++i) out(i, i) = v.values[i];
  out.row_names = out.column_names = v.rows == 1 ? v.column_names : v.row_names;
  return out;
}

Matrix diagonal_vector(const Arguments& a, const Scope& s) {
  const Matrix m = matrix_argument(a[0], s);
  need_square(m, a[0].span);
  Matrix out(1, m.columns);
  for (std::size_t j = 0; j < m.columns; ++j) out(0, j) = m(j, j);
  out.column_names = m.column_names;
  return out;
}

Matrix stacked_columns(const Arguments& a, const Scope& s) {
  const Matrix m = matrix_argument(a[0], s);
  Matrix out(m.values.size(), 1);
  out.values = m.values;
  for (std::size_t j = 0; j < m.columns; ++j)
    for (std::size_t i = 0; i < m.rows; ++i) out.row_names[i + j * m.rows] = m.column_names[j] + ":" + m.row_names[i];
  return out;
}

Matrix elementwise_product(const Arguments& a, const Scope& s) {
  Matrix x = matrix_argument(a[0], s);
  const Matrix y = matrix_argument(a[1], s);
  if (x.rows != y.rows || x.columns != y.columns) not_conformable(x, y, "multiply element by element", a[1].span);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const bool gone = data::is_missing(x.values[i]) || data::is_missing(y.values[i]);
    x.values[i] = gone ? data::missing : data::checked(x.values[i] * y.values[i]);
  }
  return x;
}

Matrix correlations(const Arguments& a, const Scope& s) {
  Matrix m = matrix_argument(a[0], s);
  need_numbers(m, a[0].span);
  need_symmetric(m, a[0].span);
  std::vector<double> sd(m.rows);
  for (std::size_t i = 0; i < m.rows; ++i) {
    if (m(i, i) == 0) throw Error(508, "matrix has zero values on its diagonal", a[0].span);
    if (m(i, i) < 0) throw Error(506, "matrix not positive definite", a[0].span);
    sd[i] = std::sqrt(m(i, i));
  }
  for (std::size_t j = 0; j < m.columns; ++j)
    for (std::size_t i = 0; i < m.rows; ++i) m(i, j) = i == j ? 1 : m(i, j) / (sd[i] * sd[j]);
  return m;
}

Matrix swept(const Arguments& a, const Scope& s) {
  Matrix m = matrix_argument(a[0], s);
  need_square(m, a[0].span);
  need_numbers(m, a[0].span);
  const double k = number_argument(a[1], s);
  if (data::is_missing(k) || k < 1 || k > static_cast<double>(m.rows))
    throw Error(503, "conformability error: no such column", a[1].span);
  const std::size_t pivot = static_cast<std::size_t>(k) - 1;
  if (m(pivot, pivot) == 0) {
    for (std::size_t i = 0; i < m.rows; ++i) m(i, pivot) = m(pivot, i) = 0;
    return m;
  }
  sweep_pivot(m, pivot);
  std::swap(m.row_names[pivot], m.column_names[pivot]);
  return m;
}

// Nothing, so that a loop may begin with nullmat(A) \ row.
Matrix perhaps(const Arguments& a, const Scope& s) {
  if (a[0].kind != ast::Expression::Kind::name) throw Error(198, "nullmat() takes the name of a matrix", a[0].span);
  const Matrix* m = s.environment.matrix(a[0].text);
  return m ? *m : Matrix();
}

Matrix from_estimates(const Arguments& a, const Scope& s) {
  const std::string& asked = a[0].text;
  const Stored stored = s.environment.stored('e', asked == "VCE" ? "V" : asked == "_b" ? "b" : asked);
  if (const auto* m = std::get_if<const Matrix*>(&stored)) return **m;
  throw Error(301, "last estimates not found", a[0].span, {"get(_b) and get(VCE) read the last estimates"});
}

// The lower triangle, column by column.
Matrix half_vector(const Arguments& a, const Scope& s) {
  const Matrix m = matrix_argument(a[0], s);
  need_symmetric(m, a[0].span);
  Matrix out(m.rows * (m.rows + 1) / 2, 1);
  std::size_t k = 0;
  for (std::size_t j = 0; j < m.columns; ++j)
    for (std::size_t i = j; i < m.rows; ++i, ++k) {
      out.values[k] = m(i, j);
      out.row_names[k] = m.column_names[j] + ":" + m.row_names[i];
    }
  return out;
}

Matrix from_half_vector(const Arguments& a, const Scope& s) {
  const Matrix v = matrix_argument(a[0], s);
  const std::size_t length = v.values.size();
  const auto n = static_cast<std::size_t>((std::sqrt(8.0 * static_cast<double>(length) + 1) - 1) / 2 + .5);
  if ((v.rows != 1 && v.columns != 1) || n * (n + 1) / 2 != length)
    throw Error(503, "conformability error: invvech() takes a vector of n(n+1)/2 elements", a[0].span);
  Matrix out(n, n);
  std::size_t k = 0;
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = j; i < n; ++i, ++k) out(i, j) = out(j, i) = v.values[k];
  return out;
}

Matrix random_uniforms(const Arguments& a, const Scope& s) {
  Matrix out(size_argument(a[0], s), size_argument(a[1], s));
  for (std::size_t i = 0; i < out.rows; ++i)
    for (std::size_t j = 0; j < out.columns; ++j) out(i, j) = numeric::rng::uniform(s.environment.rng());
  return out;
}

struct FunctionEntry {
  const char* name;
  std::size_t arguments;
  const char* syntax;
  Matrix (*value)(const Arguments&, const Scope&);
};

constexpr FunctionEntry function_entries[] = {
    {"J", 3, "J(rows, columns, value)", constant},
    {"I", 1, "I(n)", identity},
    {"inv", 1, "inv(A)", inverse},
    {"invsym", 1, "invsym(A)", symmetric_inverse},
    {"syminv", 1, "syminv(A)", symmetric_inverse},
    {"cholesky", 1, "cholesky(A)", cholesky_factor},
    {"diag", 1, "diag(v)", diagonal_matrix},
    {"vecdiag", 1, "vecdiag(A)", diagonal_vector},
    {"vec", 1, "vec(A)", stacked_columns},
    {"hadamard", 2, "hadamard(A, B)", elementwise_product},
    {"corr", 1, "corr(A)", correlations},
    {"sweep", 2, "sweep(A, i)", swept},
    {"vech", 1, "vech(A)", half_vector},
    {"invvech", 1, "invvech(v)", from_half_vector},
    {"matuniform", 2, "matuniform(rows, columns)", random_uniforms},
    {"nullmat", 1, "nullmat(A)", perhaps},
    {"get", 1, "get(_b)", from_estimates},
};

const FunctionEntry* find(const std::string& name) {
  const auto* it = std::find_if(std::begin(function_entries), std::end(function_entries),
                                [&](const FunctionEntry& e) { return name == e.name; });
  return it == std::end(function_entries) ? nullptr : it;
}

}  // namespace

bool gives_matrix(const std::string& function) { return find(function) != nullptr; }

Operand matrix_call(const ast::Expression& call, const Scope& s) {
  const FunctionEntry& entry = *find(call.text);
  if (call.operands.size() != entry.arguments)
    throw Error(198, "invalid syntax: " + std::string(entry.syntax), call.span);
  return matrix_operand(entry.value(call.operands, s));
}

}  // namespace nqp::eval
