#include "stdlib/numeric/absorb/ppml_streamed.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/panel/fit_streamed.hpp"
#include "stdlib/numeric/panel/streamed_products.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

constexpr std::size_t least_streamed_ppml = 1000;

// Rows are worked on in pieces; sums over pieces are added in their order.
struct PoissonRows {
  explicit PoissonRows(const PpmlSpec& s)
      : spec(s), n(s.y.size()), prior(normalise_weights(s.weights, s.weight_kind, n)), eta(n), mu(n), working(n),
        weight(n, 1.0) {
    for (const Effect& effect : s.effects) levels.push_back(dense_codes(effect.codes));
    std::vector<CodeSource> sources;
    for (const DenseCodes& codes : levels) sources.push_back(source_of(codes));
    rows = EffectRows(std::move(sources), weight, n, order);
    log_y.reserve(n);
    for (const double y : s.y) log_y.push_back(y > 0 ? std::log(y) : 0.0);
    columns.z.push_back(working.data());
    for (std::size_t j = 0; j < s.x.cols; ++j) columns.z.push_back(s.x.column(j).data());
    columns.centre.assign(columns.z.size(), 0.0);
    for (std::size_t j = 1; j < columns.z.size(); ++j) columns.centre[j] = columns.z[j][n / 2];
  }

  double prior_of(std::size_t i) const { return prior.values.empty() ? 1.0 : prior.values[i]; }
  double offset(std::size_t i) const { return spec.offset.empty() ? 0.0 : spec.offset[i]; }

  const PpmlSpec& spec;
  std::size_t n;
  Weights prior;
  std::vector<double> eta, mu, working, weight;  // z = η - offset + (y-μ)/μ with weights wμ
  std::vector<double> log_y;                     // zero where y is
  std::vector<DenseCodes> levels;
  std::vector<std::size_t> order;
  EffectRows rows;
  RowColumns columns;                            // working response, regressors
  SlotTable A;                                   // of the last regression
};

// 2 Σ w (y (ln y - η) - (y - μ)).
double deviance_between(const PoissonRows& r, std::size_t begin, std::size_t end) {
  double sum = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const double y = r.spec.y[i];
    sum += 2 * r.prior_of(i) * (y * (r.log_y[i] - r.eta[i]) - (y - r.mu[i]));
  }
  return sum;
}

double added_up(const std::vector<double>& parts) {
  double sum = 0;
  for (const double part : parts) sum += part;
  return sum;
}

// μ from η; returns the deviance.
double update_poisson_means(PoissonRows& r) {
  const std::size_t pieces = pieces_of_rows(r.n);
  std::vector<double> parts(pieces, 0.0);
  in_parallel(pieces, [&](std::size_t p) {
    const std::size_t begin = r.n / pieces * p, end = p + 1 == pieces ? r.n : r.n / pieces * (p + 1);
    for (std::size_t i = begin; i < end; ++i) r.mu[i] = std::exp(r.eta[i]);
    parts[p] = deviance_between(r, begin, end);
  });
  return added_up(parts);
}

double start_poisson(PoissonRows& r) {
  double events = 0, total = 0;
  for (std::size_t i = 0; i < r.n; ++i) {
    events += r.prior_of(i) * r.spec.y[i];
    total += r.prior_of(i);
  }
  for (std::size_t i = 0; i < r.n; ++i) r.eta[i] = std::log((r.spec.y[i] + events / total) / 2);
  return update_poisson_means(r);
}

// The regression of the working response on regressors and effects.
struct WorkingRegression {
  StreamedProducts products;
  GramFit slopes;
};

std::optional<WorkingRegression> regress_working(PoissonRows& r, double tolerance, Progress& progress) {
  in_stretches(r.n, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      r.working[i] = r.eta[i] - r.offset(i) + (r.spec.y[i] - r.mu[i]) / r.mu[i];
      r.weight[i] = r.prior_of(i) * r.mu[i];
    }
  });
  LevelWeights by_level = level_weights(r.rows);
  double total = 0;
  for (const double w : by_level.first) total += w;
  Weights weights;
  weights.n = r.prior.n;
  weights.sum = total;
  auto p = streamed_products(PlainAbsorption(r.rows, r.order, std::move(by_level)), std::move(weights), r.columns,
                             std::move(r.A), tolerance, AbsorbOptions{}.max_iterations, progress);
  if (!p || loses_digits(*p, 1)) return std::nullopt;
  auto slopes = fit_gram(p->gram);
  if (!slopes) return std::nullopt;
  return WorkingRegression{*std::move(p), *std::move(slopes)};
}

// η = z - e + offset and all that follows from it; returns the deviance.
double take_step(PoissonRows& r, const WorkingRegression& w) {
  std::vector<double> parts(r.rows.pieces(), 0.0);
  const std::vector<double>& b = w.slopes.b;
  visit_residuals(r.rows, w.products.plain.weights(), r.columns, w.products.A,
                  [&](std::size_t p, std::size_t begin, std::size_t n, const double* residuals) {
                    for (std::size_t i = 0; i < n; ++i) {
                      double e = residuals[i];
                      for (std::size_t j = 0; j < b.size(); ++j) e -= b[j] * residuals[(j + 1) * residual_stride + i];
                      r.eta[begin + i] = r.working[begin + i] - e + r.offset(begin + i);
                      r.mu[begin + i] = std::exp(r.eta[begin + i]);
                    }
                    parts[p] += deviance_between(r, begin, begin + n);
                  });
  return added_up(parts);
}

bool iterate_poisson(PoissonRows& r, PpmlFit& fit, Progress& progress) {
  constexpr int halvings = 20;
  double before = start_poisson(r), inner = 1e-4;
  const double wanted = std::min(r.spec.tolerance, 1e-10), innermost = std::min(r.spec.inner_tolerance, 1e-10);
  std::vector<double> eta;
  for (int i = 0; i < r.spec.iterations && !fit.converged; ++i) {
    check(progress);
    eta = r.eta;
    auto step = regress_working(r, inner, progress);
    if (!step) return false;
    double now = take_step(r, *step);
    r.A = std::move(step->products.A);
    // The first step leaves an arbitrary starting point and may go up.
    for (int h = 0; i > 0 && h < halvings && !(now <= before * (1 + 1e-10) + 1e-12); ++h) {
      for (std::size_t row = 0; row < r.n; ++row) r.eta[row] = (r.eta[row] + eta[row]) / 2;
      now = update_poisson_means(r);
    }
    const double change = std::fabs(before - now) / std::max(0.1, std::min(before, now));
    fit.converged = change < wanted && inner <= innermost;
    inner = std::clamp(change * 1e-3, std::min(innermost / 10, inner), inner);
    before = now;
    fit.log.push_back(now);
  }
  fit.deviance = before;
  return true;
}

// What a row's score is multiplied by; a row of frequency f is f rows: Σ f (μe)² x x', not Σ (f μ e)² x x'.
std::vector<double> poisson_factors(const PoissonRows& r, bool clustered) {
  std::vector<double> out = r.weight;
  if (r.spec.weight_kind == WeightKind::fweight && !clustered)
    for (std::size_t i = 0; i < r.n; ++i) out[i] /= std::sqrt(r.prior_of(i));
  return out;
}

// A variable that is absorbed, too, is read from the same place.
std::vector<CodeSource> cluster_sources(const PoissonRows& r, const std::vector<DenseCodes>& codes) {
  std::vector<CodeSource> out;
  for (const DenseCodes& c : codes) {
    const auto same = std::find_if(r.levels.begin(), r.levels.end(),
                                   [&](const DenseCodes& l) { return l.values == c.values; });
    out.push_back(source_of(same == r.levels.end() ? c : *same));
  }
  return out;
}

AbsorbedDof poisson_dof(const PoissonRows& r, const std::vector<CodeSource>& clusters) {
  std::vector<CodeSource> sets;
  std::vector<EffectCount> counts;
  for (std::size_t e = 0; e < r.levels.size(); ++e) {
    sets.push_back(source_of(r.levels[e]));
    counts.push_back({.effect = e, .levels = static_cast<double>(r.levels[e].levels)});
  }
  const auto nested = [&](std::size_t e) {
    return std::any_of(clusters.begin(), clusters.end(),
                       [&](const CodeSource& c) { return is_nested(sets[e], c, r.n); });
  };
  return absorbed_dof(std::move(counts), nested, [&](std::size_t a, std::size_t b) {
    return static_cast<double>(connected_components(sets[a], sets[b], r.n));
  });
}

bool finish_poisson(PoissonRows& r, const VceSpec& vce, PpmlFit& fit, Progress& progress) {
  const auto w = regress_working(r, std::min(r.spec.inner_tolerance, 1e-10), progress);
  if (!w) return false;
  fit.b = w->slopes.b;
  const std::size_t k = fit.b.size();
  double constant = w->products.mean[0];
  for (std::size_t j = 0; j < k; ++j) constant -= w->products.mean[j + 1] * fit.b[j];
  fit.b.push_back(constant);
  fit.omitted.assign(k + 1, 0);
  fit.rank = static_cast<double>(k);
  const VceKind kind = effective_kind(vce.kind, r.spec.weight_kind);
  const bool clustered = kind == VceKind::cluster;
  std::vector<DenseCodes> codes;
  if (clustered)
    for (const Codes& c : vce.clusters) codes.push_back(dense_codes(c));
  const std::vector<CodeSource> clusters = cluster_sources(r, codes);
  fit.dof = poisson_dof(r, clusters);
  if (kind == VceKind::classical) {
    WithinFit within;
    within.x_mean.assign(w->products.mean.begin() + 1, w->products.mean.end());
    within.slopes.xtx_inverse = w->slopes.inverse;
    fit.V = bordered_inverse(within, w->products.weights.sum);
    return true;
  }
  auto variance = streamed_variance(w->products, w->slopes, clusters, poisson_factors(r, clustered), Model::ppmlhdfe,
                                    kind, {.n = fit.N, .k = fit.rank}, true);
  if (!variance) return false;
  fit.V = std::move(variance->V);
  fit.N_clust = std::move(variance->N_clust);
  fit.V_repaired = variance->repaired;
  return true;
}

}  // namespace

std::optional<PpmlFit> fit_ppml_streamed(const PpmlSpec& spec, const VceSpec& vce, Progress& progress) {
  const auto plain = [](const Effect& e) { return e.intercept && e.slopes.empty(); };
  if (spec.y.size() < least_streamed_ppml || spec.effects.empty() ||
      !std::all_of(spec.effects.begin(), spec.effects.end(), plain))
    return std::nullopt;
  PoissonRows rows(spec);
  PpmlFit fit;
  fit.N = rows.prior.n;
  if (!iterate_poisson(rows, fit, progress) || !finish_poisson(rows, vce, fit, progress)) return std::nullopt;
  fit.eta = std::move(rows.eta);
  return fit;
}

}  // namespace nqp::numeric
