#include "interpreter/text/business_calendar.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

#include "grammar/ast/error.hpp"
#include "interpreter/text/date.hpp"

namespace nqp::text {
namespace {

constexpr const char* weekday_marks[] = {"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"};
constexpr double longest_range = 200000;

using LineWords = std::vector<std::string>;

LineWords words_of_line(std::string_view line) {
  LineWords out;
  std::string word;
  bool quoted = false;
  const auto push = [&] {
    if (!word.empty()) out.push_back(word);
    word.clear();
  };
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    else if (!quoted && (c == ' ' || c == '\t' || c == '\r' || c == ',')) push();
    else if (!quoted && (c == '(' || c == ')' || c == ':' || c == '&')) push(), out.emplace_back(1, c);
    else word += c;
  }
  push();
  return out;
}

int weekday_number(double day) {
  return static_cast<int>(std::fmod(std::fmod(day + 5, 7) + 7, 7));
}  // 1960 began on Friday

std::optional<int> weekday_named(const std::string& word) {
  for (int k = 0; k < 7; ++k)
    if (word.size() >= 2 && word.compare(0, 2, weekday_marks[k]) == 0) return k;
  return std::nullopt;
}

int month_named(const std::string& word) {
  static constexpr const char* names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (int m = 0; m < 12; ++m)
    if (word.compare(0, 3, names[m]) == 0) return m + 1;
  return 0;
}

// if dow(Sa Su) & month(Jul) & year(2001 2010/2015): what a day must be to be left out; an empty set asks nothing.
struct DayCondition {
  std::set<int> weekdays, months, years;

  bool holds(double day) const {
    const Civil c = civil_from_days(day);
    const auto allows = [](const std::set<int>& s, int k) { return s.empty() || s.count(k) != 0; };
    return allows(weekdays, weekday_number(day)) && allows(months, c.month) && allows(years, c.year);
  }
};

class CalendarReader {
 public:
  explicit CalendarReader(const std::string& name) { calendar_.name = name; }

  void line(const LineWords& words, const std::string& shown) {
    shown_ = shown;
    if (words.empty() || words[0][0] == '*' || words[0] == "version") return;
    const std::string& word = words[0];
    if (word == "purpose") calendar_.purpose = words.size() > 1 ? words[1] : "";
    else if (word == "dateformat" && words.size() == 2) format(words[1]);
    else if (word == "range" && words.size() == 3) range(words);
    else if (word == "centerdate" && words.size() == 2) calendar_.centre = date(words[1]);
    else if (word == "omit") omit(words, 1, calendar_.first, calendar_.last);
    else if (word == "from") from(words);
    else refuse();
  }

  BusinessCalendar finish() {
    if (!ranged_) throw Error(198, "the calendar " + calendar_.name + " has no range");
    for (double d = calendar_.first; d <= calendar_.last; ++d)
      if (omitted_.count(d) == 0) calendar_.days.push_back(d);
    if (!std::binary_search(calendar_.days.begin(), calendar_.days.end(), calendar_.centre))
      throw Error(198, "the centerdate of the calendar " + calendar_.name + " is no business day");
    return std::move(calendar_);
  }

 private:
  [[noreturn]] void refuse() const {
    throw Error(198, "calendar " + calendar_.name + ": not understood: " + shown_, std::nullopt,
                {"purpose, dateformat, range, centerdate, omit date, omit dayofweek and omit dowinmonth are"});
  }

  void format(std::string mask) {
    for (char& c : mask) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    mask_ = mask;
  }

  double date(const std::string& word) const {
    const std::optional<double> d = parse_date(word, mask_);
    if (!d) refuse();
    return *d;
  }

  void range(const LineWords& words) {
    calendar_.first = calendar_.centre = date(words[1]);
    calendar_.last = date(words[2]);
    if (calendar_.last < calendar_.first || calendar_.last - calendar_.first > longest_range) refuse();
    ranged_ = true;
  }

  void from(const LineWords& words) {
    if (words.size() < 6 || words[2] != "to" || words[4] != ":" || words[5] != "omit") refuse();
    omit(words, 6, words[1] == "." ? calendar_.first : date(words[1]),
         words[3] == "." ? calendar_.last : date(words[3]));
  }

  void leave_out(double day, double low, double high) {
    if (day >= low && day <= high) omitted_.insert(day);
  }

  // The words behind `if`.
  DayCondition condition(const LineWords& words, std::size_t at) const {
    DayCondition out;
    for (; at < words.size(); ++at) {
      const std::string& what = words[at];
      std::set<int>& kept = what == "dow" ? out.weekdays : what == "month" ? out.months : out.years;
      if ((what != "dow" && what != "month" && what != "year") || ++at >= words.size() || words[at] != "(") refuse();
      for (++at; at < words.size() && words[at] != ")"; ++at) {
        if (what == "dow") kept.insert(weekday_named(words[at]).value_or(-1));
        else if (what == "month") kept.insert(month_named(words[at]));
        else add_years(words[at], kept);
      }
      if (at >= words.size() || kept.empty() || *kept.begin() < (what == "dow" ? 0 : 1)) refuse();
      if (at + 1 < words.size() && words[++at] != "&") refuse();
    }
    return out;
  }

  // 2001, or 2001/2005
  void add_years(const std::string& word, std::set<int>& years) const {
    const std::size_t slash = word.find('/');
    const int first = std::atoi(word.c_str());
    const int last = slash == std::string::npos ? first : std::atoi(word.c_str() + slash + 1);
    if (first < 1 || last < first || last > 9999) refuse();
    for (int y = first; y <= last; ++y) years.insert(y);
  }

  void omit(LineWords words, std::size_t at, double low, double high) {
    DayCondition wanted;
    if (const auto rule = std::find(words.begin(), words.end(), "if"); rule != words.end()) {
      if (rule + 1 == words.end()) refuse();
      wanted = condition(words, static_cast<std::size_t>(rule - words.begin()) + 1);
      words.erase(rule, words.end());
    }
    if (!ranged_ || at >= words.size()) refuse();
    const std::string& kind = words[at++];
    if (kind == "dayofweek") return omit_weekdays(words, at, wanted, low, high);
    std::vector<double> days;
    if (kind == "date") days = dates(words, at);
    else if (kind == "dowinmonth") days = weekdays_in_months(words, at);
    else refuse();
    const std::vector<double> shifts = shifts_after(words, at);
    for (const double d : days)
      for (const double s : shifts)
        if (wanted.holds(d)) leave_out(d + s, low, high);
  }

  void omit_weekdays(const LineWords& words, std::size_t at, const DayCondition& wanted, double low, double high) {
    std::set<int> which;
    for (; at < words.size(); ++at) {
      if (words[at] == "(" || words[at] == ")") continue;
      const auto k = weekday_named(words[at]);
      if (!k) refuse();
      which.insert(*k);
    }
    for (double d = low; d <= high; ++d)
      if (which.count(weekday_number(d)) != 0 && wanted.holds(d)) leave_out(d, low, high);
  }

  // 24nov2011, or 25dec* for every year.
  std::vector<double> dates(const LineWords& words, std::size_t& at) const {
    if (at >= words.size()) refuse();
    const std::string& word = words[at++];
    const std::size_t star = word.find('*');
    if (star == std::string::npos) return {date(word)};
    std::vector<double> out;
    for (int year = civil_from_days(calendar_.first).year; year <= civil_from_days(calendar_.last).year; ++year) {
      std::string dated = word;
      dated.replace(star, 1, std::to_string(year));
      if (const auto d = parse_date(dated, mask_)) out.push_back(*d);
    }
    return out;
  }

  // +4 Th of Nov: the fourth Thursday; -1 Mo: the last Monday of every month.
  std::vector<double> weekdays_in_months(const LineWords& words, std::size_t& at) const {
    if (at + 1 >= words.size()) refuse();
    const int place = static_cast<int>(std::strtol(words[at].c_str(), nullptr, 10));
    const auto weekday = weekday_named(words[at + 1]);
    if (place == 0 || place < -5 || place > 5 || !weekday) refuse();
    at += 2;
    std::set<int> wanted;
    if (at < words.size() && words[at] == "of")
      for (++at; at < words.size() && words[at] != "and"; ++at)
        if (const int m = month_named(words[at])) wanted.insert(m);
    std::vector<double> out;
    for (int year = civil_from_days(calendar_.first).year; year <= civil_from_days(calendar_.last).year; ++year)
      for (int month = 1; month <= 12; ++month) {
        if (!wanted.empty() && wanted.count(month) == 0) continue;
        std::vector<double> days;
        for (double d = days_from_civil({year, month, 1}); civil_from_days(d).month == month; ++d)
          if (weekday_number(d) == *weekday) days.push_back(d);
        const int k = place > 0 ? place - 1 : static_cast<int>(days.size()) + place;
        if (k >= 0 && k < static_cast<int>(days.size())) out.push_back(days[static_cast<std::size_t>(k)]);
      }
    return out;
  }

  // and +1, and (-1 +1): days beside; the day itself always.
  std::vector<double> shifts_after(const LineWords& words, std::size_t at) const {
    std::vector<double> out = {0};
    if (at < words.size() && words[at] != "and") refuse();
    for (++at; at < words.size(); ++at)
      if (words[at] != "(" && words[at] != ")")
        out.push_back(static_cast<double>(std::strtol(words[at].c_str(), nullptr, 10)));
    return out;
  }

  BusinessCalendar calendar_;
  std::string mask_ = "DMY", shown_;
  std::set<double> omitted_;
  bool ranged_ = false;
};

struct LoadedCalendars {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<const BusinessCalendar>, std::less<>> by_name;
};

LoadedCalendars& loaded_calendars() {
  static LoadedCalendars all;
  return all;
}

}  // namespace

BusinessCalendar parse_business_calendar(const std::string& name, std::string_view text) {
  CalendarReader reader(name);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    reader.line(words_of_line(text.substr(0, end)), std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return reader.finish();
}

std::string write_business_calendar(const BusinessCalendar& c) {
  const auto day = [](double d) { return format_date(d, 'd', "DDmonCCYY"); };
  bool open[7] = {};
  for (const double d : c.days) open[weekday_number(d)] = true;
  std::string out =
      "* Business calendar \"" + c.name + "\"\nversion 18\npurpose \"" + c.purpose + "\"\ndateformat dmy\n\n";
  out += "range " + day(c.first) + " " + day(c.last) + "\ncenterdate " + day(c.centre) + "\n\n";
  std::string never;
  for (int k = 0; k < 7; ++k)
    if (!open[k]) never += (never.empty() ? "" : " ") + std::string(weekday_marks[k]);
  if (!never.empty()) out += "omit dayofweek (" + never + ")\n";
  for (double d = c.first; d <= c.last; ++d)
    if (open[weekday_number(d)] && !std::binary_search(c.days.begin(), c.days.end(), d))
      out += "omit date " + day(d) + "\n";
  return out;
}

std::optional<double> business_day(const BusinessCalendar& c, double day) {
  const auto at = std::lower_bound(c.days.begin(), c.days.end(), day);
  if (at == c.days.end() || *at != day) return std::nullopt;
  const auto centre = std::lower_bound(c.days.begin(), c.days.end(), c.centre);
  return static_cast<double>(at - centre);
}

std::optional<double> day_of_business(const BusinessCalendar& c, double number) {
  const auto centre = std::lower_bound(c.days.begin(), c.days.end(), c.centre) - c.days.begin();
  const double at = number + static_cast<double>(centre);
  if (number != std::floor(number) || at < 0 || at >= static_cast<double>(c.days.size())) return std::nullopt;
  return c.days[static_cast<std::size_t>(at)];
}

void load_business_calendar(BusinessCalendar c) {
  LoadedCalendars& all = loaded_calendars();
  const std::lock_guard lock(all.mutex);
  const std::string name = c.name;
  all.by_name[name] = std::make_shared<const BusinessCalendar>(std::move(c));
}

std::shared_ptr<const BusinessCalendar> find_business_calendar(std::string_view name) {
  LoadedCalendars& all = loaded_calendars();
  const std::lock_guard lock(all.mutex);
  const auto it = all.by_name.find(name);
  return it == all.by_name.end() ? nullptr : it->second;
}

}  // namespace nqp::text
