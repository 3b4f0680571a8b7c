#include "stdlib/numeric/absorb/ppml.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/absorb/ppml_streamed.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/within.hpp"
#include "stdlib/numeric/parallel.hpp"
#include "stdlib/numeric/vce/linear_meat.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::numeric {
namespace {

constexpr double collinear_share = 1e-9;

struct PpmlWork {
  const PpmlSpec& spec;
  Weights weights;
  std::vector<std::int32_t> one_level;
  std::vector<Effect> effects;
  Matrix kept;                        // regressors that are not omitted
  std::vector<double> eta, mu, working, working_weights;

  double weight(std::size_t i) const { return weights.values.empty() ? 1.0 : weights.values[i]; }
  double offset(std::size_t i) const { return spec.offset.empty() ? 0.0 : spec.offset[i]; }
};

double deviance(const PpmlWork& w) {
  double sum = 0;
  for (std::size_t i = 0; i < w.mu.size(); ++i) {
    const double y = w.spec.y[i];
    sum += 2 * w.weight(i) * ((y > 0 ? y * std::log(y / w.mu[i]) : 0.0) - (y - w.mu[i]));
  }
  return sum;
}

void update_means(PpmlWork& w) {
  for (std::size_t i = 0; i < w.mu.size(); ++i) w.mu[i] = std::exp(w.eta[i]);
}

// z = η - offset + (y-μ)/μ with weights wμ.
void make_working_response(PpmlWork& w) {
  for (std::size_t i = 0; i < w.mu.size(); ++i) {
    w.working[i] = w.eta[i] - w.offset(i) + (w.spec.y[i] - w.mu[i]) / w.mu[i];
    w.working_weights[i] = w.weight(i) * w.mu[i];
  }
}

void start(PpmlWork& w) {
  const std::size_t n = w.spec.y.size();
  double events = 0, total = 0;
  for (std::size_t i = 0; i < n; ++i) {
    events += w.weight(i) * w.spec.y[i];
    total += w.weight(i);
  }
  w.eta.resize(n);
  w.mu.resize(n);
  w.working.resize(n);
  w.working_weights.resize(n);
  for (std::size_t i = 0; i < n; ++i) w.eta[i] = std::log((w.spec.y[i] + events / total) / 2);
  update_means(w);
}

Matrix kept_regressors(MatrixView x, const std::vector<std::uint8_t>& omitted) {
  Matrix out(x.rows, 0);
  for (std::size_t j = 0; j < x.cols; ++j) {
    if (omitted[j]) continue;
    const auto column = x.column(j);
    out.data.insert(out.data.end(), column.begin(), column.end());
    ++out.cols;
  }
  return out;
}

// η after one weighted regression of the working response on regressors and effects.
void ppml_step(PpmlWork& w, double tolerance, Progress& progress) {
  make_working_response(w);
  const std::size_t n = w.working.size(), k = w.kept.cols;
  Matrix z(n, k + 1);
  std::copy(w.working.begin(), w.working.end(), z.data.begin());
  std::copy(w.kept.data.begin(), w.kept.data.end(), z.data.begin() + static_cast<std::ptrdiff_t>(n));
  const Absorber absorber(w.effects, w.working_weights, {.tolerance = tolerance});
  const AbsorbReport report = absorber.partial_out(z, progress);
  if (!report.converged)
    throw Failure(FailureCode::not_converged, "fixed effects could not be partialled out",
                  {{"iterations", static_cast<double>(report.iterations)}, {"accuracy", report.accuracy}});
  std::vector<double> residual(z.data.begin(), z.data.begin() + static_cast<std::ptrdiff_t>(n));
  if (k > 0) {
    const MatrixView x(z.data.data() + n, n, k), y(z.data.data(), n, 1);
    const Matrix b =
        multiply(pseudo_inverse(gram(x, w.working_weights)).inverse, cross_product(x, y, w.working_weights));
    const std::vector<double> fitted = multiply(x, b.column(0));
    for (std::size_t i = 0; i < n; ++i) residual[i] -= fitted[i];
  }
  for (std::size_t i = 0; i < n; ++i) w.eta[i] = w.working[i] - residual[i] + w.offset(i);
  update_means(w);
}

void iterate(PpmlWork& w, PpmlFit& fit, Progress& progress) {
  constexpr int halvings = 20;
  double before = deviance(w), inner = 1e-6;
  const double wanted = std::min(w.spec.tolerance, 1e-10), innermost = std::min(w.spec.inner_tolerance, 1e-10);
  for (int i = 0; i < w.spec.iterations && !fit.converged; ++i) {
    check(progress);
    const std::vector<double> eta = w.eta;
    ppml_step(w, inner, progress);
    double now = deviance(w);
    // The first step leaves an arbitrary starting point and may go up.
    for (int h = 0; i > 0 && h < halvings && !(now <= before * (1 + 1e-10) + 1e-12); ++h) {
      for (std::size_t r = 0; r < eta.size(); ++r) w.eta[r] = (w.eta[r] + eta[r]) / 2;
      update_means(w);
      now = deviance(w);
    }
    const double change = std::fabs(before - now) / std::max(0.1, std::min(before, now));
    fit.converged = change < wanted && inner <= innermost;
    inner = std::clamp(change * 1e-3, std::min(innermost / 10, inner), inner);
    before = now;
    fit.log.push_back(now);
  }
  fit.deviance = before;
}

// Of the model, and of a constant and the offset.
struct PpmlLikelihoods {
  double full = 0, null = 0;
};

PpmlLikelihoods ppml_likelihoods(const PpmlWork& w, const std::vector<double>& eta) {
  const std::size_t n = eta.size(), pieces = pieces_of_rows(n);
  struct Sums {
    double full = 0, factorials = 0, events = 0, exposed = 0, offset_events = 0;
  };
  std::vector<Sums> parts(pieces);
  in_parallel(pieces, [&](std::size_t p) {
    Sums& s = parts[p];
    const std::size_t end = p + 1 == pieces ? n : n / pieces * (p + 1);
    for (std::size_t i = n / pieces * p; i < end; ++i) {
      const double weight = w.weight(i), y = w.spec.y[i];
      s.full += weight * (y * eta[i] - std::exp(eta[i]));
      int sign = 0;  // std::lgamma would write a global one
      s.factorials += weight * ::lgamma_r(y + 1, &sign);
      s.events += weight * y;
      s.exposed += w.spec.offset.empty() ? weight : weight * std::exp(w.offset(i));
      s.offset_events += weight * y * w.offset(i);
    }
  });
  Sums all;
  for (const Sums& s : parts) {
    all.full += s.full;
    all.factorials += s.factorials;
    all.events += s.events;
    all.exposed += s.exposed;
    all.offset_events += s.offset_events;
  }
  // Σ w (y (c + offset) - e^c e^offset) with e^c = Σ w y / Σ w e^offset.
  const double null = all.events * std::log(all.events / all.exposed) + all.offset_events - all.events;
  return {all.full - all.factorials, null - all.factorials};
}

void ppml_variance(const PpmlWork& w, const VceSpec& vce, WithinFit within, PpmlFit& fit) {
  Weights working = w.weights;
  working.values = w.working_weights;
  working.kind = WeightKind::aweight;
  working.sum = 0;
  for (const double v : w.working_weights) working.sum += v;
  const VceKind kind = effective_kind(vce.kind, w.spec.weight_kind);
  if (kind == VceKind::classical) {
    fit.V = bordered_inverse(within, working.sum);
    return;
  }
  // A row of frequency f is f rows: Σ f (μe)² x x', not Σ (f μ e)² x x'.
  if (kind != VceKind::cluster && w.spec.weight_kind == WeightKind::fweight)
    for (std::size_t i = 0; i < within.slopes.residuals.size(); ++i)
      within.slopes.residuals[i] /= std::sqrt(w.weight(i));
  Counts counts{.n = fit.N, .k = fit.rank};
  if (kind == VceKind::cluster) {
    fit.N_clust = cluster_counts(vce.clusters);
    counts.clusters = smallest_cluster_count(fit.N_clust);
  }
  WithinVariance v = within_variance(within, Model::ppmlhdfe, kind, vce.clusters, working, counts, true);
  fit.V = std::move(v.V);
  fit.V_repaired = v.repaired;
}

// Slopes and V from the regression at the final weights.
void finish_ppml(PpmlWork& w, const VceSpec& vce, PpmlFit& fit, Progress& progress) {
  make_working_response(w);
  Weights working = w.weights;
  working.values = w.working_weights;
  WithinFit within = fit_within({.y = w.working, .x = w.spec.x, .effects = w.effects, .weights = working,
                                 .collinear_share = collinear_share},
                                progress);
  fit.b = within.slopes.b;
  fit.omitted = within.slopes.omitted;
  fit.rank = static_cast<double>(within.k);
  double constant = within.y_mean;
  for (std::size_t j = 0; j < w.spec.x.cols; ++j) constant -= within.x_mean[j] * fit.b[j];
  fit.b.push_back(constant);
  fit.omitted.push_back(0);
  ppml_variance(w, vce, std::move(within), fit);
}

double slopes_chi2(const PpmlFit& fit) {
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j + 1 < fit.b.size(); ++j) {
    if (!fit.omitted[j]) slopes.push_back(j);
  }
  if (slopes.empty()) return undefined;
  const Wald test = wald_zero(slopes, fit.b, fit.V);
  return test.df == static_cast<double>(slopes.size()) ? test.chi2 : undefined;
}

PpmlFit fit_explicitly(PpmlWork& w, const VceSpec& vce, Progress& progress) {
  PpmlFit fit;
  fit.N = w.weights.n;
  start(w);
  const WithinFit first = fit_within({.y = w.spec.y, .x = w.spec.x, .effects = w.effects, .weights = w.weights,
                                      .collinear_share = collinear_share},
                                     progress);
  w.kept = kept_regressors(w.spec.x, first.slopes.omitted);
  iterate(w, fit, progress);
  finish_ppml(w, vce, fit, progress);
  const bool clustered = effective_kind(vce.kind, w.spec.weight_kind) == VceKind::cluster;
  fit.dof = absorbed_dof(w.effects, clustered ? vce.clusters : std::vector<Codes>{});
  fit.eta = w.eta;
  return fit;
}

}  // namespace

PpmlFit fit_ppml(const PpmlSpec& spec, const VceSpec& vce, Progress& progress) {
  PpmlWork w{.spec = spec, .weights = {}, .one_level = {}, .effects = spec.effects, .kept = {}, .eta = {}, .mu = {},
         .working = {}, .working_weights = {}};
  w.weights = normalise_weights(spec.weights, spec.weight_kind, spec.y.size());
  if (w.effects.empty()) {
    w.one_level.assign(spec.y.size(), 0);
    w.effects.push_back({.codes = w.one_level});
  }
  std::optional<PpmlFit> streamed = fit_ppml_streamed(spec, vce, progress);
  PpmlFit fit = streamed ? *std::move(streamed) : fit_explicitly(w, vce, progress);
  const PpmlLikelihoods likelihoods = ppml_likelihoods(w, fit.eta);
  fit.ll = likelihoods.full;
  fit.ll_0 = likelihoods.null;
  fit.chi2 = slopes_chi2(fit);
  return fit;
}

}  // namespace nqp::numeric
