// xtreg, fe on many rows, and what fixed panel effects look like, from sums alone.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stdlib/numeric/panel/fit_panel.hpp"
#include "stdlib/numeric/panel/streamed_products.hpp"

namespace nqp::numeric {

// u_i = ȳ_i - x̄_i'b: σ_u over panels, corr(u_i, xb) over rows, R² between and overall as squared correlations.
// `within` and `levels` are of y and the regressors, unweighted.
struct PanelEffects {
  double sigma_u = 0, corr = 0, r2_between = 0, r2_overall = 0;
};
PanelEffects panel_effects(const Matrix& within, const LevelSums& levels, std::span<const double> slopes);

struct StreamedPanelSpec {
  StreamedData data{};     // columns: y, then the regressors; one effect
  VceKind kind = VceKind::classical;  // classical or cluster
  bool allow_nonnested = false;
  bool dof_adjusted = false;
};

// The fit of fit_panel without effects and residuals; none when only the explicit solution is accurate enough. `used`
// as in StreamedProducts. Failure requirement as there. Takes the weights from the data.
struct StreamedPanelFit {
  PanelFit fit;
  std::vector<std::uint8_t> used;
};
std::optional<StreamedPanelFit> fit_fixed_effects(StreamedPanelSpec& spec, Progress& progress);

}  // namespace nqp::numeric
