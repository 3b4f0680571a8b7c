// Numbers in text, exactly rounded: the loop that decides how fast delimited text is read.
#pragma once

#include <fast_float/fast_float.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "interpreter/dataset/missing.hpp"

namespace nqp::data {

inline constexpr std::array<double, 23> double_powers_of_ten{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                             1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                             1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
inline constexpr std::array<std::uint64_t, 9> powers_of_ten{1,      10,      100,      1000,     10000,
                                                            100000, 1000000, 10000000, 100000000};

// Eight digits, one per byte, as a number (Lemire, "Number parsing at a gigabyte per second", 2021).
inline std::uint64_t value_of_eight(std::uint64_t v) {
  constexpr std::uint64_t pairs = 0x000000FF000000FFu;
  v = v * 10 + (v >> 8);
  return ((v & pairs) * 0x000F424000000064u + ((v >> 16) & pairs) * 0x0000271000000001u) >> 32;
}

// Appends the digits at p to value (which may wrap beyond 19 of them); gives how many there were.
inline std::size_t take_digits(const char*& p, const char* end, std::uint64_t& value) {
  const char* start = p;
  if constexpr (std::endian::native == std::endian::little) {
    while (end - p >= 8) {
      std::uint64_t v;
      std::memcpy(&v, p, 8);
      v ^= 0x3030303030303030u;
      const std::uint64_t others = ((v + 0x7676767676767676u) | v) & 0x8080808080808080u;
      const auto n = others ? static_cast<unsigned>(std::countr_zero(others)) / 8 : 8u;
      if (n == 0) return static_cast<std::size_t>(p - start);
      value = value * powers_of_ten[n] + value_of_eight(v << (64 - 8 * n));
      p += n;
      if (n < 8) return static_cast<std::size_t>(p - start);
    }
  }
  for (; p < end && *p >= '0' && *p <= '9'; ++p) value = value * 10 + static_cast<unsigned>(*p - '0');
  return static_cast<std::size_t>(p - start);
}

// The number that begins at p; moves p behind it. False (p unspecified) for text, a sign +, missing values and blanks.
// Infinite values become missing.
inline bool parse_plain_number(const char*& p, const char* end, double& value) {
  const char* start = p;
  const bool negative = p < end && *p == '-';
  if (negative) ++p;
  std::uint64_t mantissa = 0;
  const std::size_t whole = take_digits(p, end, mantissa);
  std::size_t decimals = 0;
  if (p < end && *p == '.') {
    ++p;
    decimals = take_digits(p, end, mantissa);
  }
  if (whole + decimals == 0) return false;
  const bool exponent = p < end && (*p == 'e' || *p == 'E');
  if (!exponent && whole + decimals <= 19 && mantissa > (std::uint64_t{1} << 53)) {
    // All digits are in the mantissa: only the rounding is left to do (Lemire 2021, section 5).
    using Binary = fast_float::binary_format<double>;
    const auto rounded = fast_float::compute_float<Binary>(-static_cast<std::int64_t>(decimals), mantissa);
    if (rounded.power2 > 0 && rounded.power2 < Binary::infinite_power()) {
      const auto exponent_bits = static_cast<std::uint64_t>(rounded.power2) << Binary::mantissa_explicit_bits();
      value = std::bit_cast<double>(rounded.mantissa | exponent_bits);
      if (negative) value = -value;
      return true;
    }
  }
  if (exponent || whole + decimals > 19 || mantissa > (std::uint64_t{1} << 53)) {
    const auto result = fast_float::from_chars(start, end, value);
    p = result.ptr;
    value = checked(value);
    return result.ec == std::errc();
  }
  // Both are exact below 2^53 and 10^22, so one division rounds once (Clinger 1990).
  value = static_cast<double>(mantissa);
  if (decimals) value /= double_powers_of_ten[decimals];
  if (negative) value = -value;
  return true;
}

}  // namespace nqp::data
