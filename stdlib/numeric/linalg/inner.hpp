// Plain sums of products; dot() of double_double.hpp is the exact one.
#pragma once

#include <cstddef>
#include <span>

namespace nqp::numeric {

// a'b; `b` is at least as long as `a`.
inline double inner(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace nqp::numeric
