#include "stdlib/numeric/panel/within.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/linear_meat.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::numeric {
namespace {

// Uncertainty that the projection leaves in a column, as a share of its norm before.
constexpr double projection_rounding = 1e-14;
constexpr double within_rounding = 4 * 0x1p-24;

Matrix stack(const WithinProblem& problem) {
  Matrix z(problem.y.size(), problem.x.cols + 1);
  std::copy(problem.y.begin(), problem.y.end(), z.column(0).begin());
  for (std::size_t j = 0; j < problem.x.cols; ++j) {
    const auto column = problem.x.column(j);
    std::copy(column.begin(), column.end(), z.column(j + 1).begin());
  }
  return z;
}

// For a judgement, not for a result: rounding is not looked after.
double rough_squares(std::span<const double> x, std::span<const double> weights) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += (weights.empty() ? 1.0 : weights[i]) * x[i] * x[i];
  return sum;
}

// Columns that the effects explain become exactly zero; the others get the noise the projection left in them.
std::vector<double> judge_columns(const WithinProblem& problem, const WithinFit& fit, Matrix& z) {
  std::vector<double> noise(problem.x.cols);
  for (std::size_t j = 0; j < problem.x.cols; ++j) {
    const auto original = problem.x.column(j);
    const double before = rough_squares(original, problem.weights.values);
    const double after = rough_squares(z.column(j + 1), problem.weights.values);
    const double share = std::max(projection_rounding, 10 * fit.report.accuracy);
    const double size = std::sqrt(before);
    noise[j] = share * size;
    const double rounding = stored_as_float_fractions(original) ? within_rounding * size : 0;
    const bool absorbed = after <= problem.collinear_share * before || std::sqrt(after) <= rounding;
    if (absorbed) std::fill(z.column(j + 1).begin(), z.column(j + 1).end(), 0.0);
  }
  return noise;
}

}  // namespace

WithinFit fit_within(const WithinProblem& problem, Progress& progress) {
  WithinFit fit;
  fit.y_mean = mean(problem.y, problem.weights.values);
  for (std::size_t j = 0; j < problem.x.cols; ++j) {
    fit.x_mean.push_back(mean(problem.x.column(j), problem.weights.values));
  }
  Matrix z = stack(problem);
  const Absorber absorber(problem.effects, problem.weights.values, problem.options);
  fit.report = absorber.partial_out(z, progress);
  if (!fit.report.converged) {
    throw Failure(FailureCode::not_converged, "fixed effects could not be partialled out",
                  {{"iterations", static_cast<double>(fit.report.iterations)}, {"accuracy", fit.report.accuracy}});
  }
  const std::vector<double> noise = judge_columns(problem, fit, z);
  const std::span<const double> y(z.data.data(), z.rows);
  const MatrixView x(z.data.data() + z.rows, z.rows, problem.x.cols);
  fit.tss_within = total_sum_of_squares(y, problem.weights.values, false);
  fit.slopes = least_squares({.y = y, .x = x, .weights = problem.weights.values, .column_noise = noise});
  fit.k = fit.slopes.rank;
  fit.x = Matrix(z.rows, problem.x.cols);
  for (std::size_t j = 0; j < problem.x.cols; ++j) {
    for (std::size_t i = 0; i < z.rows; ++i) fit.x(i, j) = x(i, j) + fit.x_mean[j];
  }
  return fit;
}

Matrix bordered_inverse(const WithinFit& fit, double n) {
  const Matrix& D = fit.slopes.xtx_inverse;
  const std::size_t k = D.rows;
  const std::vector<double> side = multiply(D, fit.x_mean);
  Matrix bordered(k + 1, k + 1);
  double corner = 1 / n;
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t i = 0; i < k; ++i) bordered(i, j) = D(i, j);
    bordered(k, j) = bordered(j, k) = -side[j];
    corner += fit.x_mean[j] * side[j];
  }
  bordered(k, k) = corner;
  return bordered;
}

namespace {

// The slopes' own block is repaired by itself, so that it does not depend on the constant (reghdfe).
Matrix repair(const WithinFit& fit, const Matrix& V, const Weights& weights, bool constant, bool& repaired) {
  Matrix result = repair_multiway(V, column_sds(fit.x, constant, weights), repaired);
  if (!repaired || !constant) return result;
  const std::size_t k = fit.x.cols;
  std::vector<std::size_t> slopes(k);
  for (std::size_t j = 0; j < k; ++j) slopes[j] = j;
  bool ignored = false;
  const Matrix block = repair_multiway(submatrix(V, slopes, slopes), column_sds(fit.x, false, weights), ignored);
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t i = 0; i < k; ++i) result(i, j) = block(i, j);
  }
  return result;
}

}  // namespace

WithinVariance within_variance(const WithinFit& fit, Model model, VceKind kind, const std::vector<Codes>& clusters,
                               const Weights& weights, const Counts& counts, bool constant,
                               std::span<const double> leverage) {
  if ((kind == VceKind::hc2 || kind == VceKind::hc3) && leverage.empty()) {
    throw Failure(FailureCode::requirement, "hc2 and hc3 are not available with absorbed effects");
  }
  const SmallSample small = small_sample(model, kind, counts);
  const Matrix bread = constant ? bordered_inverse(fit, weights.sum) : fit.slopes.xtx_inverse;
  WithinVariance result;
  result.df_r = small.df_r;
  if (kind == VceKind::classical) {
    result.V = scale(bread, fit.slopes.rss * small.factor);
    return result;
  }
  const LinearScores scores{
      .x = fit.x, .constant = constant, .residuals = fit.slopes.residuals, .weights = weights, .leverage = leverage};
  result.V = sandwich(bread, linear_meat(scores, kind, clusters), small.factor);
  if (clusters.size() > 1) result.V = repair(fit, result.V, weights, constant, result.repaired);
  return result;
}

std::vector<double> within_leverage(const WithinFit& fit, Codes effect, const Weights& weights) {
  const DenseCodes level = dense_codes(effect);
  std::vector<double> total(static_cast<std::size_t>(level.levels), 0.0);
  const auto group = [&](std::size_t i) { return static_cast<std::size_t>(level.values[i]); };
  for (std::size_t i = 0; i < effect.size(); ++i) total[group(i)] += weights.values.empty() ? 1.0 : weights.values[i];
  Matrix deviations = fit.x;
  for (std::size_t j = 0; j < deviations.cols; ++j)
    for (double& v : deviations.column(j)) v -= fit.x_mean[j];
  std::vector<double> out = leverage(deviations, false, fit.slopes.xtx_inverse);
  out.resize(effect.size(), 0.0);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] += 1 / total[group(i)];
  return out;
}

double slopes_F(std::span<const double> b, const std::vector<std::uint8_t>& omitted, std::size_t slopes,
                MatrixView V) {
  std::vector<std::size_t> estimated;
  for (std::size_t j = 0; j < slopes; ++j) {
    if (!omitted[j]) estimated.push_back(j);
  }
  if (estimated.empty()) return undefined;
  const Wald test = wald_zero(estimated, b, V);
  return test.df == static_cast<double>(estimated.size()) ? test.F : undefined;
}

VceKind effective_kind(VceKind kind, WeightKind weights) {
  return weights == WeightKind::pweight && kind == VceKind::classical ? VceKind::robust : kind;
}

}  // namespace nqp::numeric
