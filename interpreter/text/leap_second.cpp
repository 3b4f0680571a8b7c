#include "interpreter/text/leap_second.hpp"

#include <array>
#include <cstddef>

namespace nqp::text {
namespace {

constexpr double leap_day_ms = 86400000;

// Days that ended with a leap second (IERS Bulletin C), days since 01jan1960.
constexpr std::array<double, 27> leap_days = {4564,  4748,  5113,  5478,  5843,  6209,  6574,  6939,  7304,
                                              7851,  8216,  8581,  9312,  10226, 10957, 11322, 11869, 12234,
                                              12599, 13148, 13695, 14244, 16801, 17897, 19174, 20269, 20819};

}  // namespace

double with_leap_seconds(double tc) {
  double passed = 0;
  for (const double day : leap_days) passed += tc >= (day + 1) * leap_day_ms ? 1 : 0;
  return tc + 1000 * passed;
}

double without_leap_seconds(double tC) {
  double passed = 0;
  for (std::size_t k = 0; k < leap_days.size(); ++k) {
    passed += tC >= (leap_days[k] + 1) * leap_day_ms + 1000.0 * static_cast<double>(k + 1) ? 1 : 0;
  }
  return tC - 1000 * passed;
}

bool is_leap_second(double tC) {
  for (std::size_t k = 0; k < leap_days.size(); ++k) {
    const double begin = (leap_days[k] + 1) * leap_day_ms + 1000.0 * static_cast<double>(k);
    if (tC >= begin && tC < begin + 1000) return true;
  }
  return false;
}

}  // namespace nqp::text
