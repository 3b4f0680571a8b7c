// The date functions, one row each: dates, periods and the calendar. Times of day are in date_clock.cpp.
#include <vector>

#include "interpreter/eval/functions/calendar.hpp"
#include "interpreter/eval/functions/date_kernels.hpp"

namespace nqp::eval {
namespace {

using calendar::from_parts;
using text::Civil;

// Reads one field of a day.
template <double (*field)(Civil, double)>
double of_day(double days) {
  Civil c;
  return calendar::civil(days, c) ? field(c, std::floor(days)) : missing;
}

double day_of_year(Civil c, double days) { return days - text::days_from_civil({c.year, 1, 1}) + 1; }
double quarter_of(Civil c, double) { return (c.month + 2) / 3; }
double half_of(Civil c, double) { return c.month <= 6 ? 1 : 2; }
// Weeks begin on 1 January and every seven days; the 52nd is longer.
double week_of(Civil c, double days) { return std::min(std::ceil(day_of_year(c, days) / 7), 52.0); }

double week_count(Civil c, double days) { return (c.year - 1960) * 52.0 + week_of(c, days) - 1; }
double month_count(Civil c, double) { return (c.year - 1960) * 12.0 + c.month - 1; }
double quarter_count(Civil c, double days) { return (c.year - 1960) * 4.0 + quarter_of(c, days) - 1; }
double half_count(Civil c, double days) { return (c.year - 1960) * 2.0 + half_of(c, days) - 1; }
double year_of(Civil c, double) { return c.year; }

// The number of period `part` of a year, counted from 1960.
template <int per_year>
double period_of_parts(double year, double part) {
  year = std::trunc(year);
  part = std::trunc(part);
  if (!(year >= 100 && year <= 9999 && part >= 1 && part <= per_year)) return missing;
  return (year - 1960) * per_year + part - 1;
}

// The first day of a period.
template <int per_year>
double period_start(double period) {
  const double count = std::floor(period);
  const double year = std::floor(count / per_year);
  return from_parts(1960 + year, 1 + (count - year * per_year) * (12.0 / per_year), 1);
}

double week_start(double period) {
  const double count = std::floor(period);
  const double year = std::floor(count / 52);
  return data::checked(from_parts(1960 + year, 1, 1) + 7 * (count - year * 52));
}

double day_of_week(double days) { return days + 5 - 7 * std::floor((days + 5) / 7); }  // 01jan1960 was a Friday
double weekday(Civil, double days) { return day_of_week(days); }
double month_length(Civil c, double) { return calendar::days_in_month(c.year, c.month); }
double month_begin(Civil c, double) { return text::days_from_civil({c.year, c.month, 1}); }
double month_end(Civil c, double days) { return month_begin(c, days) + month_length(c, days) - 1; }

bool is_weekday(double d) { return d >= 0 && d <= 6 && d == std::floor(d); }

double days_since_weekday(double days, double d) {
  Civil c;
  if (!calendar::civil(days, c) || !is_weekday(d)) return missing;
  const double since = day_of_week(std::floor(days)) - d;
  return since > 0 ? since : since + 7;
}

double days_until_weekday(double days, double d) {
  const double since = days_since_weekday(days, d);
  return data::is_missing(since) || since == 7 ? since : 7 - since;
}

double previous_weekday(double days, double d) { return data::checked(std::floor(days) - days_since_weekday(days, d)); }
double next_weekday(double days, double d) { return data::checked(std::floor(days) + days_until_weekday(days, d)); }

double first_weekday_of_month(double month, double year, double d) {
  return next_weekday(from_parts(year, month, 1) - 1, d);
}

double last_weekday_of_month(double month, double year, double d) {
  const double first = from_parts(year, month, 1);
  return data::is_missing(first) ? missing : previous_weekday(of_day<month_end>(first) + 1, d);
}

bool is_year(double y) { return y >= 100 && y <= 9999; }

double is_leap(double year) { return is_year(year) ? calendar::is_leap_year(static_cast<int>(year)) : missing; }

double leap_year_from(double year, int step) {
  if (!is_year(year)) return missing;
  int y = static_cast<int>(year);
  do y += step;
  while (!calendar::is_leap_year(y));
  return is_year(y) ? y : missing;
}

double next_leap_year(double year) { return leap_year_from(year, 1); }
double previous_leap_year(double year) { return leap_year_from(year, -1); }
double mdy(double month, double day, double year) { return from_parts(year, month, day); }
double year_start(double year) { return from_parts(year, 1, 1); }

constexpr Function date_list[] = {
    // Text to dates
    {"date", "ss?n", 'n', dates::date, "date(s,mask[,Y])",
     "The day that s spells, in days since 01jan1960; mask orders its parts (YMD, DMY, MD19Y).",
     R"(date("1960-2-1","YMD"))", "31"},
    {"daily", "ss?n", 'n', dates::date, "daily(s,mask[,Y])", "The day that s spells (date).",
     R"(daily("02jan1960","DMY"))", "1"},
    {"monthly", "ss?n", 'n', dates::monthly, "monthly(s,mask[,Y])",
     "The month that s spells, in months since 1960m1; mask is YM or MY.", R"(monthly("2019m3","YM"))", "710"},
    {"quarterly", "ss?n", 'n', dates::quarterly, "quarterly(s,mask[,Y])",
     "The quarter that s spells, in quarters since 1960q1; mask is YQ or QY.", R"(quarterly("2019q1","YQ"))", "236"},
    {"weekly", "ss?n", 'n', dates::weekly, "weekly(s,mask[,Y])",
     "The week that s spells, in weeks since 1960w1; mask is YW or WY.", R"(weekly("1961w1","YW"))", "52"},
    {"halfyearly", "ss?n", 'n', dates::halfyearly, "halfyearly(s,mask[,Y])",
     "The half-year that s spells, in half-years since 1960h1; mask is YH or HY.", R"(halfyearly("1961h2","YH"))", "3"},
    {"yearly", "ss?n", 'n', dates::yearly, "yearly(s,mask[,Y])", "The year that s spells; mask is Y.",
     R"(yearly("2019","Y"))", "2019"},
    {"bofd", "sn", 'n', dates::bofd, "bofd(cal,d)",
     "The business day of day d in the calendar cal, which bcal loads; missing when d is none.", R"(bofd("nyse",.))",
     "."},
    {"dofb", "ns", 'n', dates::dofb, "dofb(b,cal)", "The day of business day b in the calendar cal.",
     R"(dofb(.,"nyse"))", "."},
    {"td", "s", 'n', dates::td, "td(day)", "A day written out.", "td(01feb1960)", "31"},
    {"tm", "s", 'n', dates::tm, "tm(month)", "A month written out.", "tm(2019m3)", "710"},
    {"tq", "s", 'n', dates::tq, "tq(quarter)", "A quarter written out.", "tq(2019q1)", "236"},
    {"tw", "s", 'n', dates::tw, "tw(week)", "A week written out.", "tw(1961w2)", "53"},
    {"th", "s", 'n', dates::th, "th(halfyear)", "A half-year written out.", "th(1960h2)", "1"},
    {"ty", "s", 'n', dates::ty, "ty(year)", "A year written out.", "ty(2019)", "2019"},

    // Parts to dates
    {"mdy", "nnn", 'n', mdy, "mdy(M,D,Y)", "The day with month M, day D and year Y; missing when there is none.",
     "mdy(3,1,2019)", "21609"},
    {"ym", "nn", 'n', period_of_parts<12>, "ym(Y,M)", "Month M of year Y, in months since 1960m1.", "ym(2019,3)",
     "710"},
    {"yq", "nn", 'n', period_of_parts<4>, "yq(Y,Q)", "Quarter Q of year Y, in quarters since 1960q1.", "yq(2019,1)",
     "236"},
    {"yw", "nn", 'n', period_of_parts<52>, "yw(Y,W)", "Week W of year Y, in weeks since 1960w1.", "yw(1961,1)", "52"},
    {"yh", "nn", 'n', period_of_parts<2>, "yh(Y,H)", "Half H of year Y, in half-years since 1960h1.", "yh(1961,2)",
     "3"},

    // Parts of a day
    {"year", "n", 'n', of_day<year_of>, "year(d)", "The year of day d.", "year(td(1mar2019))", "2019"},
    {"month", "n", 'n', of_day<[](Civil c, double) -> double { return c.month; }>, "month(d)",
     "The month of day d, 1 to 12.", "month(td(1mar2019))", "3"},
    {"day", "n", 'n', of_day<[](Civil c, double) -> double { return c.day; }>, "day(d)",
     "The day of the month of day d.", "day(td(1mar2019))", "1"},
    {"dow", "n", 'n', of_day<weekday>, "dow(d)", "The day of the week of day d, 0 for Sunday to 6 for Saturday.",
     "dow(td(1mar2019))", "5"},
    {"doy", "n", 'n', of_day<day_of_year>, "doy(d)", "The day of the year of day d, 1 to 366.", "doy(td(1mar2019))",
     "60"},
    {"week", "n", 'n', of_day<week_of>, "week(d)", "The week of the year of day d, 1 to 52.", "week(td(1mar2019))",
     "9"},
    {"quarter", "n", 'n', of_day<quarter_of>, "quarter(d)", "The quarter of day d, 1 to 4.", "quarter(td(1mar2019))",
     "1"},
    {"halfyear", "n", 'n', of_day<half_of>, "halfyear(d)", "The half of the year of day d, 1 or 2.",
     "halfyear(td(1mar2019))", "1"},

    // Days to periods and back
    {"wofd", "n", 'n', of_day<week_count>, "wofd(d)", "The week of day d, in weeks since 1960w1.", "wofd(td(8jan1961))",
     "53"},
    {"mofd", "n", 'n', of_day<month_count>, "mofd(d)", "The month of day d, in months since 1960m1.",
     "mofd(td(1mar2019))", "710"},
    {"qofd", "n", 'n', of_day<quarter_count>, "qofd(d)", "The quarter of day d, in quarters since 1960q1.",
     "qofd(td(1mar2019))", "236"},
    {"hofd", "n", 'n', of_day<half_count>, "hofd(d)", "The half-year of day d, in half-years since 1960h1.",
     "hofd(td(1mar2019))", "118"},
    {"yofd", "n", 'n', of_day<year_of>, "yofd(d)", "The year of day d.", "yofd(td(1mar2019))", "2019"},
    {"dofw", "n", 'n', week_start, "dofw(w)", "The first day of week w.", "dofw(53)", "373"},
    {"dofm", "n", 'n', period_start<12>, "dofm(m)", "The first day of month m.", "dofm(tm(2019m3))", "21609"},
    {"dofq", "n", 'n', period_start<4>, "dofq(q)", "The first day of quarter q.", "dofq(1)", "91"},
    {"dofh", "n", 'n', period_start<2>, "dofh(h)", "The first day of half-year h.", "dofh(1)", "182"},
    {"dofy", "n", 'n', year_start, "dofy(y)", "The first day of year y.", "dofy(1961)", "366"},

    // The calendar
    {"daysinmonth", "n", 'n', of_day<month_length>, "daysinmonth(d)", "The number of days in the month of day d.",
     "daysinmonth(td(5feb2020))", "29"},
    {"firstdayofmonth", "n", 'n', of_day<month_begin>, "firstdayofmonth(d)", "The first day of the month of day d.",
     "firstdayofmonth(40)", "31"},
    {"lastdayofmonth", "n", 'n', of_day<month_end>, "lastdayofmonth(d)", "The last day of the month of day d.",
     "lastdayofmonth(0)", "30"},
    {"firstdowofmonth", "nnn", 'n', first_weekday_of_month, "firstdowofmonth(M,Y,w)",
     "The first day of month M of year Y that is weekday w (0 is Sunday).", "firstdowofmonth(1,1960,0)", "2"},
    {"firstweekdayofmonth", "nnn", 'n', first_weekday_of_month, "firstweekdayofmonth(M,Y,w)",
     "The first day of month M of year Y that is weekday w (firstdowofmonth).", "firstweekdayofmonth(1,1960,5)", "0"},
    {"lastdowofmonth", "nnn", 'n', last_weekday_of_month, "lastdowofmonth(M,Y,w)",
     "The last day of month M of year Y that is weekday w (0 is Sunday).", "lastdowofmonth(1,1960,0)", "30"},
    {"lastweekdayofmonth", "nnn", 'n', last_weekday_of_month, "lastweekdayofmonth(M,Y,w)",
     "The last day of month M of year Y that is weekday w (lastdowofmonth).", "lastweekdayofmonth(1,1960,5)", "28"},
    {"previousdow", "nn", 'n', previous_weekday, "previousdow(d,w)", "The last day before d that is weekday w.",
     "previousdow(7,5)", "0"},
    {"previousweekday", "nn", 'n', previous_weekday, "previousweekday(d,w)",
     "The last day before d that is weekday w (previousdow).", "previousweekday(3,0)", "2"},
    {"nextdow", "nn", 'n', next_weekday, "nextdow(d,w)", "The first day after d that is weekday w.", "nextdow(0,5)",
     "7"},
    {"nextweekday", "nn", 'n', next_weekday, "nextweekday(d,w)", "The first day after d that is weekday w (nextdow).",
     "nextweekday(0,0)", "2"},
    {"dayssincedow", "nn", 'n', days_since_weekday, "dayssincedow(d,w)",
     "The days from the last weekday w before d to d, 1 to 7.", "dayssincedow(0,5)", "7"},
    {"dayssinceweekday", "nn", 'n', days_since_weekday, "dayssinceweekday(d,w)",
     "The days from the last weekday w before d to d (dayssincedow).", "dayssinceweekday(0,4)", "1"},
    {"daysuntildow", "nn", 'n', days_until_weekday, "daysuntildow(d,w)",
     "The days from d to the first weekday w after it, 1 to 7.", "daysuntildow(0,5)", "7"},
    {"daysuntilweekday", "nn", 'n', days_until_weekday, "daysuntilweekday(d,w)",
     "The days from d to the first weekday w after it (daysuntildow).", "daysuntilweekday(0,6)", "1"},
    {"isleapyear", "n", 'n', is_leap, "isleapyear(Y)", "1 when Y is a leap year.", "isleapyear(1900)", "0"},
    {"nextleapyear", "n", 'n', next_leap_year, "nextleapyear(Y)", "The first leap year after Y.", "nextleapyear(2096)",
     "2104"},
    {"previousleapyear", "n", 'n', previous_leap_year, "previousleapyear(Y)", "The last leap year before Y.",
     "previousleapyear(2020)", "2016"},

    // Ages and differences
    {"age", "nn?s", 'n', dates::age, "age(d0,d[,nl])",
     "The age in whole years at d of somebody born on d0; nl is the birthday of 29feb in other years.",
     "age(td(2mar2000),td(1mar2019))", "18"},
    {"age_frac", "nn?s", 'n', dates::age_frac, "age_frac(d0,d[,nl])", "The age in years with its fraction.",
     "age_frac(td(1jul2000),td(1jul2019))", "19"},
    {"datediff", "nns?s", 'n', dates::datediff, "datediff(d1,d2,unit[,nl])",
     "The whole units (year, month, day) from d1 to d2.", R"(datediff(td(31jan2019),td(1mar2019),"month"))", "1"},
    {"datediff_frac", "nns?s", 'n', dates::datediff_frac, "datediff_frac(d1,d2,unit[,nl])",
     "The units (year, month, day) from d1 to d2 with their fraction.",
     R"(datediff_frac(td(1apr2019),td(16apr2019),"month"))", ".5"},
    {"birthday", "nn?s", 'n', dates::birthday, "birthday(d0,Y[,nl])", "The birthday in year Y of somebody born on d0.",
     "birthday(td(29feb2000),1960)", "59"},
    {"previousbirthday", "nn?s", 'n', dates::previousbirthday, "previousbirthday(d0,d[,nl])",
     "The last birthday before d of somebody born on d0.", "previousbirthday(td(1feb1950),31)", "-334"},
    {"nextbirthday", "nn?s", 'n', dates::nextbirthday, "nextbirthday(d0,d[,nl])",
     "The first birthday after d of somebody born on d0.", "nextbirthday(td(1feb1950),0)", "31"},
    {"today", "", 'n', dates::today, "today()", "Today, in days since 01jan1960.", "today()", ""},
};

}  // namespace

std::span<const Function> date_functions() {
  static const std::vector<Function> all = [] {
    std::vector<Function> rows(std::begin(date_list), std::end(date_list));
    rows.insert(rows.end(), dates::clock_functions().begin(), dates::clock_functions().end());
    return rows;
  }();
  return all;
}

}  // namespace nqp::eval
