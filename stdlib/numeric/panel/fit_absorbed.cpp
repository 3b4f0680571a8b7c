#include "stdlib/numeric/panel/fit_absorbed.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linear/gaussian.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/absorbed_statistics.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"

namespace nqp::numeric {
namespace {

// The rows that stay, either views of the caller's data or, when singletons leave, copies.
struct AbsorbedSample {
  std::vector<std::uint8_t> used;
  std::size_t dropped = 0;
  std::span<const double> y;
  MatrixView x;
  std::vector<Effect> effects;
  std::vector<Codes> clusters;
  std::span<const double> raw_weights;

  std::vector<std::int32_t> one_level;  // stands in for no effects: the constant
  std::vector<double> y_copy;
  Matrix x_copy;
  std::vector<double> weights_copy;
  std::vector<std::vector<std::int32_t>> code_copies;
  std::vector<std::vector<double>> slope_copies;
};

std::vector<double> select_rows(std::span<const double> values, std::span<const std::uint8_t> keep) {
  std::vector<double> kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keep[i]) kept.push_back(values[i]);
  }
  return kept;
}

void copy_used_rows(AbsorbedSample& s) {
  const std::size_t n = s.used.size() - s.dropped;
  s.y = s.y_copy = select_rows(s.y, s.used);
  s.x_copy = Matrix(n, s.x.cols);
  for (std::size_t j = 0; j < s.x.cols; ++j) {
    const std::vector<double> column = select_rows(s.x.column(j), s.used);
    std::copy(column.begin(), column.end(), s.x_copy.column(j).begin());
  }
  s.x = s.x_copy;
  s.raw_weights = s.weights_copy = select_rows(s.raw_weights, s.used);
  std::size_t slopes = 0;
  for (const Effect& effect : s.effects) slopes += effect.slopes.size();
  s.code_copies.reserve(s.effects.size() + s.clusters.size());
  s.slope_copies.reserve(slopes);
  const auto select_codes = [&](Codes& codes) { codes = s.code_copies.emplace_back(select(codes, s.used)); };
  for (Effect& effect : s.effects) {
    select_codes(effect.codes);
    for (auto& slope : effect.slopes) slope = s.slope_copies.emplace_back(select_rows(slope, s.used));
  }
  for (Codes& cluster : s.clusters) select_codes(cluster);
}

void choose_sample(const AbsorbedSpec& spec, const VceSpec& vce, AbsorbedSample& s) {
  if (spec.y.empty()) throw Failure(FailureCode::no_observations, "no observations");
  s.y = spec.y;
  s.x = spec.x;
  if (s.x.cols == 0) s.x.rows = s.y.size();
  s.effects = spec.effects;
  if (s.effects.empty()) {
    s.one_level.assign(spec.y.size(), 0);
    s.effects.push_back({.codes = s.one_level});
  }
  s.clusters = vce.clusters;
  s.raw_weights = spec.weights;
  s.used.assign(spec.y.size(), 1);
  if (spec.convention == AbsorbConvention::areg || !spec.drop_singletons || spec.effects.empty()) return;
  const bool counted = spec.weight_kind == WeightKind::fweight;
  Singletons singletons = find_singletons(spec.effects, counted ? spec.weights : std::span<const double>{});
  if (singletons.dropped == 0) return;
  s.used = std::move(singletons.keep);
  s.dropped = singletons.dropped;
  copy_used_rows(s);
  if (s.y.empty()) {
    throw Failure(FailureCode::no_observations, "every observation is a singleton",
                  {{"singletons", static_cast<double>(s.dropped)}});
  }
}

struct AbsorbedWork {
  const AbsorbedSpec& spec;
  AbsorbedSample sample;
  Weights weights;
  VceKind kind = VceKind::classical;
  bool centred = true;   // some effect has an intercept
  bool constant = true;  // reported
  WithinFit within;
};

bool is_areg(const AbsorbedWork& work) { return work.spec.convention == AbsorbConvention::areg; }

void count_effects(const AbsorbedWork& work, AbsorbedFit& fit) {
  const bool reghdfe_rules = !is_areg(work) && !work.spec.count_nested && work.kind == VceKind::cluster;
  fit.dof = absorbed_dof(work.sample.effects, reghdfe_rules ? work.sample.clusters : std::vector<Codes>{});
  fit.df_a = is_areg(work) ? fit.dof.df_a - 1 : fit.dof.df_a;
  fit.k_absorb = fit.dof.df_a_initial;
  const double used = static_cast<double>(work.within.k) + fit.dof.df_a;
  if (fit.N > used) return;
  throw Failure(FailureCode::insufficient_observations, "the effects use up the observations",
                {{"N", fit.N}, {"K", used}});
}

void place_absorbed(const AbsorbedWork& work, AbsorbedFit& fit) {
  fit.b = work.within.slopes.b;
  fit.omitted = work.within.slopes.omitted;
  fit.rank = fit.df_m = static_cast<double>(work.within.k);
  if (!work.constant) return;
  double constant = work.within.y_mean;
  for (std::size_t j = 0; j < fit.b.size(); ++j) constant -= work.within.x_mean[j] * fit.b[j];
  fit.b.push_back(constant);
  fit.omitted.push_back(0);
}

void describe_absorbed(const AbsorbedWork& work, AbsorbedFit& fit) {
  fit.rss = work.within.slopes.rss;
  fit.tss = total_sum_of_squares(work.sample.y, work.weights.values, work.centred);
  fit.tss_within = work.within.tss_within;
  describe_absorbed_fit(fit, work.centred, work.spec.convention);
}

void absorbed_variance(const AbsorbedWork& work, AbsorbedFit& fit) {
  Counts counts{.n = fit.N, .k = fit.rank, .constant = work.constant, .df_a = fit.dof.df_a, .nested = fit.dof.nested};
  if (work.kind == VceKind::cluster) {
    fit.N_clust = cluster_counts(work.sample.clusters);
    counts.clusters = smallest_cluster_count(fit.N_clust);
  }
  const Model model = is_areg(work) ? Model::areg : Model::reghdfe;
  const bool leveraged = is_areg(work) && (work.kind == VceKind::hc2 || work.kind == VceKind::hc3);
  const std::vector<double> leverage =
      leveraged ? within_leverage(work.within, work.sample.effects[0].codes, work.weights) : std::vector<double>();
  WithinVariance variance = within_variance(work.within, model, work.kind, work.sample.clusters, work.weights, counts,
                                            work.constant, leverage);
  fit.V = std::move(variance.V);
  fit.df_r = variance.df_r;
  fit.V_repaired = variance.repaired;
  fit.F = slopes_F(fit.b, fit.omitted, work.sample.x.cols, fit.V);
}

// H0: all effects are equal, against the pooled regression on the same regressors.
void test_absorbed_effects(const AbsorbedWork& work, AbsorbedFit& fit) {
  fit.F_absorb = undefined;
  fit.df_absorb = fit.dof.df_a - 1;
  if (!is_areg(work) || work.kind != VceKind::classical || fit.df_absorb < 1) return;
  Matrix kept(work.sample.x.rows, 0);
  for (std::size_t j = 0; j < work.sample.x.cols; ++j) {
    if (fit.omitted[j]) continue;
    const auto column = work.sample.x.column(j);
    kept.data.insert(kept.data.end(), column.begin(), column.end());
    ++kept.cols;
  }
  const LeastSquares pooled = least_squares(
      {.y = work.sample.y, .x = kept, .constant = true, .weights = work.weights.values, .want_residuals = false});
  fit.F_absorb = (pooled.rss - fit.rss) / fit.df_absorb / (fit.rss / (fit.N - fit.dof.df_a - fit.rank));
}

// e and the effects back on the caller's rows.
void place_sample_rows(const AbsorbedWork& work, AbsorbedFit& fit, Progress& progress) {
  const std::vector<double>& e = work.within.slopes.residuals;
  fit.residuals.assign(fit.used.size(), undefined);
  std::size_t row = 0;
  for (std::size_t i = 0; i < fit.used.size(); ++i) {
    if (fit.used[i]) fit.residuals[i] = e[row++];
  }
  if (!work.spec.want_effects) return;
  std::vector<double> d = linear_prediction(work.sample.x, work.constant, fit.b);
  for (std::size_t i = 0; i < d.size(); ++i) d[i] = work.sample.y[i] - d[i] - e[i];
  const Absorber absorber(work.sample.effects, work.weights.values, work.spec.options);
  const Matrix effects = absorber.recover(d, progress);
  fit.effects = Matrix(fit.used.size(), effects.cols, undefined);
  for (std::size_t j = 0; j < effects.cols; ++j) {
    row = 0;
    for (std::size_t i = 0; i < fit.used.size(); ++i) {
      if (fit.used[i]) fit.effects(i, j) = effects(row++, j);
    }
  }
}

}  // namespace

AbsorbedFit fit_absorbed(const AbsorbedSpec& spec, const VceSpec& vce, Progress& progress) {
  AbsorbedWork work{.spec = spec, .sample = {}, .weights = {}, .within = {}};
  choose_sample(spec, vce, work.sample);
  work.weights = normalise_weights(work.sample.raw_weights, spec.weight_kind, work.sample.y.size());
  work.kind = effective_kind(vce.kind, spec.weight_kind);
  work.centred = std::any_of(work.sample.effects.begin(), work.sample.effects.end(),
                             [](const Effect& e) { return e.intercept; });
  work.constant = spec.constant && work.centred;
  const double share = is_areg(work) ? 1e-13 : 1e-9;
  work.within = fit_within({.y = work.sample.y, .x = work.sample.x, .effects = work.sample.effects,
                            .weights = work.weights, .options = spec.options, .collinear_share = share},
                           progress);
  AbsorbedFit fit;
  fit.report = work.within.report;
  fit.used = work.sample.used;
  fit.num_singletons = static_cast<double>(work.sample.dropped);
  fit.N = work.weights.n;
  fit.N_full = static_cast<double>(fit.used.size());
  fit.sum_w = work.weights.raw_sum;
  place_absorbed(work, fit);
  count_effects(work, fit);
  describe_absorbed(work, fit);
  absorbed_variance(work, fit);
  test_absorbed_effects(work, fit);
  place_sample_rows(work, fit, progress);
  progress.step(1.0);
  return fit;
}

}  // namespace nqp::numeric
