// The storage of numbers: how each type holds a value and the 27 missing codes.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "interpreter/dataset/missing.hpp"

namespace nqp::data {

template <class T>
inline constexpr T dot = T{};  // the code of `.`; .a … .z follow it
template <>
inline constexpr std::int8_t dot<std::int8_t> = 101;
template <>
inline constexpr std::int16_t dot<std::int16_t> = 32741;
template <>
inline constexpr std::int32_t dot<std::int32_t> = 2147483621;
template <>
inline constexpr float dot<float> = 0x1p127f;
template <>
inline constexpr double dot<double> = missing;

template <class T>
inline double decode(T v) {
  if constexpr (std::is_same_v<T, double>) {
    return v;
  } else if constexpr (std::is_same_v<T, float>) {
    if (v < dot<float>) return static_cast<double>(v);
    return static_cast<double>(v) * 0x1p896;  // 2^127 (1 + k/4096) → 2^1023 (1 + k/4096)
  } else {
    if (v < dot<T>) return static_cast<double>(v);
    return missing_code(v - dot<T>);
  }
}

// What does not fit becomes `.`; integer types truncate.
template <class T>
inline T encode(double x) {
  if constexpr (std::is_same_v<T, double>) {
    if (x < missing && x > -missing) return x;
    return x > 0 ? missing_code(missing_index(x)) : missing;
  } else if constexpr (std::is_same_v<T, float>) {
    if (is_missing(x)) return dot<float> * (1.0f + static_cast<float>(missing_index(x)) / 4096.0f);
    if (!(x < 0x1p127 && x > -0x1p127)) return dot<float>;
    const auto v = static_cast<float>(x);
    return v < dot<float> && v > -dot<float> ? v : dot<float>;
  } else {
    if (is_missing(x)) return static_cast<T>(dot<T> + missing_index(x));
    constexpr double above = static_cast<double>(dot<T>);
    // The most negative bit pattern of each type is not a value: byte runs from -127.
    constexpr double below = static_cast<double>(std::numeric_limits<T>::min());
    return x < above && x > below ? static_cast<T>(x) : dot<T>;
  }
}

// Numbers of this size and less fit the type T: blocks of them are converted without a look at each.
template <class T>
constexpr double surely_kept() {
  if constexpr (std::is_same_v<T, double>) {
    return largest_number;
  } else if constexpr (std::is_same_v<T, float>) {
    return 0x1.fffffep126;
  } else {
    return static_cast<double>(dot<T>) - 1;
  }
}

}  // namespace nqp::data
