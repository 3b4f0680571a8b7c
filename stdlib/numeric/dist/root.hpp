// Inverses of monotone functions.
#pragma once

#include <cmath>

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric::dist {

// The x between low and high where the increasing f passes p, by Ridders' method (1979); infinite ends are allowed and
// are searched for in growing steps. Undefined when f does not pass p between them.
template <class F>
double increasing_root(const F& f, double p, double low, double high) {
  if (std::isinf(low)) {
    for (low = -1; f(low) > p; low *= 2) {
      if (low < -0x1p1000) return undefined;
      high = low;
    }
  }
  if (std::isinf(high)) {
    for (high = std::fmax(1, low + 1); f(high) < p; high *= 2) {
      if (high > 0x1p1000) return undefined;
      low = high;
    }
  }
  if (low == 0) {  // by orders of magnitude first, so that tiny roots keep their digits
    for (double x = high / 4; x > 0x1p-1000 && f(x) >= p; x /= 4) high = x;
    low = high / 4;
  }
  double below = f(low) - p, above = f(high) - p;
  if (below == 0) return low;
  if (above == 0) return high;
  if (!(below < 0 && above > 0)) return undefined;
  double last = low;
  for (int k = 0; k < 200; ++k) {
    const double middle = low + (high - low) / 2;
    const double value = f(middle) - p;
    const double x = middle - (middle - low) * value / std::sqrt(value * value - below * above);
    const double at = f(x) - p;
    if (at == 0 || std::fabs(x - last) <= 4e-16 * std::fabs(x) || middle <= low || middle >= high) return x;
    last = x;
    if (value < 0 && middle > low) low = middle, below = value;
    if (value > 0 && middle < high) high = middle, above = value;
    if (at < 0 && x > low) low = x, below = at;
    if (at > 0 && x < high) high = x, above = at;
  }
  return last;
}

template <class F>
double decreasing_root(const F& f, double p, double low, double high) {
  return increasing_root([&f](double x) { return -f(x); }, -p, low, high);
}

}  // namespace nqp::numeric::dist
