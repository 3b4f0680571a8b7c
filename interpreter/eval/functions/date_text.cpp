#include <optional>

#include "grammar/ast/error.hpp"
#include "interpreter/eval/functions/calendar.hpp"
#include "interpreter/eval/functions/date_kernels.hpp"
#include "interpreter/text/business_calendar.hpp"
#include "interpreter/text/leap_second.hpp"

namespace nqp::eval::dates {
namespace {

using calendar::LeapDay;
using TopYear = std::optional<int>;

TopYear topyear(Values a) {
  if (a.size() < 3 || data::is_missing(a[2].number)) return std::nullopt;
  return static_cast<int>(whole(a[2].number));
}

Value period(Values a, char unit) {
  return text::parse_period(a[0].text, a[1].text, unit, topyear(a)).value_or(missing);
}

[[noreturn]] void no_literal(std::string_view function, const std::string& s, std::string_view pattern) {
  throw Error(198, std::string(function) + "(" + s + ") is not a date", std::nullopt,
              {"Write a literal such as " + std::string(pattern) + "."});
}

Value period_literal(Values a, std::string_view function, std::string_view mask, char unit, std::string_view pattern) {
  const auto value = text::parse_period(a[0].text, mask, unit);
  if (!value) no_literal(function, a[0].text, pattern);
  return *value;
}

std::optional<double> clock_value(const std::string& s) {
  for (const std::string_view mask : {"DMYhms", "DMYhm", "DMY", "hms", "hm"}) {
    if (const auto value = text::parse_clock(s, mask)) return value;
  }
  return std::nullopt;
}

// Held for the rows of a column: the registry is behind a lock.
const text::BusinessCalendar& loaded_calendar(const std::string& name) {
  thread_local std::shared_ptr<const text::BusinessCalendar> last;
  last = text::find_business_calendar(name);
  if (!last)
    throw Error(601, "business calendar " + name + " not loaded", std::nullopt,
                {"bcal load " + name + " reads " + name + ".stbcal"});
  return *last;
}

LeapDay leap_day(Values a, std::size_t k) { return k < a.size() ? calendar::leap_day(a[k].text) : LeapDay::march; }

// Months in a unit of datediff(); 0 is days.
int months_in(const std::string& unit) {
  if (unit == "year" || unit == "years" || unit == "y") return 12;
  if (unit == "month" || unit == "months" || unit == "mon" || unit == "m") return 1;
  if (unit == "day" || unit == "days" || unit == "d") return 0;
  throw Error(198, "\"" + unit + "\" is not a unit of time", std::nullopt, {"Units are year, month and day."});
}

double milliseconds_in(const std::string& unit) {
  if (unit == "day" || unit == "days" || unit == "d") return calendar::day_ms;
  if (unit == "hour" || unit == "hours" || unit == "h") return 3600000;
  if (unit == "minute" || unit == "minutes" || unit == "min" || unit == "m") return 60000;
  if (unit == "second" || unit == "seconds" || unit == "sec" || unit == "s") return 1000;
  if (unit == "millisecond" || unit == "milliseconds" || unit == "ms") return 1;
  throw Error(198, "\"" + unit + "\" is not a unit of time", std::nullopt,
              {"Units are day, hour, minute, second and millisecond."});
}

double years_between(Values a, bool fraction) {
  const double from = a[0].number, to = a[1].number;
  if (data::is_missing(from) || data::is_missing(to) || to < from) return missing;
  return calendar::difference(std::floor(from), std::floor(to), 12, leap_day(a, 2), fraction);
}

double difference(Values a, bool fraction) {
  const double from = std::floor(a[0].number), to = std::floor(a[1].number);
  const int months = months_in(a[2].text);
  if (data::is_missing(from) || data::is_missing(to)) return missing;
  return months == 0 ? to - from : calendar::difference(from, to, months, leap_day(a, 3), fraction);
}

// The birthday in a year, of somebody born on `born`.
double birthday_in(double born, double year, LeapDay choice) {
  text::Civil c;
  if (data::is_missing(year) || !calendar::civil(born, c)) return missing;
  return calendar::add_months(born, 12 * (std::trunc(year) - c.year), choice);
}

}  // namespace

Value date(Values a, const Scope&) { return text::parse_date(a[0].text, a[1].text, topyear(a)).value_or(missing); }

Value clock(Values a, const Scope&) { return text::parse_clock(a[0].text, a[1].text, topyear(a)).value_or(missing); }

Value clock_leap(Values a, const Scope& scope) {
  const double tc = clock(a, scope).number;
  return data::is_missing(tc) ? missing : text::with_leap_seconds(tc);
}

Value monthly(Values a, const Scope&) { return period(a, 'm'); }
Value quarterly(Values a, const Scope&) { return period(a, 'q'); }
Value weekly(Values a, const Scope&) { return period(a, 'w'); }
Value halfyearly(Values a, const Scope&) { return period(a, 'h'); }
Value yearly(Values a, const Scope&) { return period(a, 'y'); }

Value bofd(Values a, const Scope&) {
  const double day = a[1].number;
  return data::is_missing(day) ? missing : text::business_day(loaded_calendar(a[0].text), day).value_or(missing);
}

Value dofb(Values a, const Scope&) {
  const double day = a[0].number;
  return data::is_missing(day) ? missing : text::day_of_business(loaded_calendar(a[1].text), day).value_or(missing);
}

Value td(Values a, const Scope&) {
  const auto value = text::parse_date(a[0].text, "DMY");
  if (!value) no_literal("td", a[0].text, "td(1mar2019)");
  return *value;
}

Value tc(Values a, const Scope&) {
  const auto value = clock_value(a[0].text);
  if (!value) no_literal("tc", a[0].text, "tc(1mar2019 14:30:00)");
  return *value;
}

Value tC(Values a, const Scope&) {
  const auto value = clock_value(a[0].text);
  if (!value) no_literal("tC", a[0].text, "tC(1mar2019 14:30:00)");
  return text::with_leap_seconds(*value);
}

Value tm(Values a, const Scope&) { return period_literal(a, "tm", "YM", 'm', "tm(2019m3)"); }
Value tq(Values a, const Scope&) { return period_literal(a, "tq", "YQ", 'q', "tq(2019q1)"); }
Value tw(Values a, const Scope&) { return period_literal(a, "tw", "YW", 'w', "tw(2019w9)"); }
Value th(Values a, const Scope&) { return period_literal(a, "th", "YH", 'h', "th(2019h1)"); }
Value ty(Values a, const Scope&) { return period_literal(a, "ty", "Y", 'y', "ty(2019)"); }

Value today(Values, const Scope& scope) {
  const Stored day = scope.environment.stored('c', "current_date");
  const auto* text = std::get_if<std::string>(&day);
  return text ? text::parse_date(*text, "DMY").value_or(missing) : missing;
}

Value now(Values, const Scope& scope) {
  const Stored day = scope.environment.stored('c', "current_date");
  const Stored time = scope.environment.stored('c', "current_time");
  const auto* day_text = std::get_if<std::string>(&day);
  const auto* time_text = std::get_if<std::string>(&time);
  if (!day_text || !time_text) return missing;
  return text::parse_clock(*day_text + " " + *time_text, "DMYhms").value_or(missing);
}

Value age(Values a, const Scope&) { return years_between(a, false); }
Value age_frac(Values a, const Scope&) { return years_between(a, true); }
Value datediff(Values a, const Scope&) { return difference(a, false); }
Value datediff_frac(Values a, const Scope&) { return difference(a, true); }

Value clockdiff(Values a, const Scope& scope) {
  const double units = clockdiff_frac(a, scope).number;
  return data::is_missing(units) ? missing : std::trunc(units) + 0.0;
}

Value clockdiff_frac(Values a, const Scope&) {
  const double unit = milliseconds_in(a[2].text);
  if (data::is_missing(a[0].number) || data::is_missing(a[1].number)) return missing;
  return data::checked((a[1].number - a[0].number) / unit);
}

Value birthday(Values a, const Scope&) { return birthday_in(a[0].number, a[1].number, leap_day(a, 2)); }

Value previousbirthday(Values a, const Scope&) {
  text::Civil at;
  if (!calendar::civil(a[1].number, at)) return missing;
  const double this_year = birthday_in(a[0].number, at.year, leap_day(a, 2));
  if (data::is_missing(this_year) || this_year < std::floor(a[1].number)) return this_year;
  return birthday_in(a[0].number, at.year - 1, leap_day(a, 2));
}

Value nextbirthday(Values a, const Scope&) {
  text::Civil at;
  if (!calendar::civil(a[1].number, at)) return missing;
  const double this_year = birthday_in(a[0].number, at.year, leap_day(a, 2));
  if (data::is_missing(this_year) || this_year > std::floor(a[1].number)) return this_year;
  return birthday_in(a[0].number, at.year + 1, leap_day(a, 2));
}

}  // namespace nqp::eval::dates
