// The three estimators behind fit_panel.
#pragma once

#include "stdlib/numeric/panel/fit_panel.hpp"
#include "stdlib/numeric/panel/panel_means.hpp"

namespace nqp::numeric {

PanelFit fit_fixed_effects(const PanelSpec& spec, const VceSpec& vce, const PanelLayout& layout, Progress& progress);
PanelFit fit_random_effects(const PanelSpec& spec, const VceSpec& vce, const PanelLayout& layout, Progress& progress);
PanelFit fit_between(const PanelSpec& spec, const VceSpec& vce, const PanelLayout& layout, Progress& progress);

// Fit statistics of fixed effects; N, N_g, df_b and sigma_u are known.
void describe_within(double rss, double tss_within, bool counts_panels, PanelFit& fit);

// Failure requirement unless every panel lies within one cluster of each variable or the option allows it.
void require_nested_panels(const PanelSpec& spec, const std::vector<Codes>& clusters, PanelFit& fit);

}  // namespace nqp::numeric
