#include "stdlib/numeric/linear/polynomial_curve.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::numeric {

PolynomialCurve polynomial_curve(std::span<const double> x, std::span<const double> y, std::span<const double> weights,
                                 std::size_t degree, double level, int points, Progress& progress) {
  const MeanOnly of = summarize_mean(x);
  const auto power = [&](double at, std::size_t k) { return std::pow(at - of.mean, static_cast<double>(k)); };
  Matrix columns(x.size(), degree);
  for (std::size_t k = 0; k < degree; ++k)
    for (std::size_t i = 0; i < x.size(); ++i) columns(i, k) = power(x[i], k + 1);
  LinearSpec spec;
  spec.y = y, spec.x = columns, spec.weights = weights;
  if (!weights.empty()) spec.weight_kind = WeightKind::aweight;
  const LinearFit f = fit_linear(spec, {}, progress);
  const double quantile = level > 0 ? dist::invttail(f.df_r, (100 - level) / 200) : 0;
  PolynomialCurve out;
  for (int i = 0; i <= points; ++i) {
    const double at = of.min + (of.max - of.min) / points * i;
    std::vector<double> row;
    for (std::size_t k = 1; k <= degree; ++k) row.push_back(power(at, k));
    row.push_back(1);
    double fitted = 0, variance = 0;
    for (std::size_t a = 0; a < row.size(); ++a) {
      fitted += f.b[a] * row[a];
      for (std::size_t b = 0; b < row.size(); ++b) variance += row[a] * f.V(a, b) * row[b];
    }
    out.x.push_back(at), out.y.push_back(fitted);
    if (level > 0) out.half.push_back(quantile * std::sqrt(std::max(variance, 0.0)));
  }
  return out;
}

}  // namespace nqp::numeric
