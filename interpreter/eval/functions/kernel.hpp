// What the kernels of the function table share.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <string_view>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/eval/function.hpp"

namespace nqp::eval {

using Numbers = std::span<const double>;
using Values = std::span<const Value>;

inline constexpr double missing = data::missing;

inline bool any_missing(Numbers x) { return std::any_of(x.begin(), x.end(), data::is_missing); }

// A list kernel with the rule of the fixed-length ones: any missing argument gives `.`, and so does a result that is
// no number.
template <double (*kernel)(Numbers)>
double strict(Numbers x) {
  return any_missing(x) ? missing : data::checked(kernel(x));
}

// The k-th argument when it was given.
inline double argument_or(Numbers x, std::size_t k, double otherwise) { return k < x.size() ? x[k] : otherwise; }

// A count or position: truncated towards zero and kept within what every string length can be.
inline long whole(double x) { return static_cast<long>(std::clamp(std::trunc(x), -2147483647.0, 2147483647.0)); }

}  // namespace nqp::eval
