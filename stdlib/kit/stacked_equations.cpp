#include "stdlib/kit/stacked_equations.hpp"

#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::kit {

StackedEquation stacked_equation(std::string name, const command::Terms& terms, bool constant,
                                 const EstimationSample& s, const command::Context& c) {
  StackedEquation q;
  q.name = std::move(name);
  q.design = make_design(terms, constant, s, c);
  const numeric::Matrix& all = q.design.x;
  q.x = numeric::Matrix(s.size(), 0);
  q.omitted.assign(all.cols, 0);
  if (all.cols == 0) return q;
  const std::vector<double> none(s.size(), 0.0);
  const numeric::LeastSquares ls =
      numeric::least_squares({.y = none, .x = all, .constant = constant, .want_residuals = false});
  for (std::size_t j = 0; j < all.cols; ++j) {
    q.omitted[j] = ls.omitted[j];
    if (q.omitted[j]) continue;
    const std::span<const double> column = all.column(j);
    q.x.data.insert(q.x.data.end(), column.begin(), column.end());
    ++q.x.cols;
  }
  return q;
}

Coefficients stacked_coefficients(const std::vector<StackedEquation>& equations, const std::vector<double>& b,
                                  numeric::MatrixView V) {
  Coefficients out;
  std::vector<std::size_t> source;  // 1 + parameter behind each coefficient; 0: none
  std::size_t next = 1;
  for (const StackedEquation& q : equations) {
    const std::size_t columns = q.design.x.cols + (q.design.constant ? 1 : 0);
    std::vector<double> numbers(columns, 0.0);
    for (std::size_t j = 0; j < columns; ++j)
      if (j >= q.omitted.size() || !q.omitted[j]) numbers[j] = static_cast<double>(next++);
    // Numbers in the place of coefficients come back beside their names.
    const Coefficients k = coefficients(q.design, numbers, numeric::Matrix(columns, columns), q.omitted);
    for (std::size_t j = 0; j < k.names.size(); ++j) {
      out.names.push_back(q.name + ":" + k.names[j]);
      source.push_back(static_cast<std::size_t>(k.b[j]));
    }
    out.omitted.insert(out.omitted.end(), k.omitted.begin(), k.omitted.end());
    out.empty.insert(out.empty.end(), k.empty.begin(), k.empty.end());
  }
  const std::size_t n = source.size();
  out.b.assign(n, 0.0);
  out.V = numeric::Matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    if (source[i] == 0) continue;
    out.b[i] = b[source[i] - 1];
    for (std::size_t j = 0; j < n; ++j)
      if (source[j] != 0) out.V(i, j) = V(source[i] - 1, source[j] - 1);
  }
  return out;
}

}  // namespace nqp::kit
