#include "stdlib/numeric/panel/fixed_effects_streamed.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/estimators.hpp"
#include "stdlib/numeric/panel/fit_streamed.hpp"
#include "stdlib/numeric/panel/within.hpp"

namespace nqp::numeric {
namespace {

// a'Mb.
double product_with(const Matrix& m, std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t j = 0; j < m.cols; ++j)
    for (std::size_t i = 0; i < m.rows; ++i) sum += a[i] * m(i, j) * b[j];
  return sum;
}

// Σ w (a - ā)(b - b̄).
double products_about_mean(const std::vector<double>& a, const std::vector<double>& b, const std::vector<double>& w) {
  double total = 0, a_mean = 0, b_mean = 0, sum = 0;
  for (const double x : w) total += x;
  for (std::size_t i = 0; i < a.size(); ++i) {
    a_mean += w[i] / total * a[i];
    b_mean += w[i] / total * b[i];
  }
  for (std::size_t i = 0; i < a.size(); ++i) sum += w[i] * (a[i] - a_mean) * (b[i] - b_mean);
  return sum;
}

double squared_correlation(double aa, double ab, double bb) {
  return aa > 0 && bb > 0 ? ab * ab / (aa * bb) : undefined;
}

void require_equal_weights(const StreamedData& d) {
  const CodeSource& panel = d.effects.front();
  constexpr std::size_t block = 1024;
  std::vector<double> first(panel.levels, 0.0);
  std::vector<std::uint32_t> level(block);
  for (std::size_t begin = 0; begin < d.rows; begin += block) {
    const std::size_t n = std::min(block, d.rows - begin);
    panel.read(begin, n, level.data());
    for (std::size_t i = 0; i < n; ++i) {
      const double w = d.weights[begin + i];
      double& known = first[level[i]];
      if (w == 0) continue;
      if (known == 0) known = w;
      if (known != w) throw Failure(FailureCode::requirement, "weights not constant within panel");
    }
  }
}

StreamedData without_weights(const StreamedData& d) {
  StreamedData out = d;
  out.weight_kind = WeightKind::none;
  for (double& w : out.weights) w = w > 0 ? 1 : 0;
  return out;
}

bool test_equal_effects(const StreamedProducts& p, const LevelSums& levels, PanelFit& fit) {
  const std::optional<GramFit> pooled = fit_gram(total_products(p, levels));
  if (!pooled) return false;
  fit.df_f = fit.N_g - 1;
  fit.F_f = (pooled->rss - fit.rss) / fit.df_f / (fit.rss / (fit.N - fit.N_g - fit.df_b));
  return true;
}

}  // namespace

PanelEffects panel_effects(const Matrix& within, const LevelSums& s, std::span<const double> slopes) {
  const std::size_t panels = s.weight.size(), K = s.mean.cols;
  std::vector<double> fitted(panels, 0.0), y(panels), effect(panels);
  for (std::size_t g = 0; g < panels; ++g) {
    y[g] = s.mean(g, 0);
    for (std::size_t j = 0; j < slopes.size(); ++j) fitted[g] += slopes[j] * s.mean(g, j + 1);
    effect[g] = y[g] - fitted[g];
  }
  const std::vector<double> ones(panels, 1.0);
  PanelEffects out;
  out.sigma_u = std::sqrt(products_about_mean(effect, effect, ones) / (static_cast<double>(panels) - 1));
  out.r2_between = squared_correlation(products_about_mean(fitted, fitted, ones),
                                       products_about_mean(fitted, y, ones), products_about_mean(y, y, ones));
  // Over rows: within panels, and between them.
  std::vector<double> b(K, 0.0), one(K, 0.0);
  std::copy(slopes.begin(), slopes.end(), b.begin() + 1);
  one[0] = 1;
  const double xb_xb = product_with(within, b, b) + products_about_mean(fitted, fitted, s.weight);
  const double xb_y = product_with(within, b, one) + products_about_mean(fitted, y, s.weight);
  out.r2_overall = squared_correlation(xb_xb, xb_y, within(0, 0) + products_about_mean(y, y, s.weight));
  const double u_u = products_about_mean(effect, effect, s.weight);
  out.corr = xb_xb > 0 && u_u > 0 ? products_about_mean(effect, fitted, s.weight) / std::sqrt(u_u * xb_xb) : undefined;
  return out;
}

std::optional<StreamedPanelFit> fit_fixed_effects(StreamedPanelSpec& spec, Progress& progress) {
  spec.data.allow_singletons = true;
  std::optional<StreamedProducts> unweighted;
  const bool weighted = spec.data.weight_kind != WeightKind::none;
  if (weighted) {
    require_equal_weights(spec.data);
    StreamedData rows = without_weights(spec.data);
    auto products = streamed_products(rows, 1e-9, {}, progress);
    if (!products) return std::nullopt;
    unweighted.emplace(*std::move(products));
  }
  const bool clustered = spec.kind == VceKind::cluster;
  const std::optional<StreamedProducts> p = streamed_products(spec.data, 1e-9, {}, progress);
  if (!p) return std::nullopt;
  const std::optional<GramFit> slopes = fit_gram(p->gram);
  if (!slopes) return std::nullopt;
  const std::size_t k = slopes->b.size();
  const LevelSums levels = level_sums(*p);
  const LevelSums panels = weighted ? level_sums(*unweighted) : levels;

  StreamedPanelFit out;
  PanelFit& fit = out.fit;
  describe_panels({{}, panels.weight}, fit);
  fit.N = p->weights.n;
  fit.sum_w = p->weights.raw_sum;
  fit.df_b = static_cast<double>(k);
  fit.rank = fit.df_b + 1;
  if (!(fit.N > fit.N_g + fit.df_b)) return std::nullopt;
  fit.b = slopes->b;
  double constant = p->mean[0];
  for (std::size_t j = 0; j < k; ++j) constant -= p->mean[j + 1] * fit.b[j];
  fit.b.push_back(constant);
  fit.omitted.assign(k + 1, 0);
  const PanelEffects effects = panel_effects(weighted ? unweighted->gram : p->gram, panels, slopes->b);
  fit.sigma_u = effects.sigma_u;
  fit.corr = effects.corr;
  fit.r2_b = effects.r2_between;
  fit.r2_o = effects.r2_overall;
  fit.tss = p->sums.square[0] - p->sums.sum[0] * p->sums.sum[0] / p->weights.sum;
  describe_within(slopes->rss, p->gram(0, 0), !clustered, fit);

  if (clustered) {
    fit.nested = std::all_of(spec.data.clusters.begin(), spec.data.clusters.end(), [&](const CodeSource& c) {
      return is_nested(spec.data.effects.front(), c, spec.data.rows, p->weights.values);
    });
    if (!fit.nested && !spec.allow_nonnested)
      throw Failure(FailureCode::requirement, "panels not nested within clusters");
  }
  const Counts counts{.n = fit.N, .k = fit.df_b, .df_a = fit.N_g, .dof_adjusted = spec.dof_adjusted};
  std::vector<double> room;
  auto variance = streamed_variance(*p, *slopes, spec.data.clusters, p->score_factors(clustered, room),
                                    Model::xtreg_fe, spec.kind, counts, true);
  if (!variance) return std::nullopt;
  fit.V = std::move(variance->V);
  fit.df_r = variance->df_r;
  fit.N_clust = std::move(variance->N_clust);
  fit.V_repaired = variance->repaired;
  fit.F = slopes_F(fit.b, fit.omitted, k, fit.V);
  fit.chi2 = fit.F_f = fit.df_f = undefined;
  if (!clustered && !test_equal_effects(*p, levels, fit)) return std::nullopt;
  out.used = p->used();
  return out;
}

}  // namespace nqp::numeric
