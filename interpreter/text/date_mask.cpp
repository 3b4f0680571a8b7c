#include "interpreter/text/business_calendar.hpp"
#include "interpreter/text/date_mask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "interpreter/text/ascii.hpp"
#include "interpreter/text/date.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/leap_second.hpp"

namespace nqp::text {

namespace {

constexpr double mask_day_ms = 86400000.0;

constexpr std::array<std::string_view, 12> mask_months = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> day_names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

// A point in time with everything a mask can ask for.
struct Moment {
  Civil date;
  int day_of_year = 1, weekday = 0, week = 1, half = 1, quarter = 1;
  int hour = 0, minute = 0;
  double second = 0;
};

std::string one(int n) { return std::to_string(n); }
std::string two(int n) { return fmt::format("{:02}", n); }
int hour12(int hour) { return hour % 12 == 0 ? 12 : hour % 12; }
int whole_second(const Moment& m) { return static_cast<int>(std::floor(m.second + 1e-9)); }
std::string_view month_of(const Moment& m) { return mask_months[static_cast<std::size_t>(m.date.month - 1)]; }
std::string_view weekday_of(const Moment& m) { return day_names[static_cast<std::size_t>(m.weekday)]; }

std::string fraction(const Moment& m, int digits) {
  const double scale = digits == 1 ? 10 : digits == 2 ? 100 : 1000;
  const double part = std::min(std::floor((m.second - std::floor(m.second)) * scale + 1e-6), scale - 1);
  return fmt::format(".{:0{}}", static_cast<int>(part), digits);
}

struct Token {
  std::string_view text;
  int width;  // most columns it takes
  std::string (*part)(const Moment& m);
};

// Longest first among those with a common beginning.
const Token tokens[] = {{"DAYNAME", 9, [](const Moment& m) { return fmt::format("{:<9}", weekday_of(m)); }},
                        {"Dayname", 9, [](const Moment& m) { return std::string(weekday_of(m)); }},
                        {"Month", 9, [](const Moment& m) { return std::string(month_of(m)); }},
                        {"month", 9, [](const Moment& m) { return lower(month_of(m)); }},
                        {"Mon", 3, [](const Moment& m) { return std::string(month_of(m).substr(0, 3)); }},
                        {"mon", 3, [](const Moment& m) { return lower(month_of(m).substr(0, 3)); }},
                        {"Day", 3, [](const Moment& m) { return std::string(weekday_of(m).substr(0, 3)); }},
                        {"day", 3, [](const Moment& m) { return lower(weekday_of(m).substr(0, 3)); }},
                        {"Da", 2, [](const Moment& m) { return std::string(weekday_of(m).substr(0, 2)); }},
                        {"da", 2, [](const Moment& m) { return lower(weekday_of(m).substr(0, 2)); }},
                        {"CC", 2, [](const Moment& m) { return two(m.date.year / 100); }},
                        {"cc", 2, [](const Moment& m) { return one(m.date.year / 100); }},
                        {"YY", 2, [](const Moment& m) { return two(m.date.year % 100); }},
                        {"yy", 2, [](const Moment& m) { return one(m.date.year % 100); }},
                        {"JJJ", 3, [](const Moment& m) { return fmt::format("{:03}", m.day_of_year); }},
                        {"jjj", 3, [](const Moment& m) { return one(m.day_of_year); }},
                        {"NN", 2, [](const Moment& m) { return two(m.date.month); }},
                        {"nn", 2, [](const Moment& m) { return one(m.date.month); }},
                        {"DD", 2, [](const Moment& m) { return two(m.date.day); }},
                        {"dd", 2, [](const Moment& m) { return one(m.date.day); }},
                        {"WW", 2, [](const Moment& m) { return two(m.week); }},
                        {"ww", 2, [](const Moment& m) { return one(m.week); }},
                        {"HH", 2, [](const Moment& m) { return two(m.hour); }},
                        {"Hh", 2, [](const Moment& m) { return two(hour12(m.hour)); }},
                        {"hH", 2, [](const Moment& m) { return one(m.hour); }},
                        {"hh", 2, [](const Moment& m) { return one(hour12(m.hour)); }},
                        {"h", 1, [](const Moment& m) { return one(m.half); }},
                        {"q", 1, [](const Moment& m) { return one(m.quarter); }},
                        {"MM", 2, [](const Moment& m) { return two(m.minute); }},
                        {"mm", 2, [](const Moment& m) { return one(m.minute); }},
                        {"SS", 2, [](const Moment& m) { return two(whole_second(m)); }},
                        {"ss", 2, [](const Moment& m) { return one(whole_second(m)); }},
                        {".sss", 4, [](const Moment& m) { return fraction(m, 3); }},
                        {".ss", 3, [](const Moment& m) { return fraction(m, 2); }},
                        {".s", 2, [](const Moment& m) { return fraction(m, 1); }},
                        {"A.M.", 4, [](const Moment& m) { return std::string(m.hour < 12 ? "A.M." : "P.M."); }},
                        {"a.m.", 4, [](const Moment& m) { return std::string(m.hour < 12 ? "a.m." : "p.m."); }},
                        {"AM", 2, [](const Moment& m) { return std::string(m.hour < 12 ? "AM" : "PM"); }},
                        {"am", 2, [](const Moment& m) { return std::string(m.hour < 12 ? "am" : "pm"); }},
                        // Codes of one letter, as %d had them: %tdCY-N-D.
                        {"C", 2, [](const Moment& m) { return two(m.date.year / 100); }},
                        {"c", 2, [](const Moment& m) { return one(m.date.year / 100); }},
                        {"Y", 2, [](const Moment& m) { return two(m.date.year % 100); }},
                        {"y", 2, [](const Moment& m) { return one(m.date.year % 100); }},
                        {"M", 9, [](const Moment& m) { return std::string(month_of(m)); }},
                        {"m", 3, [](const Moment& m) { return std::string(month_of(m).substr(0, 3)); }},
                        {"L", 9, [](const Moment& m) { return lower(month_of(m)); }},
                        {"l", 3, [](const Moment& m) { return lower(month_of(m).substr(0, 3)); }},
                        {"N", 2, [](const Moment& m) { return two(m.date.month); }},
                        {"n", 2, [](const Moment& m) { return one(m.date.month); }},
                        {"D", 2, [](const Moment& m) { return two(m.date.day); }},
                        {"d", 2, [](const Moment& m) { return one(m.date.day); }},
                        {"J", 3, [](const Moment& m) { return fmt::format("{:03}", m.day_of_year); }},
                        {"j", 3, [](const Moment& m) { return one(m.day_of_year); }}};

const Token* token_at(std::string_view mask) {
  for (const Token& t : tokens) {
    if (mask.substr(0, t.text.size()) == t.text) return &t;
  }
  return nullptr;
}

bool literal(char c) { return std::string_view(".,:-/\\ ").find(c) != std::string_view::npos; }

// Calls token(Token) or plain(char) for each part; false when the mask is not valid.
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
    case 'C': return std::floor(value / mask_day_ms);
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
  const bool leap = unit == 'C' && is_leap_second(value);  // shown as second 60 of the minute it ends
  if (unit == 'C') value = without_leap_seconds(value) - (leap ? 1000 : 0);
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
    const double ms = std::floor(value - *days * mask_day_ms);
    m.hour = static_cast<int>(ms / 3600000);
    m.minute = static_cast<int>(ms / 60000) % 60;
    m.second = std::fmod(ms, 60000) / 1000 + (leap ? 1 : 0);
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
  const bool valid = walk(
      mask, [&](const Token& t) { width += t.width; }, [&](char) { ++width; });
  return valid ? std::optional(width) : std::nullopt;
}

std::string format_date(double value, char unit, std::string_view mask) {
  if (unit == 'b') {
    // A calendar that is not loaded, or a number that it has not: the number itself.
    const std::size_t colon = std::min(mask.find(':'), mask.size());
    const auto calendar = find_business_calendar(mask.substr(0, colon));
    const auto day = calendar ? day_of_business(*calendar, value) : std::nullopt;
    if (!day) return trimmed(format_number(value, Format{.width = 9}));
    return format_date(*day, 'd', mask.substr(std::min(colon + 1, mask.size())));
  }
  const std::optional<Moment> moment = moment_of(value, unit);
  if (!moment) return trimmed(format_number(value, Format{.width = 18}));
  std::string out;
  walk(
      mask.empty() ? default_date_mask(unit) : mask, [&](const Token& t) { out += t.part(*moment); },
      [&](char c) { out.push_back(c); });
  return out;
}

}  // namespace nqp::text
