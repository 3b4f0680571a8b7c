// The 27 missing values. In doubles they are the codes of the file format: `.` is 2^1023, `.a` the next, so that
// every missing value compares above every number without a branch.
#pragma once

#include <cmath>
#include <string>

namespace nqp::data {

inline constexpr double missing = 0x1p1023;          // .
inline constexpr double largest_number = 0x1.fffffffffffffp1022;

// Not a number and infinities count as missing: no expression ever yields them.
inline bool is_missing(double x) { return !(x < missing); }

// 0 is `.`, 1 is `.a` … 26 is `.z`.
inline double missing_code(int k) { return 0x1p1023 * (1.0 + k / 4096.0); }

// The index of a missing value: 0 … 26.
inline int missing_index(double x) {
  if (!(x < HUGE_VAL)) return 0;
  const int k = static_cast<int>((x / 0x1p1023 - 1.0) * 4096.0);
  return k < 0 || k > 26 ? 0 : k;
}

// A result of arithmetic: what is not a finite number becomes `.`.
inline double checked(double x) { return x < missing && x > -missing ? x : missing; }

inline std::string missing_text(double x) {
  const int k = missing_index(x);
  return k == 0 ? std::string(".") : std::string{'.', static_cast<char>('a' + k - 1)};
}

}  // namespace nqp::data
