#include "interpreter/text/date_mask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "interpreter/text/date.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::text {

namespace {

constexpr double day_ms = 86400000.0;

constexpr std::array<std::string_view, 12> month_names = {"January", "February", "March",     "April",
                                                          "May",     "June",     "July",      "August",
                                                          "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> day_names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

// A point in time with everything a mask can ask for.
struct Moment {
  Civil date;
  int day_of_year = 1, weekday = 0, week = 1, half = 1, quarter = 1;
  int hour = 0, minute = 0;
  double second = 0;
};

enum class Code {
  century, century_short, year, year_short, day_of_year, day_of_year_short, month_lower, month_title, month3_lower,
  month3_title, month, month_short, day, day_short, weekday_wide, weekday, weekday3, weekday3_lower, weekday2,
  weekday2_lower, half, quarter, week, week_short, hour24, hour24_short, hour12, hour12_short, minute, minute_short,
  second, second_short, tenth, hundredth, thousandth, am, am_dots, am_upper, am_upper_dots
};

struct Token {
  std::string_view text;
  Code code;
  int width;
};

// Longest first among those with a common beginning.
constexpr Token tokens[] = {
    {"DAYNAME", Code::weekday_wide, 9}, {"Dayname", Code::weekday, 9},      {"Month", Code::month_title, 9},
    {"month", Code::month_lower, 9},    {"Mon", Code::month3_title, 3},     {"mon", Code::month3_lower, 3},
    {"Day", Code::weekday3, 3},         {"day", Code::weekday3_lower, 3},   {"Da", Code::weekday2, 2},
    {"da", Code::weekday2_lower, 2},    {"CC", Code::century, 2},           {"cc", Code::century_short, 2},
    {"YY", Code::year, 2},              {"yy", Code::year_short, 2},        {"JJJ", Code::day_of_year, 3},
    {"jjj", Code::day_of_year_short, 3}, {"NN", Code::month, 2},            {"nn", Code::month_short, 2},
    {"DD", Code::day, 2},               {"dd", Code::day_short, 2},         {"WW", Code::week, 2},
    {"ww", Code::week_short, 2},        {"HH", Code::hour24, 2},            {"Hh", Code::hour12, 2},
    {"hH", Code::hour24_short, 2},      {"hh", Code::hour12_short, 2},      {"h", Code::half, 1},
    {"q", Code::quarter, 1},            {"MM", Code::minute, 2},            {"mm", Code::minute_short, 2},
    {"SS", Code::second, 2},            {"ss", Code::second_short, 2},      {".sss", Code::thousandth, 4},
    {".ss", Code::hundredth, 3},        {".s", Code::tenth, 2},             {"A.M.", Code::am_upper_dots, 4},
    {"a.m.", Code::am_dots, 4},         {"AM", Code::am_upper, 2},          {"am", Code::am, 2}};

const Token* token_at(std::string_view mask) {
  for (const Token& t : tokens) {
    if (mask.substr(0, t.text.size()) == t.text) return &t;
  }
  return nullptr;
}

bool literal(char c) { return std::string_view(".,:-/\\ ").find(c) != std::string_view::npos; }

// Calls token(code, width) or plain(char) for each part; false when the mask is not valid.
template <class OnToken, class OnLiteral>
bool walk(std::string_view mask, OnToken token, OnLiteral plain) {
  while (!mask.empty()) {
    if (const Token* t = token_at(mask)) {
      token(*t);
      mask.remove_prefix(t->text.size());
      continue;
    }
    const char c = mask.front();
    mask.remove_prefix(1);
    if (c == '+') continue;
    if (c == '!') {
      if (mask.empty()) return false;
      plain(mask.front());
      mask.remove_prefix(1);
    } else if (c == '_') {
      plain(' ');
    } else if (literal(c)) {
      plain(c);
    } else {
      return false;
    }
  }
  return true;
}

std::string lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return out;
}

std::string two(int n) { return fmt::format("{:02}", n); }

int hour12(int hour) { return hour % 12 == 0 ? 12 : hour % 12; }

std::string fraction(double second, int digits) {
  const double scale = digits == 1 ? 10 : digits == 2 ? 100 : 1000;
  const double part = std::min(std::floor((second - std::floor(second)) * scale + 1e-6), scale - 1);
  return fmt::format(".{:0{}}", static_cast<int>(part), digits);
}

std::string date_part(Code code, const Moment& m) {
  const int year = m.date.year, second = static_cast<int>(std::floor(m.second + 1e-9));
  const std::string_view month = month_names[static_cast<std::size_t>(m.date.month - 1)];
  const std::string_view weekday = day_names[static_cast<std::size_t>(m.weekday)];
  switch (code) {
    case Code::century: return two(year / 100);
    case Code::century_short: return std::to_string(year / 100);
    case Code::year: return two(year % 100);
    case Code::year_short: return std::to_string(year % 100);
    case Code::day_of_year: return fmt::format("{:03}", m.day_of_year);
    case Code::day_of_year_short: return std::to_string(m.day_of_year);
    case Code::month_lower: return lower(month);
    case Code::month_title: return std::string(month);
    case Code::month3_lower: return lower(month.substr(0, 3));
    case Code::month3_title: return std::string(month.substr(0, 3));
    case Code::month: return two(m.date.month);
    case Code::month_short: return std::to_string(m.date.month);
    case Code::day: return two(m.date.day);
    case Code::day_short: return std::to_string(m.date.day);
    case Code::weekday_wide: return fmt::format("{:<9}", weekday);
    case Code::weekday: return std::string(weekday);
    case Code::weekday3: return std::string(weekday.substr(0, 3));
    case Code::weekday3_lower: return lower(weekday.substr(0, 3));
    case Code::weekday2: return std::string(weekday.substr(0, 2));
    case Code::weekday2_lower: return lower(weekday.substr(0, 2));
    case Code::half: return std::to_string(m.half);
    case Code::quarter: return std::to_string(m.quarter);
    case Code::week: return two(m.week);
    case Code::week_short: return std::to_string(m.week);
    case Code::hour24: return two(m.hour);
    case Code::hour24_short: return std::to_string(m.hour);
    case Code::hour12: return two(hour12(m.hour));
    case Code::hour12_short: return std::to_string(hour12(m.hour));
    case Code::minute: return two(m.minute);
    case Code::minute_short: return std::to_string(m.minute);
    case Code::second: return two(second);
    case Code::second_short: return std::to_string(second);
    case Code::tenth: return fraction(m.second, 1);
    case Code::hundredth: return fraction(m.second, 2);
    case Code::thousandth: return fraction(m.second, 3);
    case Code::am: return m.hour < 12 ? "am" : "pm";
    case Code::am_dots: return m.hour < 12 ? "a.m." : "p.m.";
    case Code::am_upper: return m.hour < 12 ? "AM" : "PM";
    case Code::am_upper_dots: return m.hour < 12 ? "A.M." : "P.M.";
  }
  return {};
}

// Periods stand for their first day; nothing outside the years 100 to 9999 has a date.
std::optional<double> first_day(double value, char unit) {
  const auto date_of = [](double periods, double a_year, int months) -> std::optional<double> {
    const double year = 1960 + std::floor(periods / a_year);
    if (!(year >= 100 && year <= 9999)) return std::nullopt;
    const int part = static_cast<int>(periods - std::floor(periods / a_year) * a_year);
    return days_from_civil({static_cast<int>(year), 1 + part * months, 1});
  };
  switch (unit) {
    case 'm': return date_of(value, 12, 1);
    case 'q': return date_of(value, 4, 3);
    case 'h': return date_of(value, 2, 6);
    case 'y': return date_of(value - 1960, 1, 1);
    case 'c':
    case 'C': return std::floor(value / day_ms);
    case 'w': {
      const std::optional<double> january = date_of(std::floor(value / 52), 1, 1);
      if (!january) return std::nullopt;
      return *january + 7 * (value - std::floor(value / 52) * 52);
    }
    default: return value;
  }
}

std::optional<Moment> moment_of(double value, char unit) {
  const bool clock = unit == 'c' || unit == 'C';
  if (!clock) value = std::floor(value);
  const std::optional<double> days = first_day(value, unit);
  if (!days || !(*days >= -679350 && *days <= 2936549)) return std::nullopt;  // 01jan0100, 31dec9999
  Moment m;
  m.date = civil_from_days(*days);
  m.day_of_year = static_cast<int>(*days - days_from_civil({m.date.year, 1, 1})) + 1;
  m.weekday = static_cast<int>(*days + 5 - std::floor((*days + 5) / 7) * 7);  // 01jan1960 was a Friday
  m.week = std::min((m.day_of_year - 1) / 7 + 1, 52);
  m.quarter = (m.date.month - 1) / 3 + 1;
  m.half = (m.date.month - 1) / 6 + 1;
  if (clock) {
    const double ms = std::floor(value - *days * day_ms);
    m.hour = static_cast<int>(ms / 3600000);
    m.minute = static_cast<int>(ms / 60000) % 60;
    m.second = std::fmod(ms, 60000) / 1000;
  }
  return m;
}

}  // namespace

std::string_view default_date_mask(char unit) {
  switch (unit) {
    case 'c':
    case 'C': return "DDmonCCYY_HH:MM:SS";
    case 'w': return "CCYY!www";
    case 'm': return "CCYY!mnn";
    case 'q': return "CCYY!qq";
    case 'h': return "CCYY!hh";
    case 'y': return "CCYY";
    default: return "DDmonCCYY";
  }
}

std::optional<int> date_mask_width(std::string_view mask) {
  int width = 0;
  const bool valid = walk(mask, [&](const Token& t) { width += t.width; }, [&](char) { ++width; });
  return valid ? std::optional(width) : std::nullopt;
}

std::string format_date(double value, char unit, std::string_view mask) {
  const std::optional<Moment> moment = moment_of(value, unit);
  if (!moment) return trimmed(format_number(value, Format{.width = 18}));
  std::string out;
  walk(mask.empty() ? default_date_mask(unit) : mask, [&](const Token& t) { out += date_part(t.code, *moment); },
       [&](char c) { out.push_back(c); });
  return out;
}

}  // namespace nqp::text
