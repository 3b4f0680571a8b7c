#include "stdlib/numeric/linear/fit_linear.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/double_double.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/vce/linear_meat.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::numeric {
namespace {

struct LinearWork {
  const LinearSpec& spec;
  const VceSpec& vce;
  VceKind kind;
  MatrixView x;
  Weights weights;
  std::size_t rows() const { return spec.y.size(); }
};

LinearWork prepare_linear(const LinearSpec& spec, const VceSpec& vce) {
  Weights weights = normalise_weights(spec.weights, spec.weight_kind, spec.y.size());
  const bool forced = spec.weight_kind == WeightKind::pweight && vce.kind == VceKind::classical;
  LinearWork work{spec, vce, forced ? VceKind::robust : vce.kind, spec.x, std::move(weights)};
  if (work.x.cols == 0) work.x.rows = spec.y.size();
  const bool leverage_based = vce.kind == VceKind::hc2 || vce.kind == VceKind::hc3;
  if (leverage_based && spec.weight_kind != WeightKind::none && spec.weight_kind != WeightKind::aweight) {
    throw Failure(FailureCode::requirement, "hc2 and hc3 accept only analytic weights");
  }
  return work;
}

void solve_linear(const LinearWork& work, LinearFit& fit) {
  LeastSquares solution = least_squares(
      {.y = work.spec.y, .x = work.x, .constant = work.spec.constant, .weights = work.weights.values});
  fit.b = std::move(solution.b);
  fit.xtx_inverse = std::move(solution.xtx_inverse);
  fit.omitted = std::move(solution.omitted);
  fit.residuals = std::move(solution.residuals);
  fit.rss = solution.rss;
  fit.rank = static_cast<double>(solution.rank);
  const bool rows_ran_out = solution.rank == work.rows() && solution.rank < fit.b.size();
  if (!rows_ran_out) return;
  throw Failure(FailureCode::insufficient_observations, "fewer observations than coefficients",
                {{"N", static_cast<double>(work.rows())}, {"K", static_cast<double>(fit.b.size())}});
}

void describe_linear(const LinearWork& work, LinearFit& fit) {
  const bool centred = work.spec.constant || work.spec.centred;
  fit.N = work.weights.n;
  fit.sum_w = work.weights.raw_sum;
  fit.df_m = fit.rank - (work.spec.constant ? 1 : 0);
  const double df = fit.N - fit.rank;
  fit.tss = total_sum_of_squares(work.spec.y, work.weights.values, centred);
  fit.mss = std::max(0.0, fit.tss - fit.rss);
  fit.r2 = fit.tss > 0 ? 1 - fit.rss / fit.tss : undefined;
  fit.r2_a = df > 0 ? 1 - (1 - fit.r2) * (fit.N - (centred ? 1 : 0)) / df : undefined;
  fit.rmse = df > 0 ? std::sqrt(fit.rss / df) : undefined;
  fit.ll = gaussian_log_likelihood(fit.rss, fit.N);
  fit.ll_0 = gaussian_log_likelihood(fit.tss, fit.N);
}

void linear_variance(const LinearWork& work, LinearFit& fit) {
  Counts counts{.n = fit.N, .k = fit.df_m, .constant = work.spec.constant};
  if (work.kind == VceKind::cluster) {
    fit.N_clust = cluster_counts(work.vce.clusters);
    counts.clusters = smallest_cluster_count(fit.N_clust);
  }
  const SmallSample small = small_sample(Model::ols, work.kind, counts);
  fit.df_r = small.df_r;
  const bool saturated = !(fit.N > fit.rank);
  if (saturated) {
    fit.V = Matrix(fit.b.size(), fit.b.size(), undefined);
    return;
  }
  if (work.kind == VceKind::classical) {
    fit.V = scale(fit.xtx_inverse, fit.rss * small.factor);
    return;
  }
  const LinearScores scores{.x = work.x,
                            .constant = work.spec.constant,
                            .residuals = fit.residuals,
                            .weights = work.weights,
                            .leverage = fit.leverage};
  fit.V = sandwich(fit.xtx_inverse, linear_meat(scores, work.kind, work.vce.clusters), small.factor);
  if (fit.N_clust.size() < 2) return;
  fit.V = repair_multiway(fit.V, column_sds(work.x, work.spec.constant, work.weights), fit.V_repaired);
}

void test_linear_slopes(const LinearWork& work, LinearFit& fit) {
  fit.F = undefined;
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j < work.x.cols; ++j) {
    if (!fit.omitted[j]) slopes.push_back(j);
  }
  if (slopes.empty() || !(fit.N > fit.rank)) return;
  if (work.kind == VceKind::classical) {
    if (fit.rss > 0) fit.F = fit.mss / fit.df_m / (fit.rss / (fit.N - fit.rank));
    return;
  }
  if (work.kind == VceKind::cluster && fit.df_r < fit.df_m) return;
  const Wald test = wald_zero(slopes, fit.b, fit.V);
  if (test.df == fit.df_m) fit.F = test.F;
}

}  // namespace

LinearFit fit_linear(const LinearSpec& spec, const VceSpec& vce, Progress& progress) {
  const LinearWork work = prepare_linear(spec, vce);
  LinearFit fit;
  solve_linear(work, fit);
  check(progress);
  describe_linear(work, fit);
  if (spec.want_leverage || work.kind == VceKind::hc2 || work.kind == VceKind::hc3) {
    fit.leverage = leverage(work.x, spec.constant, fit.xtx_inverse);
  }
  linear_variance(work, fit);
  test_linear_slopes(work, fit);
  progress.step(1.0);
  return fit;
}

}  // namespace nqp::numeric
