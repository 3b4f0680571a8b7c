#include "stdlib/numeric/panel/panel_tests.hpp"

#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric {

BreuschPagan breusch_pagan_lm(std::span<const double> residuals, Codes panel) {
  const DenseCodes codes = dense_codes(panel);
  std::vector<DoubleDouble> sums(static_cast<std::size_t>(codes.levels));
  std::vector<double> sizes(sums.size(), 0.0);
  DoubleDouble squares;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    const auto g = static_cast<std::size_t>(codes.values[i]);
    sums[g] = sums[g] + residuals[i];
    sizes[g] += 1;
    squares = squares + two_product(residuals[i], residuals[i]);
  }
  DoubleDouble between;
  double size_squares = 0;
  for (std::size_t g = 0; g < sums.size(); ++g) {
    between = between + sums[g] * sums[g];
    size_squares += sizes[g] * sizes[g];
  }
  const double N = static_cast<double>(residuals.size());
  BreuschPagan test;
  if (!(size_squares > N)) return {undefined, undefined, undefined, undefined};
  test.A = 1 - between.value() / squares.value();
  test.lm = N * N / 2 * test.A * test.A / (size_squares - N);
  test.chi2 = test.A < 0 ? test.lm : 0;
  test.p = test.A < 0 ? 0.5 * dist::chi2tail(1, test.lm) : 1;
  return test;
}

Hausman hausman(const HausmanSide& consistent, const HausmanSide& efficient, HausmanVariance variance) {
  const std::size_t k = consistent.b.size();
  if (efficient.b.size() != k || consistent.V.rows != k || efficient.V.rows != k) {
    throw Failure(FailureCode::conformability, "the two models have different coefficients");
  }
  const double sigma = variance == HausmanVariance::sigmamore ? efficient.sigma : consistent.sigma;
  const auto rescale = [&](const HausmanSide& side) {
    const double ratio = variance == HausmanVariance::separate ? 1 : sigma / side.sigma;
    return scale(side.V, ratio * ratio);
  };
  const Matrix V = add(rescale(consistent), rescale(efficient), -1.0);
  Hausman test;
  for (std::size_t j = 0; j < k; ++j) {
    test.difference.push_back(consistent.b[j] - efficient.b[j]);
    test.se.push_back(V(j, j) >= 0 ? std::sqrt(V(j, j)) : undefined);
  }
  const PseudoInverse inverse = pseudo_inverse(V);
  const std::vector<double> weighted = multiply(inverse.inverse, test.difference);
  for (std::size_t j = 0; j < k; ++j) test.chi2 += test.difference[j] * weighted[j];
  test.df = static_cast<double>(inverse.rank);
  test.p = test.chi2 >= 0 && test.df > 0 ? dist::chi2tail(test.df, test.chi2) : undefined;
  if (k > 0) {
    const SymmetricEigen roots = symmetric_eigen(V);
    test.positive_definite = roots.values.front() > 0;
  }
  return test;
}

}  // namespace nqp::numeric
