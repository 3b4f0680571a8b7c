#include "interpreter/eval/functions/calendar.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "interpreter/dataset/missing.hpp"

namespace nqp::eval::calendar {
namespace {

using data::missing;
using text::Civil;

constexpr double first_day = -679350;   // 01jan0100
constexpr double last_day = 2936549;    // 31dec9999

// The year and month that lie `months` after those of c.
Civil month_after(Civil c, double months) {
  const double count = c.year * 12.0 + c.month - 1 + months;
  const double year = std::floor(count / 12);
  return {static_cast<int>(year), static_cast<int>(count - year * 12) + 1, 1};
}

}  // namespace

bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

bool civil(double days, Civil& c) {
  const double whole = std::floor(days);
  if (!(whole >= first_day && whole <= last_day)) return false;
  c = text::civil_from_days(whole);
  return true;
}

double from_parts(double year, double month, double day) {
  year = std::trunc(year);
  month = std::trunc(month);
  day = std::trunc(day);
  if (!(year >= 100 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return missing;
  const Civil c{static_cast<int>(year), static_cast<int>(month), static_cast<int>(std::min(day, 99.0))};
  return c.day > days_in_month(c.year, c.month) ? missing : text::days_from_civil(c);
}

LeapDay leap_day(std::string_view choice) {
  return choice.find("28") == std::string_view::npos ? LeapDay::march : LeapDay::february;
}

double add_months(double start, double months, LeapDay choice) {
  Civil c;
  if (!civil(start, c) || std::fabs(months) > 12.0 * 9999) return missing;
  const Civil month = month_after(c, months);
  if (month.year < 100 || month.year > 9999) return missing;
  const int length = days_in_month(month.year, month.month);
  const double first = text::days_from_civil(month);
  if (c.day <= length) return first + c.day - 1;
  return first + (choice == LeapDay::march ? length : length - 1);
}

double difference(double from, double to, int months_per_unit, LeapDay choice, bool fraction) {
  if (to < from) return -difference(to, from, months_per_unit, choice, fraction);
  Civil a, b;
  if (!civil(from, a) || !civil(to, b)) return missing;
  const double months = (b.year - a.year) * 12.0 + b.month - a.month;
  double units = std::floor(months / months_per_unit) + 1;
  double reached = add_months(from, units * months_per_unit, choice);
  double next = reached;
  while (reached > to) {  // at most twice; missing is above every day
    next = reached;
    units -= 1;
    reached = add_months(from, units * months_per_unit, choice);
  }
  if (!fraction || reached == to) return units;
  return data::checked(units + (to - reached) / (next - reached));
}

}  // namespace nqp::eval::calendar
