#include "stdlib/numeric/multivariate/scale_reliability.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::numeric {
namespace {

// Covariance and correlation over the rows that both have.
struct JointMoments {
  double covariance = 0, correlation = 0;
};

JointMoments joint_moments(std::span<const double> x, std::span<const double> y) {
  Matrix both(0, 2);
  for (const auto& [own, other] : {std::pair(x, y), std::pair(y, x)})
    for (std::size_t i = 0; i < own.size(); ++i)
      if (is_defined(own[i]) && is_defined(other[i])) both.data.push_back(own[i]);
  both.rows = both.data.size() / 2;
  const Covariance c = covariance(both);
  return {c.covariance(0, 1), c.correlation(0, 1)};
}

std::vector<int> component_signs(MatrixView x) {
  const std::size_t k = x.cols;
  Matrix r = identity(k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < i; ++j) r(i, j) = r(j, i) = joint_moments(x.column(i), x.column(j)).correlation;
  const SymmetricEigen e = symmetric_eigen(r);
  std::vector<int> out;
  int sum = 0;
  for (std::size_t i = 0; i < k; ++i) {
    out.push_back(e.vectors(i, k - 1) < 0 ? -1 : 1);
    sum += out.back();
  }
  for (int& s : out) s = sum < 0 ? -s : s;
  return out;
}

// Covariances of all pairs, variances on the diagonal; correlations and ones where items are standardised.
Matrix joint_table(MatrixView x, bool standardised) {
  Matrix out(x.cols, x.cols);
  for (std::size_t i = 0; i < x.cols; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const JointMoments m = joint_moments(x.column(i), x.column(j));
      out(i, j) = !standardised ? m.covariance : i == j ? 1.0 : m.correlation;
    }
  return out;
}

Reliability reliability(const Matrix& table, std::size_t without) {
  Reliability out;
  double pairs = 0, k = 0;
  for (std::size_t i = 0; i < table.rows; ++i) {
    if (i == without) continue;
    ++k;
    out.within += table(i, i);
    for (std::size_t j = 0; j < i; ++j)
      if (j != without) out.between += table(i, j), ++pairs;
  }
  out.between = pairs > 0 ? out.between / pairs : undefined;
  out.within /= k;
  out.alpha = k * out.between / (out.within + (k - 1) * out.between);
  return out;
}

}  // namespace

KnownMoments known_moments(std::span<const double> x) {
  std::vector<double> known;
  for (const double v : x)
    if (is_defined(v)) known.push_back(v);
  const Summary s = summarize(known);
  return {s.n, s.mean, s.sd};
}

std::vector<double> scale_means(MatrixView items, std::size_t without, int least) {
  std::vector<double> out(items.rows, undefined);
  for (std::size_t r = 0; r < out.size(); ++r) {
    double sum = 0;
    int known = 0;
    for (std::size_t i = 0; i < items.cols; ++i)
      if (i != without && is_defined(items(r, i))) sum += items(r, i), ++known;
    if (known >= std::max(least, 1)) out[r] = sum / known;
  }
  return out;
}

ItemScale item_scale(MatrixView x, std::vector<int> signs, bool standardised) {
  if (signs.empty()) signs = component_signs(x);
  ItemScale out;
  out.used = Matrix(x.rows, x.cols);
  std::vector<double> counts;
  for (std::size_t i = 0; i < x.cols; ++i) {
    const KnownMoments own = known_moments(x.column(i));
    counts.push_back(own.n);
    for (std::size_t r = 0; r < x.rows; ++r)
      out.used(r, i) = signs[i] * (standardised ? (x(r, i) - own.mean) / own.sd : x(r, i));
  }
  const Matrix table = joint_table(out.used, standardised);
  out.total = reliability(table, every_item);
  const std::vector<double> all = scale_means(out.used, every_item, 1);
  for (std::size_t i = 0; i < x.cols; ++i) {
    const std::span<const double> own = MatrixView(out.used).column(i);
    ScaleItem item{counts[i], signs[i], joint_moments(own, all).correlation,
                   joint_moments(own, scale_means(out.used, i, 1)).correlation, {undefined, 0, undefined}};
    if (x.cols > 2) item.without = reliability(table, i);
    out.items.push_back(item);
  }
  return out;
}

}  // namespace nqp::numeric
