// Inverses of monotone functions.
#pragma once

#include <cmath>

#include "stdlib/numeric/missing.hpp"

namespace nqp::numeric::dist {

// The x between low and high where the increasing f passes p, by bisection to the last bit; infinite ends are allowed
// and are searched for in growing steps. Undefined when f does not pass p between them.
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
  if (!(f(low) <= p && f(high) >= p)) return undefined;
  if (low == 0 && high > 0) {  // by orders of magnitude first, so that tiny roots keep their digits
    for (double x = high / 4; x > 0x1p-1000 && f(x) >= p; x /= 4) high = x;
  }
  for (int k = 0; k < 2000; ++k) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (f(middle) < p ? low : high) = middle;
  }
  return high;
}

template <class F>
double decreasing_root(const F& f, double p, double low, double high) {
  return increasing_root([&f](double x) { return -f(x); }, -p, low, high);
}

}  // namespace nqp::numeric::dist
