// A statistic that is not defined is NaN inside the numeric core; commands turn it into the missing value.
#pragma once

#include <cmath>
#include <limits>

namespace nqp::numeric {

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

inline bool is_defined(double value) { return !std::isnan(value); }

}  // namespace nqp::numeric
