// Calendar arithmetic of the date functions. Arguments and results are numbers as the language has them; whatever lies
// outside 01jan0100-31dec9999 is missing.
#pragma once

#include <string_view>

#include "interpreter/text/date.hpp"

namespace nqp::eval::calendar {

inline constexpr double day_ms = 86400000;

bool is_leap_year(int year);
int days_in_month(int year, int month);

// False when `days` is missing or out of range; otherwise civil is its date.
bool civil(double days, text::Civil& civil);
double from_parts(double year, double month, double day);      // missing when there is no such day

// 29 February in years without one: 1 March, or 28 February when the choice says "28feb" in any spelling.
enum class LeapDay { march, february };
LeapDay leap_day(std::string_view choice);

// The day `months` after `start`; days that do not exist fall as LeapDay says.
double add_months(double start, double months, LeapDay leap_day);
// Months or years completed from `from` to `to` (negative when `to` is earlier), with or without the fraction.
double difference(double from, double to, int months_per_unit, LeapDay leap_day, bool fraction);

}  // namespace nqp::eval::calendar
