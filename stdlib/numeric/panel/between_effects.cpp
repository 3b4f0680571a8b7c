// xtreg, be: least squares on panel means.
#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/estimators.hpp"

namespace nqp::numeric {

PanelFit fit_between(const PanelSpec& spec, const VceSpec& vce, const PanelLayout& layout, Progress& progress) {
  if (spec.weight_kind != WeightKind::none || vce.kind != VceKind::classical) {
    throw Failure(FailureCode::requirement, "the between estimator takes no weights and no robust variance");
  }
  const std::vector<double> y = panel_means(spec.y, layout);
  const Matrix x = panel_means(spec.x, layout);
  LinearSpec means{.y = y, .x = x};
  if (spec.between_wls) {
    means.weights = layout.sizes;
    means.weight_kind = WeightKind::aweight;
  }
  LinearFit ols = fit_linear(means, {}, progress);

  PanelFit fit;
  describe_panels(layout, fit);
  fit.N = static_cast<double>(spec.y.size());
  fit.sum_w = fit.N;
  fit.b = std::move(ols.b);
  fit.V = std::move(ols.V);
  fit.omitted = std::move(ols.omitted);
  fit.rank = ols.rank;
  fit.df_m = ols.df_m;
  fit.df_r = ols.df_r;
  fit.F = ols.F;
  fit.rss = ols.rss;
  fit.mss = ols.mss;
  fit.tss = ols.tss;
  fit.rmse = ols.rmse;
  fit.ll = ols.ll;
  fit.ll_0 = ols.ll_0;
  fit.r2_a = ols.r2_a;
  const std::vector<double> xb = linear_prediction(spec.x, true, fit.b);
  const CorrelationR2 r2 = correlation_r2(spec.y, xb, layout);
  fit.r2 = fit.r2_b = ols.r2;
  fit.r2_w = r2.within;
  fit.r2_o = r2.overall;
  fit.chi2 = fit.sigma = fit.sigma_u = fit.sigma_e = fit.rho = fit.corr = fit.F_f = fit.df_f = undefined;
  fit.residuals.resize(xb.size());
  for (std::size_t i = 0; i < xb.size(); ++i) fit.residuals[i] = spec.y[i] - xb[i];
  return fit;
}

}  // namespace nqp::numeric
