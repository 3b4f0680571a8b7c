// (X'WX)^-1 of ill-conditioned problems: the normal matrix in double-double corrects the inverse that R gives.
#include <cmath>

#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/linalg/scaled_columns.hpp"

namespace nqp::numeric {
namespace {

using WideMatrix = std::vector<std::vector<DoubleDouble>>;

double value_at(const ScaledColumns& columns, std::size_t column, std::size_t row) {
  return columns.is_constant(column) ? 1.0 : columns.column(column)[row] * columns.scale[column];
}

WideMatrix wide_gram(const ScaledColumns& columns, const std::vector<std::size_t>& kept) {
  const std::size_t K = kept.size();
  const std::span<const double> weights = columns.problem.weights;
  WideMatrix S(K, std::vector<DoubleDouble>(K));
  for (std::size_t a = 0; a < K; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      DoubleDouble total;
      for (std::size_t i = 0; i < columns.rows(); ++i) {
        DoubleDouble product = two_product(value_at(columns, kept[a], i), value_at(columns, kept[b], i));
        if (!weights.empty()) product = product * weights[i];
        total = total + product;
      }
      S[a][b] = S[b][a] = total;
    }
  }
  return S;
}

// One column z of the inverse: z += D (unit - S z), D from R.
void correct_column(const WideMatrix& S, const Matrix& D, std::size_t unit, std::vector<DoubleDouble>& z) {
  const std::size_t K = z.size();
  std::vector<double> residual(K);
  for (std::size_t a = 0; a < K; ++a) {
    DoubleDouble total{a == unit ? 1.0 : 0.0, 0.0};
    for (std::size_t b = 0; b < K; ++b) total = total - S[a][b] * z[b];
    residual[a] = total.value();
  }
  for (std::size_t a = 0; a < K; ++a) {
    double step = 0;
    for (std::size_t b = 0; b < K; ++b) step += D(a, b) * residual[b];
    z[a] = z[a] + step;
  }
}

}  // namespace

void refine_inverse(const ScaledColumns& columns, const std::vector<std::size_t>& kept, Matrix& inverse) {
  const WideMatrix S = wide_gram(columns, kept);
  const Matrix first = inverse;
  for (std::size_t j = 0; j < kept.size(); ++j) {
    std::vector<DoubleDouble> z(kept.size());
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = {first(i, j), 0.0};
    for (int pass = 0; pass < 3; ++pass) correct_column(S, first, j, z);
    for (std::size_t i = j; i < z.size(); ++i) inverse(i, j) = inverse(j, i) = z[i].value();
  }
}

}  // namespace nqp::numeric
