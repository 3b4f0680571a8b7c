// xtreg, fe.
#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/panel/estimators.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

void require_constant_weights(const Weights& weights, const PanelLayout& layout) {
  std::vector<double> first(layout.panels(), undefined);
  for (std::size_t i = 0; i < weights.values.size(); ++i) {
    double& w = first[layout.panel(i)];
    if (!is_defined(w)) w = weights.values[i];
    if (w != weights.values[i]) throw Failure(FailureCode::requirement, "weights not constant within panel");
  }
}

void require_within_rows(const PanelSpec& spec, const PanelLayout& layout) {
  if (layout.panels() < spec.y.size()) return;
  throw Failure(FailureCode::insufficient_observations, "every panel has one observation",
                {{"N", static_cast<double>(spec.y.size())}, {"panels", static_cast<double>(layout.panels())}});
}

// û_i = ȳ_i - x̄_i'b - b0 on every row, σ_u over panels, corr(u_i, Xb) and R² by correlation: weights do not enter
// (so Stata's stored output with aweights).
void describe_effects(const PanelSpec& spec, const PanelLayout& layout, PanelFit& fit) {
  std::vector<double> xb = linear_prediction(spec.x, true, fit.b);
  if (spec.x.cols == 0) xb.assign(spec.y.size(), fit.b.back());
  const CorrelationR2 r2 = correlation_r2(spec.y, xb, layout);
  fit.r2_b = r2.between;
  fit.r2_o = r2.overall;
  std::vector<double> difference(spec.y.size());
  for (std::size_t i = 0; i < difference.size(); ++i) difference[i] = spec.y[i] - xb[i];
  const std::vector<double> u = panel_means(difference, layout);
  fit.sigma_u = summarize(u).sd;
  fit.effects.resize(spec.y.size());
  for (std::size_t i = 0; i < fit.effects.size(); ++i) fit.effects[i] = u[layout.panel(i)];
  fit.corr = correlation(fit.effects, xb);
}

void panel_variance(const PanelSpec& spec, const VceSpec& vce, VceKind kind, const Weights& weights,
                       const WithinFit& within, PanelFit& fit) {
  std::vector<Codes> clusters = kind == VceKind::robust ? std::vector<Codes>{spec.panel} : vce.clusters;
  Counts counts{.n = fit.N, .k = fit.df_b, .df_a = fit.N_g, .dof_adjusted = spec.dof_adjusted};
  if (kind != VceKind::classical) {
    kind = kind == VceKind::robust ? VceKind::cluster : kind;
    fit.N_clust = cluster_counts(clusters);
    counts.clusters = smallest_cluster_count(fit.N_clust);
    require_nested_panels(spec, clusters, fit);
  }
  WithinVariance variance = within_variance(within, Model::xtreg_fe, kind, clusters, weights, counts, true);
  fit.V = std::move(variance.V);
  fit.df_r = variance.df_r;
  fit.V_repaired = variance.repaired;
  fit.F = slopes_F(fit.b, fit.omitted, spec.x.cols, fit.V);
}

// H0: all u_i = 0, against the pooled regression on the same regressors.
void test_panel_effects(const PanelSpec& spec, const Weights& weights, PanelFit& fit) {
  Matrix kept(spec.y.size(), 0);
  for (std::size_t j = 0; j < spec.x.cols; ++j) {
    if (fit.omitted[j]) continue;
    const auto column = spec.x.column(j);
    kept.data.insert(kept.data.end(), column.begin(), column.end());
    ++kept.cols;
  }
  const LeastSquares pooled =
      least_squares({.y = spec.y, .x = kept, .constant = true, .weights = weights.values, .want_residuals = false});
  fit.df_f = fit.N_g - 1;
  fit.F_f = (pooled.rss - fit.rss) / fit.df_f / (fit.rss / (fit.N - fit.N_g - fit.df_b));
}

}  // namespace

void describe_within(double rss, double tss_within, bool counts_panels, PanelFit& fit) {
  const double k = fit.df_b;
  const double n = fit.N_g;
  fit.rss = rss;
  fit.mss = tss_within - fit.rss;
  fit.r2 = fit.r2_w = 1 - fit.rss / tss_within;
  fit.df_a = n - 1;
  fit.df_m = counts_panels ? n - 1 + k : k;
  const double df = counts_panels ? fit.N - n - k : fit.N - k - 1;
  fit.r2_a = 1 - (1 - fit.r2_w) * (fit.N - 1) / df;
  fit.rmse = std::sqrt(fit.rss / df);
  fit.sigma_e = std::sqrt(fit.rss / (fit.N - n - k));
  fit.sigma = std::hypot(fit.sigma_u, fit.sigma_e);
  fit.rho = fit.sigma_u * fit.sigma_u / (fit.sigma * fit.sigma);
  fit.ll = gaussian_log_likelihood(fit.rss, fit.N);
  fit.ll_0 = gaussian_log_likelihood(tss_within, fit.N);
}

PanelFit fit_fixed_effects(const PanelSpec& spec, const VceSpec& vce, const PanelLayout& layout, Progress& progress) {
  const Weights weights = normalise_weights(spec.weights, spec.weight_kind, spec.y.size());
  require_constant_weights(weights, layout);
  require_within_rows(spec, layout);
  const std::vector<Effect> effects = {{.codes = spec.panel}};
  const WithinFit within =
      fit_within({.y = spec.y, .x = spec.x, .effects = effects, .weights = weights}, progress);
  PanelFit fit;
  describe_panels(layout, fit);
  fit.N = weights.n;
  fit.sum_w = weights.raw_sum;
  fit.b = within.slopes.b;
  fit.omitted = within.slopes.omitted;
  fit.df_b = static_cast<double>(within.k);
  fit.rank = fit.df_b + 1;
  double constant = within.y_mean;
  for (std::size_t j = 0; j < fit.b.size(); ++j) constant -= within.x_mean[j] * fit.b[j];
  fit.b.push_back(constant);
  fit.omitted.push_back(0);
  if (!(fit.N > fit.N_g + fit.df_b)) {
    throw Failure(FailureCode::insufficient_observations, "fewer observations than coefficients",
                  {{"N", fit.N}, {"K", fit.N_g + fit.df_b}});
  }
  const VceKind kind = effective_kind(vce.kind, spec.weight_kind);
  fit.tss = total_sum_of_squares(spec.y, weights.values, true);
  describe_effects(spec, layout, fit);
  describe_within(within.slopes.rss, within.tss_within, kind == VceKind::classical, fit);
  panel_variance(spec, vce, kind, weights, within, fit);
  fit.chi2 = fit.F_f = fit.df_f = undefined;
  if (kind == VceKind::classical) test_panel_effects(spec, weights, fit);
  fit.residuals = within.slopes.residuals;
  return fit;
}

}  // namespace nqp::numeric
