#include "interpreter/dataset/io/foreign_dates.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "interpreter/text/date.hpp"

namespace nqp::data {
namespace {

constexpr double seconds_in_day = 86400, milliseconds_in_second = 1000;

// "F8.2" → F, 8, 2.
struct Parts {
  std::string name;
  int width = 0, decimals = 0;
};

Parts parts_of(std::string_view format) {
  Parts out;
  std::size_t end = format.size();
  while (end > 0 && (format[end - 1] == '.' || (format[end - 1] >= '0' && format[end - 1] <= '9'))) --end;
  for (const char c : format.substr(0, end)) out.name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const std::string digits(format.substr(end));
  out.width = std::atoi(digits.c_str());
  if (const std::size_t dot = digits.find('.'); dot != std::string::npos) out.decimals = std::atoi(&digits[dot + 1]);
  return out;
}

template <std::size_t n>
bool among(std::string_view name, const std::array<std::string_view, n>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

ForeignUnit plain_unit(const Parts& p) {
  ForeignUnit out;
  const bool fits = p.decimals > 0 && p.decimals < 16 && p.width > p.decimals && p.width <= 32;
  const bool commas = p.name == "COMMA" || p.name == "DOLLAR";
  if (fits && (p.name == "F" || p.name.empty() || commas))
    out.format = "%" + std::to_string(p.width) + "." + std::to_string(p.decimals) + (commas ? "fc" : "f");
  return out;
}

}  // namespace

ForeignUnit spss_unit(std::string_view format) {
  constexpr std::array<std::string_view, 8> dates{"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "MOYR", "QYR", "WKYR"};
  constexpr std::array<std::string_view, 2> clocks{"DATETIME", "YMDHMS"}, times{"TIME", "DTIME"};
  const Parts p = parts_of(format);
  const double first_day = text::days_from_civil({1582, 10, 14});  // SPSS counts seconds from here
  if (among(p.name, dates)) return {"%td", 1 / seconds_in_day, first_day, true};
  if (among(p.name, clocks))
    return {"%tc", milliseconds_in_second, first_day * seconds_in_day * milliseconds_in_second, true};
  if (among(p.name, times)) return {"%tcHH:MM:SS", milliseconds_in_second, 0, true};
  return plain_unit(p);
}

ForeignUnit sas_unit(std::string_view format) {
  constexpr std::array<std::string_view, 22> dates{"DATE",     "DAY",      "DDMMYY",  "DDMMYYB", "DDMMYYD", "DDMMYYP",
                                                   "DDMMYYS",  "MMDDYY",   "MMDDYYD", "MMDDYYS", "MMYY",    "MONYY",
                                                   "YYMM",     "YYMMDD",   "YYMMDDD", "YYMMDDN", "YYMMDDS", "YYMON",
                                                   "WORDDATE", "WEEKDATE", "E8601DA", "NLDATE"};
  constexpr std::array<std::string_view, 5> clocks{"DATETIME", "DATEAMPM", "E8601DT", "NLDATM", "MDYAMPM"};
  constexpr std::array<std::string_view, 4> times{"TIME", "TIMEAMPM", "HHMM", "E8601TM"};
  const Parts p = parts_of(format);
  if (among(p.name, dates)) return {"%td", 1, 0, true};
  if (among(p.name, clocks)) return {"%tc", milliseconds_in_second, 0, true};
  if (among(p.name, times)) return {"%tcHH:MM:SS", milliseconds_in_second, 0, true};
  return plain_unit(p);
}

}  // namespace nqp::data
