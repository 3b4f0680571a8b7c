// One statistic in one window after another: rangestat and asrol.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/range_windows.hpp"

namespace nqp::kit {

struct WindowRule {
  bool exclude_self = false;
  double minimum = 0;          // fewest values of a window that count; less: missing
};

// obs count missing mean sum sd variance skewness kurtosis min median p# iqr range max first last firstnm lastnm, gmean
// (of the positive values) and product. Error 198 for another name. `x` and the result have one value per row.
std::vector<double> window_statistic(const std::string& name, const std::vector<double>& x, const RangeWindows& w,
                                     const WindowRule& rule, const command::Context& c);

}  // namespace nqp::kit
