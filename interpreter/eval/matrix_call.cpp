// Functions of matrices that give numbers: rowsof, colsof, el, rownumb, colnumb, det, trace, matmissing, mreldif …
#include <algorithm>
#include <cmath>

#include "interpreter/eval/compilation.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/eval/matrix_nodes.hpp"
#include "interpreter/eval/names.hpp"

namespace nqp::eval {
namespace {

const Matrix& named_matrix(const ast::Expression& e, const Scope& s) {
  if (const Matrix* m = matrix_of(e, s)) return *m;
  if (e.kind == ast::Expression::Kind::name) throw Error(111, "matrix " + e.text + " not found", e.span);
  if (e.kind == ast::Expression::Kind::stored)
    throw Error(111, "matrix " + e.text + "(" + e.member + ") not found", e.span);
  throw Error(509, "a matrix is expected here by its name", e.span, {"compute it first: matrix A = …"});
}

void require_count(const ast::Expression& e, std::size_t n, const char* syntax) {
  if (e.operands.size() == n) return;
  const std::string count = n == 1 ? " takes 1 argument" : " takes " + std::to_string(n) + " arguments";
  throw Error(198, "invalid syntax: " + std::string(syntax) + count, e.span);
}


bool symmetric(const Matrix& m) {
  if (m.rows != m.columns) return false;
  for (std::size_t j = 0; j < m.columns; ++j)
    for (std::size_t i = 0; i < j; ++i)
      if (m(i, j) != m(j, i)) return false;
  return true;
}

double zeros_on_diagonal(const Matrix& m) {
  if (m.rows != m.columns) return data::missing;
  double count = 0;
  for (std::size_t i = 0; i < m.rows; ++i) count += m(i, i) == 0 ? 1 : 0;
  return count;
}

// The number of the row or column with a name; `.` when there is none.
double label_number(const Node& name, const std::vector<std::string>& names) {
  if (!name.constant) throw Error(198, "the name must be the same in every row", name.span);
  const Matrix line = [&] {
    Matrix m(1, names.size());
    m.column_names = names;
    for (std::size_t j = 0; j < names.size(); ++j) m(0, j) = static_cast<double>(j + 1);
    return m;
  }();
  const Value index[] = {*name.constant};
  return element(line, index);
}

using OfMatrix = double (*)(const Matrix&);
struct CallEntry {
  const char* name;
  const char* syntax;
  OfMatrix value;
};

constexpr CallEntry call_entries[] = {
    {"rowsof", "rowsof(A)", [](const Matrix& m) { return static_cast<double>(m.rows); }},
    {"colsof", "colsof(A)", [](const Matrix& m) { return static_cast<double>(m.columns); }},
    {"det", "det(A)", determinant},
    {"trace", "trace(A)", trace},
    {"matmissing", "matmissing(A)", [](const Matrix& m) { return any_missing(m) ? 1.0 : 0.0; }},
    {"issymmetric", "issymmetric(A)", [](const Matrix& m) { return symmetric(m) ? 1.0 : 0.0; }},
    {"diag0cnt", "diag0cnt(A)", zeros_on_diagonal},
};

}  // namespace

double determinant(const Matrix& m) {
  if (m.rows != m.columns || any_missing(m)) return data::missing;
  Matrix a = m;
  double product = 1;
  for (std::size_t k = 0; k < a.rows; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < a.rows; ++i)
      if (std::fabs(a(i, k)) > std::fabs(a(pivot, k))) pivot = i;
    if (a(pivot, k) == 0) return 0;
    if (pivot != k) {
      for (std::size_t j = 0; j < a.rows; ++j) std::swap(a(k, j), a(pivot, j));
      product = -product;
    }
    product *= a(k, k);
    for (std::size_t i = k + 1; i < a.rows; ++i) {
      const double factor = a(i, k) / a(k, k);
      for (std::size_t j = k; j < a.rows; ++j) a(i, j) -= factor * a(k, j);
    }
  }
  return data::checked(product);
}

double trace(const Matrix& m) {
  if (m.rows != m.columns || any_missing(m)) return data::missing;
  double sum = 0;
  for (std::size_t i = 0; i < m.rows; ++i) sum += m(i, i);
  return data::checked(sum);
}

double relative_difference(const Matrix& x, const Matrix& y) {
  if (x.rows != y.rows || x.columns != y.columns || any_missing(x) || any_missing(y)) return data::missing;
  double largest = 0;
  for (std::size_t i = 0; i < x.values.size(); ++i)
    largest = std::max(largest, std::fabs(x.values[i] - y.values[i]) / (std::fabs(y.values[i]) + 1));
  return data::checked(largest);
}

std::optional<Node> build_matrix_call(const ast::Expression& e, Compilation& c) {
  const std::string& name = e.text;
  for (const CallEntry& entry : call_entries) {
    if (name != entry.name) continue;
    require_count(e, 1, entry.syntax);
    return constant_node(entry.value(named_matrix(e.operands[0], c.scope)), e.span);
  }
  if (name == "el") {
    require_count(e, 3, "el(A,i,j)");
    std::vector<Node> index;
    index.push_back(build(e.operands[1], c));
    index.push_back(build(e.operands[2], c));
    return matrix_element(named_matrix(e.operands[0], c.scope), std::move(index), e.span);
  }
  if (name == "rownumb" || name == "colnumb") {
    require_count(e, 2, name == "rownumb" ? "rownumb(A,s)" : "colnumb(A,s)");
    const Matrix& m = named_matrix(e.operands[0], c.scope);
    const Node label = build(e.operands[1], c);
    require_string(label);
    return constant_node(label_number(label, name == "rownumb" ? m.row_names : m.column_names), e.span);
  }
  if (name == "mreldif") {
    require_count(e, 2, "mreldif(A,B)");
    const Matrix& a = named_matrix(e.operands[0], c.scope);
    return constant_node(relative_difference(a, named_matrix(e.operands[1], c.scope)), e.span);
  }
  return std::nullopt;
}

}  // namespace nqp::eval
