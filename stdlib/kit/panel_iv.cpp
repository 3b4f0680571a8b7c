#include "stdlib/kit/panel_iv.hpp"

#include <algorithm>
#include <cmath>

#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/panel/error_components.hpp"
#include "stdlib/numeric/panel/fixed_effects_streamed.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::kit {
namespace {

void quasi_demean(InstrumentedColumns& k, const numeric::PanelLayout& layout, const std::vector<double>& share) {
  numeric::take_panel_means(k.y, layout, share);
  for (numeric::Matrix* m : {&k.x1, &k.x2, &k.z1})
    for (std::size_t j = 0; j < m->cols; ++j) numeric::take_panel_means(m->column(j), layout, share);
}

numeric::Matrix with_rows(numeric::Matrix m, std::size_t rows) {
  m.rows = rows;
  return m;
}

struct PanelIvWork {
  const command::Context& c;
  const EstimationSample& sample;
  const numeric::PanelLayout& layout;
  const VceChoice& vce;
};

numeric::IvFit panel_iv_estimates(const numeric::IvSpec& spec, const command::Context& c) {
  return compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });
}

void set_panel_vce(const PanelIvWork& w, numeric::IvSpec& spec) {
  spec.vce.robust = w.vce.kind == "robust";
  for (const GroupCodes& g : w.vce.groups) spec.vce.clusters.push_back(g.codes);
  spec.weighting = spec.vce;
}

// Panel means of all regressors, the constant among them.
numeric::Matrix regressor_means(const InstrumentedColumns& k, const numeric::PanelLayout& layout) {
  const numeric::Matrix x =
      numeric::panel_means(numeric::join_columns(with_rows(k.x1, k.y.size()), with_rows(k.x2, k.y.size())), layout);
  return k.constant ? numeric::join_columns(x, numeric::Matrix(layout.panels(), 1, 1.0)) : x;
}

// One row per panel: means of every column.
InstrumentedColumns panel_mean_columns(const InstrumentedColumns& k, const numeric::PanelLayout& layout) {
  InstrumentedColumns out = k;
  out.y = numeric::panel_means(k.y, layout);
  out.x1 = numeric::panel_means(k.x1, layout);
  out.x2 = numeric::panel_means(k.x2, layout);
  out.z1 = numeric::panel_means(k.z1, layout);
  return out;
}

// Within transformation; columns that do not vary within panels leave.
InstrumentedColumns within_panel_columns(const InstrumentedColumns& k, const PanelIvWork& w) {
  InstrumentedColumns out = k;
  const std::vector<double> all(w.layout.panels(), 1.0);
  std::vector<double> noise;
  numeric::take_panel_means(out.y, w.layout, all, true);
  for (Design* d : {&out.endogenous, &out.exogenous, &out.instruments})
    for (std::size_t j = 0; j < d->x.cols; ++j) {
      noise.push_back(numeric::rounding_of_means(d->x.column(j)));
      numeric::take_panel_means(d->x.column(j), w.layout, all, true);
    }
  keep_independent(out, w.sample, w.c, noise);
  return out;
}

// Panel effects count, except in clustered variances, where they are nested.
void fit_within_iv(numeric::IvSpec& spec, double panels, const command::Context& c, PanelIvFit& r) {
  spec.dof_small = spec.vce.clusters.empty() && spec.vce.summed_clusters.empty() ? panels - 1 : 0;
  r.fit = panel_iv_estimates(spec, c);
  r.sigma_e = std::sqrt(r.fit.rss / (r.fit.N - panels - r.fit.K + 1));
  std::vector<std::size_t> all_coefficients;
  for (std::size_t j = 0; j < r.fit.b.size(); ++j) all_coefficients.push_back(j);
  r.fit.chi2 = numeric::wald_zero(all_coefficients, r.fit.b, r.fit.V).chi2;
}

PanelIvFit fixed_effects_iv(const InstrumentedColumns& raw, const PanelIvWork& w) {
  PanelIvFit r;
  r.k = within_panel_columns(raw, w);
  numeric::IvSpec spec = panel_iv_spec(r.k);
  set_panel_vce(w, spec);
  const double panels = static_cast<double>(w.layout.panels());
  fit_within_iv(spec, panels, w.c, r);
  return r;
}

// Swamy and Arora's for unbalanced panels (Baltagi and Chang 2000), degrees of freedom with all slopes of the model,
// also those that do not vary within panels.
numeric::ErrorComponents panel_iv_components(const InstrumentedColumns& raw, const InstrumentedColumns& kept,
                                             const PanelIvWork& w) {
  const VceChoice conventional;
  const double panels = static_cast<double>(w.layout.panels()), rows = static_cast<double>(raw.y.size());
  const double slopes = static_cast<double>(kept.x1.cols + kept.x2.cols);
  numeric::ErrorComponents out;
  out.e2 = fixed_effects_iv(raw, {w.c, w.sample, w.layout, conventional}).fit.rss / (rows - panels - slopes);
  const InstrumentedColumns means = panel_mean_columns(kept, w.layout);
  const numeric::IvFit between = panel_iv_estimates(panel_iv_spec(means), w.c);
  double between_rss = 0;  // panels weigh by their size here, not in the estimation
  for (std::size_t i = 0; i < between.residuals.size(); ++i)
    between_rss += w.layout.sizes[i] * between.residuals[i] * between.residuals[i];
  const numeric::Matrix x = regressor_means(kept, w.layout);
  const double trace = compute(w.c, [&](numeric::Progress&) {
    return numeric::swamy_arora_trace(x, numeric::inverse_spd(numeric::gram(x, w.layout.sizes)), w.layout.sizes);
  });
  out.u2 = std::max(0.0, (between_rss - (panels - between.K) * out.e2) / (rows - trace));
  return out;
}

// Balestra and Varadharajan-Krishnakumar (1987).
PanelIvFit random_effects_iv(const InstrumentedColumns& raw, const PanelIvWork& w) {
  PanelIvFit r;
  r.k = raw;
  keep_independent(r.k, w.sample, w.c);
  const numeric::ErrorComponents parts = panel_iv_components(raw, r.k, w);
  r.sigma_e = std::sqrt(parts.e2), r.sigma_u = std::sqrt(parts.u2);
  const std::vector<double> theta = numeric::quasi_demeaning_shares(parts, w.layout.sizes);
  r.theta_low = *std::min_element(theta.begin(), theta.end());
  r.theta_high = *std::max_element(theta.begin(), theta.end());
  InstrumentedColumns moved = r.k;
  quasi_demean(moved, w.layout, theta);
  moved.constant = false;
  if (r.k.constant) {
    moved.x2.rows = moved.y.size();
    for (std::size_t i = 0; i < moved.y.size(); ++i) moved.x2.data.push_back(1 - theta[w.layout.panel(i)]);
    ++moved.x2.cols;
  }
  numeric::IvSpec spec = panel_iv_spec(moved);
  set_panel_vce(w, spec);
  r.fit = panel_iv_estimates(spec, w.c);
  if (!r.k.constant) return r;
  r.fit.df_m -= 1;  // the transformed constant is no slope
  std::vector<std::size_t> slopes;
  for (std::size_t j = 0; j + 1 < r.fit.b.size(); ++j) slopes.push_back(j);
  const numeric::Wald test = numeric::wald_zero(slopes, r.fit.b, r.fit.V);
  r.fit.chi2 = test.chi2;
  r.fit.F = test.F;
  return r;
}

PanelIvFit untransformed_iv(PanelIvModel model, const InstrumentedColumns& raw, const PanelIvWork& w) {
  PanelIvFit r;
  r.k = raw;
  keep_independent(r.k, w.sample, w.c);
  const InstrumentedColumns means = model == PanelIvModel::between ? panel_mean_columns(r.k, w.layout) : r.k;
  numeric::IvSpec spec = panel_iv_spec(means);
  set_panel_vce(w, spec);
  r.fit = panel_iv_estimates(spec, w.c);
  return r;
}

// x'b of the data as they were.
std::vector<double> structural_prediction(const PanelIvFit& r, const InstrumentedColumns& raw) {
  const Coefficients all = instrumented_coefficients(r.k, r.fit.b, r.fit.V);
  std::vector<double> xb(raw.y.size(), raw.constant ? all.b.back() : 0.0);
  std::size_t at = 0;
  for (const Design* d : {&raw.endogenous, &raw.exogenous})
    for (const Slot& slot : d->slots) {
      const double b = all.b[at++];
      if (slot.state != Slot::State::kept) continue;
      for (std::size_t i = 0; i < xb.size(); ++i) xb[i] += b * d->x(i, slot.column);
    }
  return xb;
}

void describe_panel_iv(PanelIvModel model, const InstrumentedColumns& raw, const PanelIvWork& w, PanelIvFit& r) {
  const std::vector<double> xb = structural_prediction(r, raw);
  const numeric::CorrelationR2 r2 = numeric::correlation_r2(raw.y, xb, w.layout);
  r.r2_within = model == PanelIvModel::fixed ? r.fit.r2_centred : r2.within;
  r.r2_between = r2.between;
  r.r2_overall = r2.overall;
  if (model != PanelIvModel::fixed) return;
  std::vector<double> left(raw.y.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = raw.y[i] - xb[i];
  const std::vector<double> effects = numeric::panel_means(left, w.layout);
  r.sigma_u = numeric::summarize(effects).sd;
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = effects[w.layout.panel(i)];
  r.corr = numeric::correlation(left, xb);
}

}  // namespace

numeric::IvSpec panel_iv_spec(const InstrumentedColumns& k) {
  numeric::IvSpec spec;
  spec.data = k.data({});
  spec.small = true;  // variances divide by the degrees of freedom left; z or t is a matter of display
  return spec;
}

PanelIvFit fit_panel_iv(PanelIvModel model, const InstrumentedColumns& raw, const EstimationSample& sample,
                        const numeric::PanelLayout& layout, const VceChoice& vce, const command::Context& c) {
  const PanelIvWork w{c, sample, layout, vce};
  PanelIvFit r = model == PanelIvModel::fixed    ? fixed_effects_iv(raw, w)
                 : model == PanelIvModel::random ? random_effects_iv(raw, w)
                                                 : untransformed_iv(model, raw, w);
  describe_panel_iv(model, raw, w, r);
  return r;
}

// Fixed effects from sums.
PanelIvFit fit_panel_iv(const StreamedIv& streamed, const command::Context& c) {
  PanelIvFit r;
  r.k = streamed.columns;
  numeric::IvSpec spec = panel_iv_spec(r.k);
  spec.data.summed = &streamed.fit.rows;
  spec.vce.summed_clusters = streamed.fit.rows.clusters;
  spec.weighting = spec.vce;
  fit_within_iv(spec, static_cast<double>(streamed.fit.levels.weight.size()), c, r);
  const numeric::PanelEffects effects = numeric::panel_effects(
      streamed.fit.within, streamed.fit.levels, std::span<const double>(r.fit.b).first(r.fit.b.size() - 1));
  r.sigma_u = effects.sigma_u;
  r.corr = effects.corr;
  r.r2_within = r.fit.r2_centred;
  r.r2_between = effects.r2_between;
  r.r2_overall = effects.r2_overall;
  return r;
}

}  // namespace nqp::kit
