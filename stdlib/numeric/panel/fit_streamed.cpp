#include "stdlib/numeric/panel/fit_streamed.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/absorbed_statistics.hpp"
#include "stdlib/numeric/panel/streamed_meat.hpp"
#include "stdlib/numeric/panel/unit_meat.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

constexpr double least_residual_share = 1e-6;
constexpr double least_share_of_moments = 1e-4;

// The slopes' own block is repaired by itself, so that it does not depend on the constant (reghdfe).
Matrix repaired_variance(const Matrix& V, const StreamedProducts& p, bool constant, bool& repaired) {
  const std::size_t k = p.gram.rows - 1;
  std::vector<double> sds;
  for (std::size_t j = 0; j < k; ++j) sds.push_back(std::sqrt(p.gram(j + 1, j + 1) / (p.weights.n - 1)));
  Matrix slopes(k, k);
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) slopes(i, j) = V(i, j);
  bool ignored = false;
  const Matrix block = repair_multiway(slopes, sds, ignored);
  if (constant) sds.push_back(1.0);
  Matrix out = repair_multiway(V, sds, repaired);
  if (!repaired) return out;
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) out(i, j) = block(i, j);
  return out;
}

// (x̃ + x̄) e = x̃ e + x̄ e.
Matrix with_means(const Matrix& meat, std::span<const double> x_mean, bool constant) {
  const std::size_t k = x_mean.size();
  if (!constant) {
    Matrix out(k, k);
    for (std::size_t j = 0; j < k; ++j)
      for (std::size_t i = 0; i < k; ++i) out(i, j) = meat(i, j);
    return out;
  }
  Matrix out = meat;
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) {
      out(i, j) += x_mean[i] * meat(k, j) + meat(i, k) * x_mean[j] + x_mean[i] * x_mean[j] * meat(k, k);
    }
  for (std::size_t j = 0; j < k; ++j) out(k, j) = out(j, k) = meat(k, j) + x_mean[j] * meat(k, k);
  return out;
}

// H0: all levels are equal, against the pooled regression.
bool test_levels(const StreamedProducts& p, AbsorbedFit& fit) {
  fit.df_absorb = fit.dof.df_a - 1;
  if (fit.df_absorb < 1) return true;
  const std::optional<GramFit> pooled = fit_gram(total_products(p, level_sums(p)));
  if (!pooled) return false;
  fit.F_absorb = (pooled->rss - fit.rss) / fit.df_absorb / (fit.rss / (fit.N - fit.dof.df_a - fit.rank));
  return true;
}

}  // namespace

std::optional<GramFit> fit_gram(const Matrix& G) {
  const std::size_t k = G.rows - 1;
  Matrix xx(k, k), xy(k, 1);
  for (std::size_t j = 0; j < k; ++j) {
    xy(j, 0) = G(j + 1, 0);
    for (std::size_t i = 0; i < k; ++i) xx(i, j) = G(i + 1, j + 1);
  }
  if (nearly_collinear(xx)) return std::nullopt;
  GramFit fit;
  fit.rss = G(0, 0);
  if (k > 0) {
    fit.inverse = inverse_spd(xx);
    fit.b = solve_spd(xx, xy).data;
  }
  // b'Gb - 2b'g + g_yy does not amplify the error of b.
  for (std::size_t j = 0; j < k; ++j) {
    fit.rss -= 2 * fit.b[j] * xy(j, 0);
    for (std::size_t i = 0; i < k; ++i) fit.rss += fit.b[i] * xx(i, j) * fit.b[j];
  }
  if (!(fit.rss > least_residual_share * G(0, 0))) return std::nullopt;
  return fit;
}

std::optional<StreamedVariance> streamed_variance(const StreamedProducts& p, const GramFit& slopes,
                                                  const std::vector<CodeSource>& clusters,
                                                  const std::vector<double>& factors, Model model, VceKind kind,
                                                  Counts counts, bool constant) {
  StreamedVariance out;
  WithinFit within;
  within.x_mean.assign(p.mean.begin() + 1, p.mean.end());
  within.slopes.xtx_inverse = slopes.inverse;
  const Matrix bread = constant ? bordered_inverse(within, p.weights.sum) : slopes.inverse;
  if (kind == VceKind::classical) {
    const SmallSample small = small_sample(model, kind, counts);
    out.df_r = small.df_r;
    out.V = scale(bread, slopes.rss * small.factor);
    return out;
  }
  const bool clustered = kind == VceKind::cluster;
  const bool few_digits_lost = slopes.rss > least_share_of_moments * p.gram(0, 0);
  const EffectRows& rows = p.plain.rows();
  const bool by_unit = clustered && clusters.size() == 1 && rows.short_runs && clusters[0].same_as(rows.sets[0]);
  std::optional<StreamedMeat> meat;
  if (by_unit) {
    meat = {p.unit_moments.rows > 0 && few_digits_lost ? meat_of_unit_moments(p.unit_moments, slopes.b)
                                                       : meat_by_unit(p.plain, p.columns, p.A, slopes.b),
            {occurring_levels(rows, p.plain.weights(), 0)}};
  } else {
    meat = streamed_meat({.plain = p.plain, .columns = p.columns, .A = p.A, .width = p.gram.rows,
                          .make = regression_scores(slopes.b, factors), .last_is_residual = true,
                          .clusters = clustered ? std::span<const CodeSource>(clusters)
                                                : std::span<const CodeSource>()});
  }
  if (!meat) return std::nullopt;
  out.N_clust = meat->clusters;
  if (clustered) {
    if (*std::min_element(out.N_clust.begin(), out.N_clust.end()) < 2) return std::nullopt;
    counts.clusters = smallest_cluster_count(out.N_clust);
  }
  const SmallSample small = small_sample(model, kind, counts);
  out.df_r = small.df_r;
  out.V = sandwich(bread, with_means(meat->meat, within.x_mean, constant), small.factor);
  if (out.N_clust.size() > 1) out.V = repaired_variance(out.V, p, constant, out.repaired);
  return out;
}

std::optional<AbsorbedFit> fit_streamed(StreamedSpec& spec, Progress& progress) {
  const VceKind kind = effective_kind(spec.kind, spec.data.weight_kind);
  const bool areg = spec.convention == AbsorbConvention::areg;
  // Cross products forgive the error to second order, scores do not.
  const double tolerance = std::max(spec.options.tolerance, kind == VceKind::classical ? 1e-7 : 1e-9);
  spec.data.unit_moments = kind == VceKind::cluster;
  const std::optional<StreamedProducts> p = streamed_products(spec.data, tolerance, spec.options, progress);
  if (!p) return std::nullopt;
  const std::optional<GramFit> slopes = fit_gram(p->gram);
  if (!slopes) return std::nullopt;
  const std::size_t k = slopes->b.size();

  AbsorbedFit fit;
  fit.N = p->weights.n;
  fit.num_singletons = p->singletons;
  fit.N_full = fit.N + fit.num_singletons;
  fit.sum_w = p->weights.raw_sum;
  fit.used = p->used();
  fit.rank = fit.df_m = static_cast<double>(k);
  fit.b = slopes->b;
  fit.omitted.assign(k, 0);
  fit.rss = slopes->rss;
  fit.tss_within = p->gram(0, 0);
  fit.tss = p->sums.square[0] - p->sums.sum[0] * p->sums.sum[0] / p->weights.sum;
  fit.report = p->report;
  if (spec.constant) {
    double constant = p->mean[0];
    for (std::size_t j = 0; j < k; ++j) constant -= p->mean[j + 1] * fit.b[j];
    fit.b.push_back(constant);
    fit.omitted.push_back(0);
  }

  fit.dof = streamed_dof(spec.data, *p, !areg && kind == VceKind::cluster);
  fit.df_a = areg ? fit.dof.df_a - 1 : fit.dof.df_a;
  fit.k_absorb = fit.dof.df_a_initial;
  if (!(fit.N > fit.rank + fit.dof.df_a)) return std::nullopt;
  describe_absorbed_fit(fit, true, spec.convention);

  const Counts counts{.n = fit.N, .k = fit.rank, .constant = spec.constant, .df_a = fit.dof.df_a,
                      .nested = fit.dof.nested};
  std::vector<double> room;
  auto variance = streamed_variance(*p, *slopes, spec.data.clusters, p->score_factors(kind == VceKind::cluster, room),
                                    areg ? Model::areg : Model::reghdfe, kind, counts, spec.constant);
  if (!variance) return std::nullopt;
  fit.V = std::move(variance->V);
  fit.df_r = variance->df_r;
  fit.N_clust = std::move(variance->N_clust);
  fit.V_repaired = variance->repaired;
  fit.F = slopes_F(fit.b, fit.omitted, k, fit.V);
  fit.F_absorb = undefined;
  if (areg && kind == VceKind::classical && !test_levels(*p, fit)) return std::nullopt;
  return fit;
}

}  // namespace nqp::numeric
