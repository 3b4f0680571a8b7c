#include "stdlib/numeric/quantile/moment_quantiles.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/density/kernel_density.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::numeric {
namespace {

// x without its effects, the inverse of its cross product, and how columns are projected on both.
struct EffectsProjection {
  const Absorber& absorber;
  Matrix x;
  std::vector<double> noise;   // rounding that the effects leave in columns they explain
  LeastSquares base;

  // Coefficients of v on x and the effects, and the residuals.
  LeastSquares regress(std::span<const double> v, Progress& progress) const {
    Matrix column(v.size(), 1, std::vector<double>(v.begin(), v.end()));
    absorber.partial_out(column, progress);
    LeastSquaresProblem problem;
    problem.y = column.column(0);
    problem.x = x;
    problem.column_noise = noise;
    return least_squares(problem);
  }
};

double mean_of_column(std::span<const double> v) {
  double out = 0;
  for (const double x : v) out += x / static_cast<double>(v.size());
  return out;
}

// The smallest value with at least the share `tau` of the values at or below it.
double lowest_with_share(std::vector<double> u, double tau) {
  const double n = static_cast<double>(u.size());
  const auto at = static_cast<std::ptrdiff_t>(std::max(1.0, std::ceil(n * tau - 1e-9))) - 1;
  std::nth_element(u.begin(), u.begin() + at, u.end());
  return u[static_cast<std::size_t>(at)];
}

// Influence of every row on the coefficients of a regression whose errors are e: n (X'X)^-1 x e, and for the constant
// e less the means of x times that.
Matrix moment_influence(const EffectsProjection& p, std::span<const double> means, std::span<const double> e) {
  const std::size_t n = e.size(), k = p.x.cols;
  Matrix out = multiply(p.x, scale(p.base.xtx_inverse, static_cast<double>(n)));
  Matrix full(n, k + 1);
  for (std::size_t i = 0; i < n; ++i) {
    full(i, k) = e[i];
    for (std::size_t j = 0; j < k; ++j) {
      full(i, j) = out(i, j) * e[i];
      full(i, k) -= means[j] * full(i, j);
    }
  }
  return full;
}

Matrix summed_by_cluster(const Matrix& rows, const MomentQuantilesSpec& s) {
  if (s.clusters.empty()) return rows;
  Matrix out(s.cluster_count, rows.cols);
  for (std::size_t j = 0; j < rows.cols; ++j)
    for (std::size_t i = 0; i < rows.rows; ++i) out(static_cast<std::size_t>(s.clusters[i]), j) += rows(i, j);
  return out;
}

std::vector<double> and_constant(const LeastSquares& fit, std::span<const double> means, double mean) {
  std::vector<double> out = fit.b;
  out.push_back(mean);
  for (std::size_t j = 0; j < means.size(); ++j) out.back() -= means[j] * fit.b[j];
  return out;
}

}  // namespace

MomentQuantiles moment_quantiles(const MomentQuantilesSpec& s, Progress& progress) {
  const std::size_t n = s.y.size(), k = s.x.cols, blocks = 2 + s.quantiles.size();
  const Absorber absorber(s.effects, {});
  EffectsProjection p{absorber, Matrix(n, k, std::vector<double>(s.x.data, s.x.data + n * k)), {}, {}};
  std::vector<double> means;
  for (std::size_t j = 0; j < k; ++j) {
    means.push_back(mean_of_column(s.x.column(j)));
    double squares = 0;
    for (const double x : s.x.column(j)) squares += x * x;
    p.noise.push_back((stored_as_float_fractions(s.x.column(j)) ? 4 * 0x1p-24 : 1e-10) * std::sqrt(squares));
  }
  absorber.partial_out(p.x, progress);
  for (std::size_t j = 0; j < k; ++j) {   // what the effects explain leaves nothing but rounding
    double squares = 0;
    for (const double x : p.x.column(j)) squares += x * x;
    if (std::sqrt(squares) <= p.noise[j]) std::fill(p.x.column(j).begin(), p.x.column(j).end(), 0.0);
  }
  p.base = p.regress(s.y, progress);
  if (n <= p.base.rank + 1)
    throw Failure(FailureCode::insufficient_observations, "rows", {{"N", static_cast<double>(n)}});
  const std::vector<double>& e = p.base.residuals;
  std::vector<double> size(n), sigma(n), u(n), inverse(n), v(n);
  for (std::size_t i = 0; i < n; ++i) size[i] = std::fabs(e[i]);
  const double mean_size = mean_of_column(size);
  double largest = 0;
  for (const double y : s.y) largest = std::fmax(largest, std::fabs(y));
  if (!(mean_size > 1e-12 * largest))
    throw Failure(FailureCode::no_variance, "the location fits perfectly");
  const LeastSquares scale_fit = p.regress(size, progress);
  MomentQuantiles out;
  double signs = 0;
  for (std::size_t i = 0; i < n; ++i) {
    sigma[i] = size[i] - scale_fit.residuals[i];
    out.nonpositive += sigma[i] <= 0 ? 1 : 0;
    u[i] = e[i] / sigma[i], inverse[i] = 1 / sigma[i];
    signs += (e[i] > 0 ? 1.0 : e[i] < 0 ? -1.0 : 0.0) / static_cast<double>(n);
  }
  // The scale's error when the location is estimated: |e| moves by the mean sign.
  for (std::size_t i = 0; i < n; ++i) v[i] = scale_fit.residuals[i] - signs * e[i];
  const LeastSquares of_inverse = p.regress(inverse, progress);
  std::vector<double> pull(n);   // 1/σ projected on x and the effects
  for (std::size_t i = 0; i < n; ++i) pull[i] = inverse[i] - of_inverse.residuals[i];
  out.omitted = p.base.omitted;
  out.b = Matrix(k + 1, blocks);
  const std::vector<double> location = and_constant(p.base, means, mean_of_column(s.y));
  const std::vector<double> scales = and_constant(scale_fit, means, mean_size);
  std::copy(location.begin(), location.end(), out.b.column(0).begin());
  std::copy(scales.begin(), scales.end(), out.b.column(1).begin());
  const Matrix on_location = moment_influence(p, means, e), on_scale = moment_influence(p, means, v);
  Matrix all(n, (k + 1) * blocks);
  std::copy(on_location.data.begin(), on_location.data.end(), all.data.begin());
  std::copy(on_scale.data.begin(), on_scale.data.end(), all.data.begin() + static_cast<std::ptrdiff_t>(n * (k + 1)));
  for (std::size_t t = 0; t < s.quantiles.size(); ++t) {
    const double tau = s.quantiles[t], q = lowest_with_share(u, tau);
    DensitySpec density;
    density.x = u;
    density.kernel = Kernel::gaussian;
    density.at = {q};
    const double f = kernel_density(density, progress).density.front();
    out.q.push_back(q);
    for (std::size_t j = 0; j <= k; ++j) {
      out.b(j, 2 + t) = location[j] + q * scales[j];
      for (std::size_t i = 0; i < n; ++i) {
        const double on_q = (tau - (u[i] <= q ? 1 : 0)) / f - pull[i] * (e[i] + q * v[i]);
        all(i, (2 + t) * (k + 1) + j) = on_location(i, j) + q * on_scale(i, j) + scales[j] * on_q;
      }
    }
  }
  const double N = static_cast<double>(n), G = static_cast<double>(s.cluster_count);
  out.V = scale(gram(summed_by_cluster(all, s)), (s.clusters.empty() ? 1 : G / (G - 1)) / (N * N));
  return out;
}

}  // namespace nqp::numeric
