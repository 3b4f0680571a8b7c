// What the three panel estimators share: dense panels, their sizes and means, R² by correlation, sizes for e().
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/panel/fit_panel.hpp"

namespace nqp::numeric {

struct PanelLayout {
  DenseCodes codes;
  std::vector<double> sizes;  // T_i

  std::size_t panels() const { return sizes.size(); }
  std::size_t panel(std::size_t row) const { return static_cast<std::size_t>(codes.values[row]); }
};

PanelLayout panel_layout(Codes panel);

// Mean of each panel, compensated.
std::vector<double> panel_means(std::span<const double> x, const PanelLayout& layout);
Matrix panel_means(MatrixView x, const PanelLayout& layout);

// N_g, g_min, g_avg, g_max, Tbar, Tcon.
void describe_panels(const PanelLayout& layout, PanelFit& fit);

// Squared correlations of x̄_i'b with ȳ_i over panels, x'b with y over rows, and of their within deviations.
struct CorrelationR2 {
  double within = 0;
  double between = 0;
  double overall = 0;
};
CorrelationR2 correlation_r2(std::span<const double> y, std::span<const double> xb, const PanelLayout& layout);

}  // namespace nqp::numeric
