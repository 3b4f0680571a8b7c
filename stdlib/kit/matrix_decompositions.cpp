#include "stdlib/kit/matrix_decompositions.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

#include "grammar/parse.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/linalg/general.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;

struct Task {
  std::vector<std::string> names;
  eval::Matrix a;
};

Task read(std::string_view text, std::size_t results, const char* syntax, const Context& c) {
  const std::size_t equals = text.find('=');
  Task t;
  t.names = grammar::split_words(text.substr(0, equals));
  if (equals == std::string_view::npos || t.names.size() != results)
    throw Error(198, std::string("invalid syntax: ") + syntax);
  for (std::size_t i = 0; i < results; ++i) {
    if (!data::valid_name(t.names[i])) throw Error(198, t.names[i] + " is not a valid name for a matrix");
    if (std::count(t.names.begin(), t.names.end(), t.names[i]) > 1)
      throw Error(507, "name conflict: " + t.names[i] + " is named twice");
  }
  const std::string expression(text.substr(equals + 1));
  t.a = eval::evaluate_matrix(*grammar::parse_matrix_expression(expression), c.scope);
  if (eval::any_missing(t.a)) throw Error(504, "matrix has missing values");
  return t;
}

std::vector<std::string> numbered_names(std::size_t n) { return eval::Matrix::default_names('e', n); }

// Eigenvectors are unique up to their sign only.
void fix_signs(numeric::Matrix& vectors) {
  for (std::size_t j = 0; j < vectors.cols; ++j) {
    const auto column = vectors.column(j);
    const double largest = *std::max_element(column.begin(), column.end(), [](double x, double y) {
      return std::fabs(x) < std::fabs(y) - 1e-12;
    });
    if (largest < 0)
      for (double& x : column) x = -x;
  }
}

}  // namespace

Output singular_value_decomposition(std::string_view text, const Context& c) {
  const Task t = read(text, 3, "matrix svd U w V = A", c);
  if (t.a.rows < t.a.columns)
    throw Error(503, "conformability error", std::nullopt, {"svd needs as many rows as columns; decompose A' instead"});
  const numeric::SingularValues s =
      compute(c, [&](numeric::Progress&) { return numeric::singular_values(numeric_matrix(t.a)); });
  Output out;
  out.matrices.emplace_back(t.names[0], named_matrix(s.u, t.a.row_names, t.a.column_names));
  out.matrices.emplace_back(t.names[1], named_row(s.values, "r1", t.a.column_names));
  out.matrices.emplace_back(t.names[2], named_matrix(s.v, t.a.column_names, t.a.column_names));
  return out;
}

Output symmetric_eigenvectors(std::string_view text, const Context& c) {
  const Task t = read(text, 2, "matrix symeigen X v = A", c);
  if (!eval::is_symmetric(t.a)) throw Error(505, "matrix not symmetric");
  const numeric::SymmetricEigen e =
      compute(c, [&](numeric::Progress&) { return numeric::symmetric_eigen(numeric_matrix(t.a)); });
  const std::size_t n = t.a.rows;
  numeric::Matrix vectors(n, n);
  for (std::size_t j = 0; j < n; ++j)
    std::copy(e.vectors.column(n - 1 - j).begin(), e.vectors.column(n - 1 - j).end(), vectors.column(j).begin());
  fix_signs(vectors);
  const std::vector<double> values(e.values.rbegin(), e.values.rend());
  Output out;
  out.matrices.emplace_back(t.names[0], named_matrix(vectors, t.a.row_names, numbered_names(n)));
  out.matrices.emplace_back(t.names[1], named_row(values, "r1", numbered_names(n)));
  return out;
}

Output eigenvalues(std::string_view text, const Context& c) {
  const Task t = read(text, 2, "matrix eigenvalues r c = A", c);
  if (t.a.rows != t.a.columns) throw Error(503, "conformability error: the matrix is not square");
  std::vector<std::complex<double>> values =
      compute(c, [&](numeric::Progress&) { return numeric::eigenvalues(numeric_matrix(t.a)); });
  std::stable_sort(values.begin(), values.end(),
                   [](const auto& x, const auto& y) { return std::abs(x) > std::abs(y); });
  std::vector<double> real, imaginary;
  for (const std::complex<double>& x : values) {
    real.push_back(x.real());
    imaginary.push_back(x.imag());
  }
  Output out;
  out.matrices.emplace_back(t.names[0], named_row(real, "real", numbered_names(real.size())));
  out.matrices.emplace_back(t.names[1], named_row(imaginary, "complex", numbered_names(real.size())));
  return out;
}

}  // namespace nqp::kit
