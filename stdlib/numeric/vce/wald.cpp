#include "stdlib/numeric/vce/wald.hpp"

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

Wald wald(MatrixView restrictions, std::span<const double> values, std::span<const double> b, MatrixView V) {
  if (restrictions.cols != b.size() || V.rows != b.size() || values.size() != restrictions.rows) {
    throw Failure(FailureCode::conformability, "restrictions do not conform with the estimates");
  }
  std::vector<double> distance = multiply(restrictions, b);
  for (std::size_t i = 0; i < distance.size(); ++i) distance[i] -= values[i];
  const PseudoInverse middle = pseudo_inverse(quadratic_form(restrictions, V));
  if (middle.rank == 0) return {undefined, 0, undefined};
  Wald result;
  const std::vector<double> weighted = multiply(middle.inverse, distance);
  for (std::size_t i = 0; i < distance.size(); ++i) result.chi2 += distance[i] * weighted[i];
  result.df = static_cast<double>(middle.rank);
  // A negative square: V is indefinite to rounding, as after a fit without residuals within clusters.
  if (result.chi2 < 0) return {undefined, result.df, undefined};
  result.F = result.chi2 / result.df;
  return result;
}

Wald wald_zero(std::span<const std::size_t> coefficients, std::span<const double> b, MatrixView V) {
  std::vector<double> picked;
  for (const std::size_t j : coefficients) picked.push_back(b[j]);
  const std::vector<double> zeros(picked.size(), 0.0);
  return wald(identity(picked.size()), zeros, picked, submatrix(V, coefficients, coefficients));
}

}  // namespace nqp::numeric
