// Dynamic panels: variables on a grid of panels and periods, and the estimators xtabond and xtdpdsys.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/numeric/panel/dynamic_gmm.hpp"

namespace nqp::kit {

// Rows of the frame on a grid of panels and periods.
struct PanelGrid {
  EstimationSample rows;
  std::vector<std::size_t> cell;
  std::size_t panels = 0, periods = 0;
};
PanelGrid panel_grid(const command::Context& c);  // Error 459 unless panel and time are declared

// Factor variables as one term for each level but the base, the levels of all rows; other terms as they are.
command::Terms single_columns(const command::Terms& terms, const command::Context& c);

// One column for each term, which has no factors or names their levels (2.g#c.x); NaN where it is missing.
numeric::Matrix on_grid(const command::Terms& terms, const PanelGrid& g, const command::Context& c);

// A code for each cell of the grid, the groups of `variable` among the used rows.
std::vector<std::int32_t> codes_on_grid(const std::string& variable, const EstimationSample& used, const PanelGrid& g,
                                        const command::Context& c);

// NaN in rows that are not used.
void mask_outside(numeric::Matrix& y, const EstimationSample& used, const PanelGrid& g);

// Time-series operators keep their terms; Error 198 for factor variables.
void forbid_factors(const command::Terms& terms, const std::string& option);

// The regressors: coefficients as e(b) has them, levels from the rows in use, and values of the columns on the grid.
struct DynamicDesign {
  Design design;
  numeric::Matrix x;
};
DynamicDesign dynamic_design(const command::Terms& terms, bool constant, const EstimationSample& used,
                             const PanelGrid& g, const command::Context& c);

// Number of slopes that are estimated, and their Wald test: NaN without any.
double dynamic_slopes(const numeric::DynamicFit& fit);
double dynamic_wald(const numeric::DynamicFit& fit);

// xtabond and xtdpdsys.
struct DynamicArgs : DisplayOptions {
  command::Terms y, x;
  command::Sample sample;
  command::Vce vce;
  command::Terms instruments;
  std::vector<ast::Option> options;  // pre() and endogenous() may be given several times
  int lags = 1, most_dependent = 0, most_lags = 0, ar_tests = 2;
  bool two_step = false, no_constant = false;
};
command::Output estimate_dynamic(const std::string& cmd, bool system, const DynamicArgs& a, const command::Context& c);
command::Definition<DynamicArgs>& dynamic_options(command::Definition<DynamicArgs>& d);
command::Definition<DynamicArgs>& dynamic_results(command::Definition<DynamicArgs>& d);

}  // namespace nqp::kit
