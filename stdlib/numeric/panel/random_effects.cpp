// xtreg, re: feasible generalised least squares with the variance components of Swamy and Arora (1972).
#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/panel/error_components.hpp"
#include "stdlib/numeric/panel/estimators.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/vce/linear_meat.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::numeric {
namespace {

ErrorComponents variance_components(const PanelSpec& spec, const PanelLayout& layout, double N, double Tbar,
                               Progress& progress) {
  const Weights unit = normalise_weights({}, WeightKind::none, spec.y.size());
  const std::vector<Effect> effects = {{.codes = spec.panel}};
  const WithinFit within = fit_within({.y = spec.y, .x = spec.x, .effects = effects, .weights = unit}, progress);
  const std::vector<double> y = panel_means(spec.y, layout);
  const Matrix x = panel_means(spec.x, layout);
  const double n = static_cast<double>(layout.panels());
  const double within_df = N - n - static_cast<double>(within.k);

  LeastSquaresProblem means{.y = y, .x = x, .constant = true};
  if (spec.swamy_arora_exact) means.weights = layout.sizes;
  const LeastSquares between = least_squares(means);
  const double between_df = n - static_cast<double>(between.rank);
  if (!(within_df > 0) || !(between_df > 0)) {
    throw Failure(FailureCode::insufficient_observations, "too few observations for the variance components",
                  {{"N", N}, {"panels", n}, {"K", static_cast<double>(between.rank)}});
  }
  ErrorComponents c;
  c.e2 = within.slopes.rss / within_df;
  if (spec.swamy_arora_exact) {
    const Matrix with_constant = join_columns(x, Matrix(x.rows, 1, 1.0));
    const double trace = swamy_arora_trace(with_constant, between.xtx_inverse, layout.sizes);
    c.u2 = std::max(0.0, (between.rss - between_df * c.e2) / (N - trace));
  } else {
    c.u2 = std::max(0.0, between.rss / between_df - c.e2 / Tbar);
  }
  return c;
}

// Columns minus θ_i times their panel means; the constant becomes 1 - θ_i. Dropped columns become zero.
Matrix quasi_demean(const PanelSpec& spec, const PanelLayout& layout, const std::vector<double>& theta,
                    const std::vector<std::uint8_t>& omitted) {
  const Matrix means = panel_means(spec.x, layout);
  Matrix x(spec.y.size(), spec.x.cols + 1);
  for (std::size_t i = 0; i < x.rows; ++i) {
    const std::size_t g = layout.panel(i);
    for (std::size_t j = 0; j < spec.x.cols; ++j) {
      x(i, j) = omitted[j] ? 0.0 : spec.x(i, j) - theta[g] * means(g, j);
    }
    x(i, spec.x.cols) = 1 - theta[g];
  }
  return x;
}

void random_variance(const PanelSpec& spec, const VceSpec& vce, const Matrix& x, const LeastSquares& gls,
                       PanelFit& fit) {
  Counts counts{.n = fit.N, .k = fit.df_m};
  if (vce.kind == VceKind::classical) {
    fit.V = scale(gls.xtx_inverse, gls.rss * small_sample(Model::xtreg_re, VceKind::classical, counts).factor);
    return;
  }
  const std::vector<Codes> clusters =
      vce.kind == VceKind::robust ? std::vector<Codes>{spec.panel} : vce.clusters;
  fit.N_clust = cluster_counts(clusters);
  counts.clusters = smallest_cluster_count(fit.N_clust);
  require_nested_panels(spec, clusters, fit);
  const Weights unit = normalise_weights({}, WeightKind::none, spec.y.size());
  const LinearScores scores{
      .x = x, .constant = false, .residuals = gls.residuals, .weights = unit, .leverage = {}};
  const double factor = small_sample(Model::xtreg_re, VceKind::cluster, counts).factor;
  fit.V = sandwich(gls.xtx_inverse, linear_meat(scores, VceKind::cluster, clusters), factor);
  if (clusters.size() > 1) fit.V = repair_multiway(fit.V, column_sds(spec.x, true, unit), fit.V_repaired);
}

// Percentiles over panels.
ThetaSummary summarise_theta(const std::vector<double>& theta) {
  const Order order(theta);
  return {order.values().front(), order.percentile(5), order.median(), order.percentile(95), order.values().back()};
}

// u_i = T_i σ_u²/(T_i σ_u² + σ_e²) (ȳ_i - x̄_i'b - b0), the rest is e_it.
void predict_effects(const PanelSpec& spec, const PanelLayout& layout, const ErrorComponents& c,
                     std::span<const double> xb, PanelFit& fit) {
  fit.residuals.resize(xb.size());
  fit.effects.resize(xb.size());
  for (std::size_t i = 0; i < xb.size(); ++i) fit.residuals[i] = spec.y[i] - xb[i];
  const std::vector<double> means = panel_means(fit.residuals, layout);
  for (std::size_t i = 0; i < xb.size(); ++i) {
    const std::size_t g = layout.panel(i);
    const double T = layout.sizes[g];
    fit.effects[i] = T * c.u2 / (T * c.u2 + c.e2) * means[g];
    fit.residuals[i] -= fit.effects[i];
  }
}

void describe_random(const PanelSpec& spec, const PanelLayout& layout, const ErrorComponents& c, const LeastSquares& gls,
                  PanelFit& fit) {
  fit.sigma_u = std::sqrt(c.u2);
  fit.sigma_e = std::sqrt(c.e2);
  fit.sigma = std::sqrt(c.u2 + c.e2);
  fit.rho = c.u2 / (c.u2 + c.e2);
  fit.rss = gls.rss;
  fit.rmse = std::sqrt(gls.rss / (fit.N - fit.rank));
  const std::vector<double> xb = linear_prediction(spec.x, true, fit.b);
  const CorrelationR2 r2 = correlation_r2(spec.y, xb, layout);
  fit.r2_w = r2.within;
  fit.r2_b = r2.between;
  fit.r2_o = r2.overall;
  fit.corr = 0;
  predict_effects(spec, layout, c, xb, fit);
}

void test_random_slopes(const PanelSpec& spec, PanelFit& fit) {
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j < spec.x.cols; ++j) {
    if (!fit.omitted[j]) slopes.push_back(j);
  }
  fit.chi2 = undefined;
  if (slopes.empty()) return;
  const Wald test = wald_zero(slopes, fit.b, fit.V);
  const bool enough_clusters = fit.N_clust.empty() || smallest_cluster_count(fit.N_clust) > fit.df_m;
  if (test.df == fit.df_m && enough_clusters) fit.chi2 = test.chi2;
}

}  // namespace

PanelFit fit_random_effects(const PanelSpec& spec, const VceSpec& vce, const PanelLayout& layout,
                            Progress& progress) {
  if (spec.weight_kind != WeightKind::none) {
    throw Failure(FailureCode::requirement, "the random-effects estimator takes no weights");
  }
  PanelFit fit;
  describe_panels(layout, fit);
  fit.N = fit.sum_w = static_cast<double>(spec.y.size());
  LeastSquares pooled = least_squares({.y = spec.y, .x = spec.x, .constant = true});
  fit.pooled_residuals = std::move(pooled.residuals);
  const ErrorComponents c = variance_components(spec, layout, fit.N, fit.Tbar, progress);
  const std::vector<double> theta = quasi_demeaning_shares(c, layout.sizes);

  const Matrix x = quasi_demean(spec, layout, theta, pooled.omitted);
  std::vector<double> y(spec.y.begin(), spec.y.end());
  take_panel_means(y, layout, theta);
  const LeastSquares gls = least_squares({.y = y, .x = x});
  fit.b = gls.b;
  fit.omitted = gls.omitted;
  fit.rank = static_cast<double>(gls.rank);
  fit.df_m = fit.rank - 1;
  fit.theta = summarise_theta(theta);
  fit.df_r = fit.F = fit.r2 = fit.r2_a = fit.F_f = fit.df_f = fit.ll = fit.ll_0 = fit.mss = fit.tss = undefined;
  describe_random(spec, layout, c, gls, fit);
  random_variance(spec, vce, x, gls, fit);
  test_random_slopes(spec, fit);
  return fit;
}

}  // namespace nqp::numeric
