#include "stdlib/numeric/panel/fit_streamed.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/absorb/plain_absorption.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/absorbed_statistics.hpp"
#include "stdlib/numeric/panel/streamed_meat.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

// Below these shares differences of sums have lost too many digits.
constexpr double least_within_share = 1e-4;
constexpr double least_pivot = 1e-5;
constexpr double least_residual_share = 1e-6;

// About the mean: sums of squares about it lose nothing.
std::vector<double> rough_centres(const StreamedSpec& spec) {
  constexpr std::size_t looked_at = 1024;
  std::vector<double> out;
  const std::size_t step = std::max<std::size_t>(1, spec.rows / looked_at);
  for (const double* z : spec.columns) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < spec.rows; i += step, ++count) sum += z[i];
    out.push_back(sum / static_cast<double>(count));
  }
  return out;
}

double occurring(std::span<const double> weights) {
  return static_cast<double>(std::count_if(weights.begin(), weights.end(), [](double w) { return w > 0; }));
}

bool has_singletons(const LevelWeights& lw) {
  const auto once = [](double w) { return w == 1; };
  return std::any_of(lw.first.begin(), lw.first.end(), once) || std::any_of(lw.others.begin(), lw.others.end(), once);
}

AbsorbedDof streamed_dof(const StreamedSpec& spec, const PlainAbsorption& plain) {
  const EffectRows& rows = plain.rows();
  std::vector<EffectCount> counts(rows.sets.size());
  for (std::size_t s = 0; s < rows.sets.size(); ++s) {
    const std::span<const double> w =
        s == 0 ? std::span<const double>(plain.weights().first)
               : std::span<const double>(plain.weights().others).subspan(rows.offsets[s - 1], rows.sets[s].levels);
    counts[plain.order()[s]] = {.effect = plain.order()[s], .levels = occurring(w)};
  }
  const auto nested = [&](std::size_t e) {
    if (spec.count_nested || spec.kind != VceKind::cluster) return false;
    return std::any_of(spec.clusters.begin(), spec.clusters.end(),
                       [&](const CodeSource& c) { return is_nested(spec.effects[e], c, spec.rows); });
  };
  return absorbed_dof(std::move(counts), nested, [&](std::size_t a, std::size_t b) {
    if (plain.rows().balanced) return 1.0;
    return static_cast<double>(connected_components(spec.effects[a], spec.effects[b], spec.rows));
  });
}

// W - (B'A + A'left).
Matrix within_products(const WithinSums& sums, const SlotTable& A, const SlotTable& left) {
  Matrix G = sums.gram;
  const std::size_t K = G.rows;
  for (std::size_t s = 0; s < A.slots(); ++s) {
    const double* a = A.row(s);
    const double* b = sums.others.row(s);
    const double* l = left.row(s);
    for (std::size_t j = 0; j < K; ++j)
      for (std::size_t i = 0; i < K; ++i) G(i, j) -= b[i] * a[j] + a[i] * l[j];
  }
  for (std::size_t j = 0; j < K; ++j)
    for (std::size_t i = 0; i < j; ++i) G(i, j) = G(j, i) = (G(i, j) + G(j, i)) / 2;
  return G;
}

// Some regressor is nearly a combination of those before it.
bool nearly_collinear(Matrix G) {
  const std::size_t k = G.rows;
  std::vector<double> scale(k);
  for (std::size_t j = 0; j < k; ++j) scale[j] = 1 / std::sqrt(G(j, j));
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) G(i, j) *= scale[i] * scale[j];
  for (std::size_t j = 0; j < k; ++j) {
    if (!(G(j, j) > least_pivot)) return true;
    const double root = std::sqrt(G(j, j));
    for (std::size_t i = j; i < k; ++i) G(i, j) /= root;
    for (std::size_t l = j + 1; l < k; ++l)
      for (std::size_t i = l; i < k; ++i) G(i, l) -= G(i, j) * G(l, j);
  }
  return false;
}

// Slopes, residual sum of squares and D = (X̃'X̃)^-1 from the cross products of [y X].
struct GramFit {
  std::vector<double> b;
  double rss = 0;
  Matrix inverse;
};

GramFit solve_gram(const Matrix& G) {
  const std::size_t k = G.rows - 1;
  Matrix xx(k, k), xy(k, 1);
  for (std::size_t j = 0; j < k; ++j) {
    xy(j, 0) = G(j + 1, 0);
    for (std::size_t i = 0; i < k; ++i) xx(i, j) = G(i + 1, j + 1);
  }
  GramFit fit;
  fit.rss = G(0, 0);
  if (k == 0) return fit;
  fit.inverse = inverse_spd(xx);
  fit.b = solve_spd(xx, xy).data;
  // b'Gb - 2b'g + g_yy does not amplify the error of b.
  for (std::size_t j = 0; j < k; ++j) {
    fit.rss -= 2 * fit.b[j] * xy(j, 0);
    for (std::size_t i = 0; i < k; ++i) fit.rss += fit.b[i] * xx(i, j) * fit.b[j];
  }
  return fit;
}

bool loses_digits(const WithinSums& sums, const Matrix& G, double n) {
  for (std::size_t k = 0; k < G.rows; ++k) {
    const double about_mean = sums.square[k] - sums.sum[k] * sums.sum[k] / n;
    if (!(G(k, k) > least_within_share * sums.square[k]) || !(G(k, k) > least_within_share * about_mean)) return true;
  }
  return false;
}

// The slopes' own block is repaired by itself, so that it does not depend on the constant (reghdfe).
Matrix repaired_variance(const Matrix& V, const Matrix& G, double n, bool constant, bool& repaired) {
  const std::size_t k = G.rows - 1;
  std::vector<double> sds;
  for (std::size_t j = 0; j < k; ++j) sds.push_back(std::sqrt(G(j + 1, j + 1) / (n - 1)));
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

}  // namespace

std::optional<AbsorbedFit> fit_streamed(const StreamedSpec& spec, Progress& progress) {
  const double n = static_cast<double>(spec.rows);
  const std::size_t k = spec.columns.size() - 1;
  const PlainAbsorption plain(spec.effects, {}, spec.rows);
  if (!spec.allow_singletons && has_singletons(plain.weights())) return std::nullopt;
  check(progress);

  const RowColumns columns{spec.columns, rough_centres(spec)};
  const WithinSums sums = within_sums(plain.rows(), plain.weights(), columns, true);
  SlotTable A, left;
  // Cross products forgive the error to second order, scores do not.
  const double tolerance = std::max(spec.options.tolerance, spec.kind == VceKind::classical ? 1e-7 : 1e-9);
  const GraphSolution solution =
      plain.graph().solve(sums.others, A, left, tolerance, spec.options.max_iterations, progress);
  if (!solution.converged) return std::nullopt;
  const Matrix G = within_products(sums, A, left);
  if (loses_digits(sums, G, n)) return std::nullopt;
  Matrix xx(k, k);
  for (std::size_t j = 0; j < k; ++j)
    for (std::size_t i = 0; i < k; ++i) xx(i, j) = G(i + 1, j + 1);
  if (nearly_collinear(std::move(xx))) return std::nullopt;
  const GramFit slopes = solve_gram(G);
  if (!(slopes.rss > least_residual_share * G(0, 0))) return std::nullopt;

  AbsorbedFit fit;
  fit.N = fit.N_full = fit.sum_w = n;
  fit.rank = fit.df_m = static_cast<double>(k);
  fit.b = slopes.b;
  fit.omitted.assign(k, 0);
  fit.rss = slopes.rss;
  fit.tss_within = G(0, 0);
  fit.tss = sums.square[0] - sums.sum[0] * sums.sum[0] / n;
  std::vector<double> size;
  for (const double s : sums.square) size.push_back(std::sqrt(s));
  fit.report = {.iterations = solution.iterations, .converged = true, .accuracy = plain.accuracy(left, size),
                .group_mean = plain.group_mean(left, size)};
  std::vector<double> means;
  for (std::size_t j = 0; j <= k; ++j) means.push_back(columns.centre[j] + sums.sum[j] / n);
  WithinFit within;
  within.x_mean.assign(means.begin() + 1, means.end());
  within.slopes.xtx_inverse = slopes.inverse;
  if (spec.constant) {
    double constant = means[0];
    for (std::size_t j = 0; j < k; ++j) constant -= within.x_mean[j] * fit.b[j];
    fit.b.push_back(constant);
    fit.omitted.push_back(0);
  }

  fit.dof = streamed_dof(spec, plain);
  fit.df_a = fit.dof.df_a;
  fit.k_absorb = fit.dof.df_a_initial;
  if (!(n > fit.rank + fit.df_a)) return std::nullopt;
  describe_absorbed_fit(fit, true, AbsorbConvention::reghdfe);

  Counts counts{.n = n, .k = fit.rank, .constant = spec.constant, .df_a = fit.df_a, .nested = fit.dof.nested};
  const Matrix bread = spec.constant ? bordered_inverse(within, n) : slopes.inverse;
  if (spec.kind == VceKind::classical) {
    const SmallSample small = small_sample(Model::reghdfe, spec.kind, counts);
    fit.df_r = small.df_r;
    fit.V = Matrix(bread.rows, bread.cols);
    for (std::size_t i = 0; i < bread.data.size(); ++i) fit.V.data[i] = bread.data[i] * fit.rss * small.factor;
  } else {
    const std::optional<StreamedMeat> meat =
        streamed_meat({.plain = plain, .columns = columns, .A = A, .b = slopes.b, .x_mean = within.x_mean,
                       .constant = spec.constant, .clusters = spec.clusters});
    if (!meat) return std::nullopt;
    fit.N_clust = meat->clusters;
    if (spec.kind == VceKind::cluster) {
      if (*std::min_element(fit.N_clust.begin(), fit.N_clust.end()) < 2) return std::nullopt;
      counts.clusters = smallest_cluster_count(fit.N_clust);
    }
    const SmallSample small = small_sample(Model::reghdfe, spec.kind, counts);
    fit.df_r = small.df_r;
    fit.V = sandwich(bread, meat->meat, small.factor);
    if (spec.clusters.size() > 1) fit.V = repaired_variance(fit.V, G, n, spec.constant, fit.V_repaired);
  }
  fit.F = slopes_F(fit.b, fit.omitted, k, fit.V);
  return fit;
}

}  // namespace nqp::numeric
