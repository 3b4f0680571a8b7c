// xtgls and xtpcse: options, data and reports that they share.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/stacked_equations.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/panel/panel_gls.hpp"

namespace nqp::kit {

struct LongPanelArgs : DisplayOptions {
  command::Terms y, x;
  command::Sample sample;
  std::string rho = "regress", correlation = "independent";
  bool no_constant = false, nmk = false, force = false;
};

// Rows, panels in order of their values, periods counted in steps of delta().
struct LongPanelData {
  std::string panel, time;
  EstimationSample sample;
  std::vector<double> y;
  StackedEquation equation;
  numeric::Matrix x;                 // slopes and the constant
  GroupCodes panels;
  std::vector<std::int32_t> periods;
  std::vector<double> sizes;         // T_i

  numeric::LongPanelSpec spec(const LongPanelArgs& a) const;
};

// Errors: 459 without panel or time variable, those of mark_sample and make_design, 2001.
LongPanelData long_panel_data(const LongPanelArgs& a, const command::Context& c);

// Failures are told in the words of the options.
using LongPanelEstimator = numeric::LongPanelFit(const numeric::LongPanelSpec&, numeric::Progress&);
numeric::LongPanelFit fit_long_panel(LongPanelEstimator estimator, const numeric::LongPanelSpec& spec,
                                     const command::Context& c);

// b and V in the order and with the names of e(b).
Coefficients long_panel_coefficients(const LongPanelData& d, const numeric::LongPanelFit& fit);

// e(N) … e(rho): counts, the Wald test, Σ and the autocorrelations.
void post_long_panel(const LongPanelData& d, const LongPanelArgs& a, const numeric::LongPanelFit& fit,
                     numeric::PanelErrors errors, command::Results& e);

// Files them; `lines` stand above the table.
command::Output long_panel_report(command::Results e, const LongPanelData& d, const LongPanelArgs& a,
                                  const Coefficients& k, const std::vector<std::string>& lines,
                                  const command::Context& c);

}  // namespace nqp::kit
