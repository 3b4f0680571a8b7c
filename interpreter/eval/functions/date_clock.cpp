// Times of day and clock values, one row each: milliseconds since 01jan1960 00:00:00, without (%tc) and with (%tC)
// leap seconds.
#include "interpreter/eval/functions/calendar.hpp"
#include "interpreter/eval/functions/date_kernels.hpp"
#include "interpreter/text/leap_second.hpp"

namespace nqp::eval::dates {
namespace {

using calendar::day_ms;
using text::is_leap_second;
using text::with_leap_seconds;
using text::without_leap_seconds;

constexpr double hour_ms = 3600000, minute_ms = 60000, second_ms = 1000;

double whole_days(double ms) { return std::floor(ms / day_ms); }
double in_day(double ms) { return ms - whole_days(ms) * day_ms; }

double hour_of(double tc) { return std::floor(in_day(tc) / hour_ms); }
double minute_of(double tc) { return std::floor(std::fmod(in_day(tc), hour_ms) / minute_ms); }
double second_of(double tc) { return std::fmod(in_day(tc), minute_ms) / second_ms; }

double hour_of_leap(double tC) {
  return is_leap_second(tC) ? 23 : hour_of(without_leap_seconds(tC));
}

double minute_of_leap(double tC) {
  return is_leap_second(tC) ? 59 : minute_of(without_leap_seconds(tC));
}

double second_of_leap(double tC) {
  const double second = second_of(without_leap_seconds(tC));
  return is_leap_second(tC) ? 60 + second : second;
}

double day_of_leap(double tC) {
  const double day = whole_days(without_leap_seconds(tC));
  return is_leap_second(tC) ? day - 1 : day;
}

double hms(double h, double m, double s) {
  h = std::trunc(h);
  m = std::trunc(m);
  if (!(h >= 0 && h <= 23 && m >= 0 && m <= 59 && s >= 0 && s < 60)) return missing;
  return h * hour_ms + m * minute_ms + std::floor(s * second_ms + 0.5);
}

double dhms(double d, double h, double m, double s) { return data::checked(std::floor(d) * day_ms + hms(h, m, s)); }

double mdyhms(Numbers x) {
  return dhms(calendar::from_parts(x[2], x[0], x[1]), x[3], x[4], x[5]);
}

// The 60th second exists where a leap second was inserted.
double dhms_leap(double d, double h, double m, double s) {
  if (!(std::trunc(h) == 23 && std::trunc(m) == 59 && s >= 60 && s < 61)) return with_leap_seconds(dhms(d, h, m, s));
  const double leap = with_leap_seconds((std::floor(d) + 1) * day_ms) - second_ms;
  return is_leap_second(leap) ? leap + std::floor((s - 60) * second_ms + 0.5) : missing;
}

double mdyhms_leap(Numbers x) {
  return dhms_leap(calendar::from_parts(x[2], x[0], x[1]), x[3], x[4], x[5]);
}

double day_start(double d) { return std::floor(d) * day_ms; }

constexpr Function table[] = {
    {"clock", "ss?n", 'n', clock, "clock(s,mask[,Y])",
     "The time that s spells, in milliseconds since 01jan1960; mask orders its parts (DMYhms, YMDhm).",
     R"(clock("01jan1960 00:01:00","DMYhms"))", "60000"},
    {"Clock", "ss?n", 'n', clock_leap, "Clock(s,mask[,Y])",
     "The time that s spells, in milliseconds since 01jan1960 with leap seconds.",
     R"(Clock("01jan1960 00:00:01","DMYhms"))", "1000"},
    {"tc", "s", 'n', tc, "tc(day time)", "A time written out.", "tc(01jan1960 00:00:02)", "2000"},
    {"tC", "s", 'n', tC, "tC(day time)", "A time written out, with leap seconds.", "tC(01jan1960 00:00:02)", "2000"},
    {"now", "", 'n', now, "now()", "The current time, in milliseconds since 01jan1960.", "now()", ""},

    {"hms", "nnn", 'n', hms, "hms(h,m,s)", "The milliseconds from midnight to a time of day.", "hms(0,1,2)",
     "62000"},
    {"dhms", "nnnn", 'n', dhms, "dhms(d,h,m,s)", "The time h:m:s of day d.", "dhms(1,0,0,1)", "86401000"},
    {"mdyhms", "nnnnnn", 'n', NumberList{strict<mdyhms>}, "mdyhms(M,D,Y,h,m,s)",
     "The time h:m:s of the day with month M, day D and year Y.", "mdyhms(1,1,1960,1,0,0)", "3600000"},
    {"Chms", "nnn", 'n', hms, "Chms(h,m,s)", "The milliseconds from midnight to a time of day (hms).",
     "Chms(0,0,1)", "1000"},
    {"Cdhms", "nnnn", 'n', dhms_leap, "Cdhms(d,h,m,s)", "The time h:m:s of day d, with leap seconds.",
     "Cdhms(0,0,0,1)", "1000"},
    {"Cmdyhms", "nnnnnn", 'n', NumberList{strict<mdyhms_leap>}, "Cmdyhms(M,D,Y,h,m,s)",
     "The time h:m:s of a day, with leap seconds.", "Cmdyhms(1,1,1960,0,0,1)", "1000"},

    {"hh", "n", 'n', hour_of, "hh(tc)", "The hour of time tc, 0 to 23.", "hh(tc(1mar2019 14:30:00))", "14"},
    {"mm", "n", 'n', minute_of, "mm(tc)", "The minute of time tc, 0 to 59.", "mm(tc(1mar2019 14:30:00))", "30"},
    {"ss", "n", 'n', second_of, "ss(tc)", "The second of time tc with its fraction.", "ss(61500)", "1.5"},
    {"hhC", "n", 'n', hour_of_leap, "hhC(tC)", "The hour of time tC, which counts leap seconds.",
     "hhC(tC(1mar2019 14:30:00))", "14"},
    {"mmC", "n", 'n', minute_of_leap, "mmC(tC)", "The minute of time tC, which counts leap seconds.",
     "mmC(tC(1mar2019 14:30:00))", "30"},
    {"ssC", "n", 'n', second_of_leap, "ssC(tC)", "The second of time tC, which counts leap seconds.", "ssC(1500)",
     "1.5"},

    {"cofd", "n", 'n', day_start, "cofd(d)", "The first moment of day d.", "cofd(1)", "86400000"},
    {"dofc", "n", 'n', whole_days, "dofc(tc)", "The day of time tc.", "dofc(86400001)", "1"},
    {"Cofd", "n", 'n', [](double d) { return with_leap_seconds(day_start(d)); }, "Cofd(d)",
     "The first moment of day d, with leap seconds.", "Cofd(1)", "86400000"},
    {"dofC", "n", 'n', day_of_leap, "dofC(tC)", "The day of time tC, which counts leap seconds.", "dofC(86400001)",
     "1"},
    {"Cofc", "n", 'n', with_leap_seconds, "Cofc(tc)", "Time tc as a time that counts leap seconds.", "Cofc(1000)",
     "1000"},
    {"cofC", "n", 'n', without_leap_seconds, "cofC(tC)", "Time tC as a time that does not count leap seconds.",
     "cofC(tC(01jan2020 00:00:00))-tc(01jan2020 00:00:00)", "0"},
    {"isleapsecond", "n", 'n', [](double tC) { return is_leap_second(tC) ? 1.0 : 0.0; },
     "isleapsecond(tC)", "1 when time tC lies in a leap second.", "isleapsecond(0)", "0"},

    {"hours", "n", 'n', [](double ms) { return ms / hour_ms; }, "hours(ms)", "Milliseconds in hours.",
     "hours(5400000)", "1.5"},
    {"minutes", "n", 'n', [](double ms) { return ms / minute_ms; }, "minutes(ms)", "Milliseconds in minutes.",
     "minutes(90000)", "1.5"},
    {"seconds", "n", 'n', [](double ms) { return ms / second_ms; }, "seconds(ms)", "Milliseconds in seconds.",
     "seconds(1500)", "1.5"},
    {"msofhours", "n", 'n', [](double h) { return h * hour_ms; }, "msofhours(h)", "Hours in milliseconds.",
     "msofhours(1.5)", "5400000"},
    {"msofminutes", "n", 'n', [](double m) { return m * minute_ms; }, "msofminutes(m)", "Minutes in milliseconds.",
     "msofminutes(1.5)", "90000"},
    {"msofseconds", "n", 'n', [](double s) { return s * second_ms; }, "msofseconds(s)", "Seconds in milliseconds.",
     "msofseconds(1.5)", "1500"},
    {"clockdiff", "nns", 'n', clockdiff, "clockdiff(t1,t2,unit)",
     "The whole units (day, hour, minute, second, millisecond) from t1 to t2.", R"(clockdiff(0,5400000,"hour"))",
     "1"},
    {"clockdiff_frac", "nns", 'n', clockdiff_frac, "clockdiff_frac(t1,t2,unit)",
     "The units (day, hour, minute, second, millisecond) from t1 to t2 with their fraction.",
     R"(clockdiff_frac(0,5400000,"hour"))", "1.5"},
};

}  // namespace

std::span<const Function> clock_functions() { return table; }

}  // namespace nqp::eval::dates
