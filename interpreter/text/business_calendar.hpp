// Business calendars: days numbered without those on which business rests, as %tb formats and bofd() count them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::text {

struct BusinessCalendar {
  std::string name, purpose;
  double first = 0, last = 0, centre = 0;  // days; the business day `centre` has number 0
  std::vector<double> days;                // business days from first to last, in order
};

// Reads a .stbcal file: version, purpose, dateformat, range, centerdate, omit date|dayofweek|dowinmonth, from … to …,
// and a condition behind them: if dow() & month() & year(), which the day itself must meet, not those beside it.
// Error 198 with the line that is not understood.
BusinessCalendar parse_business_calendar(const std::string& name, std::string_view text);

// The same file for a calendar: weekdays that never occur, then single days.
std::string write_business_calendar(const BusinessCalendar& c);

// nullopt when the day is no business day or outside the range; the inverse for a number that is none.
std::optional<double> business_day(const BusinessCalendar& c, double day);
std::optional<double> day_of_business(const BusinessCalendar& c, double number);

// Formats know no session, so loaded calendars are kept for the whole program. A reload replaces.
void load_business_calendar(BusinessCalendar c);
std::shared_ptr<const BusinessCalendar> find_business_calendar(std::string_view name);

}  // namespace nqp::text
