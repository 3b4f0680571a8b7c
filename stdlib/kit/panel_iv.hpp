// Instrumental variables for panels: what xtivreg estimates.
#pragma once

#include "stdlib/kit/instruments.hpp"
#include "stdlib/kit/iv_estimation.hpp"
#include "stdlib/kit/vce.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/panel_means.hpp"

namespace nqp::kit {

enum class PanelIvModel { random, fixed, between, difference };

// Statistics that a model does not have are NaN or zero: σ and θ of random effects, corr(u_i, Xb) of fixed ones.
struct PanelIvFit {
  numeric::IvFit fit;
  InstrumentedColumns k;               // as estimated: within deviations for fixed effects
  double sigma_e = numeric::undefined, sigma_u = numeric::undefined, theta_low = 0, theta_high = 0;
  double r2_within = 0, r2_between = 0, r2_overall = 0, corr = 0;
};

// Columns as they are, or in differences already. Errors are those of keep_independent and numeric::fit_iv.
PanelIvFit fit_panel_iv(PanelIvModel model, const InstrumentedColumns& raw, const EstimationSample& sample,
                        const numeric::PanelLayout& layout, const VceChoice& vce, const command::Context& c);
PanelIvFit fit_panel_iv(const StreamedIv& streamed, const command::Context& c);

// The equation of the columns for numeric::fit_iv.
numeric::IvSpec panel_iv_spec(const InstrumentedColumns& k);

}  // namespace nqp::kit
