#include "stdlib/numeric/panel/fit_panel.hpp"

#include <algorithm>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/panel/estimators.hpp"

namespace nqp::numeric {

void require_nested_panels(const PanelSpec& spec, const std::vector<Codes>& clusters, PanelFit& fit) {
  fit.nested = std::all_of(clusters.begin(), clusters.end(),
                           [&](const Codes& cluster) { return is_nested(spec.panel, cluster); });
  if (fit.nested || spec.allow_nonnested) return;
  throw Failure(FailureCode::requirement, "panels not nested within clusters");
}

PanelFit fit_panel(const PanelSpec& given, const VceSpec& vce, Progress& progress) {
  PanelSpec spec = given;
  if (spec.y.empty()) throw Failure(FailureCode::no_observations, "no observations");
  if (spec.x.cols == 0) spec.x.rows = spec.y.size();
  if (spec.panel.size() != spec.y.size() || spec.x.rows != spec.y.size()) {
    throw Failure(FailureCode::conformability, "data of different lengths");
  }
  if (vce.kind == VceKind::hc2 || vce.kind == VceKind::hc3) {
    throw Failure(FailureCode::requirement, "hc2 and hc3 are not available for panel models");
  }
  const PanelLayout layout = panel_layout(spec.panel);
  switch (spec.estimator) {
    case PanelEstimator::fixed: return fit_fixed_effects(spec, vce, layout, progress);
    case PanelEstimator::between: return fit_between(spec, vce, layout, progress);
    case PanelEstimator::random: break;
  }
  return fit_random_effects(spec, vce, layout, progress);
}

}  // namespace nqp::numeric
