// Residuals of the last xtreg as a table of periods by panels, and their correlations between panels.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::kit {

struct PanelResiduals {
  numeric::Matrix e;                  // periods × panels, NaN where there is no observation
  std::vector<double> sizes;          // T_i
};

// predict, e after xtreg, fe or re. Errors: 301 after other commands, 459 without a time variable.
PanelResiduals panel_residuals(const std::string& command, const command::Context& c);

// Only the periods in which every panel is observed.
numeric::Matrix common_periods(const PanelResiduals& r);

// Correlation of two columns over the rows where both are defined, and the number of those rows.
struct PairCorrelation {
  double r = 0, rows = 0;
};
PairCorrelation pair_correlation(const numeric::Matrix& e, std::size_t a, std::size_t b);

}  // namespace nqp::kit
