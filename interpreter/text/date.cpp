#include "interpreter/text/date.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "interpreter/text/ascii.hpp"

namespace nqp::text {

namespace {

constexpr double date_day_ms = 86400000.0;
constexpr std::array<std::string_view, 12> full_months = {"january",   "february", "march",    "april",
                                                          "may",       "june",     "july",     "august",
                                                          "september", "october",  "november", "december"};

bool date_digit(char c) { return c >= '0' && c <= '9'; }

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int month_length(int year, int month) {
  constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

// One element of a mask: Y M D Q W H (periods), h m s (clock) or # (skipped); 19Y and 20Y carry their century.
struct Element {
  char part;
  int century = 0;
};

std::optional<std::vector<Element>> parse_mask(std::string_view mask, std::string_view allowed) {
  std::vector<Element> elements;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    Element e{mask[i]};
    if (e.part == ' ') continue;
    if (date_digit(e.part)) {
      if (i + 2 >= mask.size() || !date_digit(mask[i + 1]) || mask[i + 2] != 'Y') return std::nullopt;
      e = {'Y', (mask[i] - '0') * 10 + (mask[i + 1] - '0')};
      i += 2;
    }
    if (allowed.find(e.part) == std::string_view::npos) return std::nullopt;
    for (const Element& before : elements) {
      if (e.part != '#' && before.part == e.part) return std::nullopt;
    }
    elements.push_back(e);
  }
  return elements.empty() ? std::nullopt : std::optional(elements);
}

struct Parts {
  int year = 1960, month = 1, day = 1, quarter = 1, week = 1, half = 1, hour = 0, minute = 0;
  double second = 0;
};

// Reads the elements of a mask one after another; whatever is neither digit nor Latin letter separates.
class Reader {
 public:
  Reader(std::string_view text, const std::vector<Element>& mask, std::optional<int> topyear)
      : text_(text), mask_(mask), topyear_(topyear) {}

  std::optional<Parts> read() {
    for (std::size_t i = 0; i < mask_.size(); ++i) {
      if (!element(i)) return std::nullopt;
    }
    if (!half_of_day()) return std::nullopt;
    if (pos_ < text_.size() && (text_[pos_] == 'Z' || text_[pos_] == 'z')) ++pos_;
    skip_separators();
    return pos_ == text_.size() ? std::optional(parts_) : std::nullopt;
  }

 private:
  void skip_separators() {
    while (pos_ < text_.size() && !date_digit(text_[pos_]) && !is_letter(text_[pos_])) ++pos_;
  }

  std::size_t run(bool (*kind)(char)) const {
    std::size_t n = 0;
    while (pos_ + n < text_.size() && kind(text_[pos_ + n])) ++n;
    return n;
  }

  int take(std::size_t n) {
    int value = 0;
    for (; n > 0; --n) value = value * 10 + (text_[pos_++] - '0');
    return value;
  }

  bool element(std::size_t i) {
    skip_separators();
    const char part = mask_[i].part;
    if (part == '#') {
      const std::size_t n = run([](char c) { return date_digit(c) || is_letter(c); });
      pos_ += n;
      return n > 0;
    }
    const std::size_t letters = run(is_letter);
    if (part == 'M' && letters >= 3) return month_name(letters);
    if (letters == 1 && pos_ + 1 < text_.size() && date_digit(text_[pos_ + 1]) && part != 'Y')
      ++pos_;  // 2019m3, T10:30
    const std::size_t digits = run(date_digit);
    if (digits == 0) return false;
    return part == 'Y' ? year(i, digits) : number(part, digits);
  }

  bool month_name(std::size_t letters) {
    for (std::size_t m = 0; m < full_months.size(); ++m) {
      bool same = letters <= full_months[m].size();
      for (std::size_t k = 0; same && k < letters; ++k) same = lower(text_[pos_ + k]) == full_months[m][k];
      if (!same) continue;
      parts_.month = static_cast<int>(m) + 1;
      pos_ += letters;
      return true;
    }
    return false;
  }

  // A run of digits may hold the elements that follow as well, 20190301 or 20190301103045. The longest reading as a
  // date is taken; two-digit years need a century.
  std::size_t year_digits(std::size_t i, std::size_t digits) const {
    if (digits <= 4) return digits;
    std::size_t rest = 0, found = 0;
    for (std::size_t k = i + 1; k < mask_.size(); ++k) {
      const char part = mask_[k].part;
      const bool of_clock = part == 'h' || part == 'm' || part == 's';
      rest += part == 'Q' || part == 'H' ? 1 : 2;
      if (digits == 4 + rest && (found == 0 || !of_clock)) found = 4;
      if (digits == 2 + rest && !of_clock && (mask_[i].century > 0 || topyear_)) found = 2;
    }
    return found;
  }

  bool year(std::size_t i, std::size_t digits) {
    const std::size_t n = year_digits(i, digits);
    if (n != 2 && n != 4) return false;
    int year = take(n);
    if (n == 2) {
      if (topyear_) {
        const int century = *topyear_ - *topyear_ % 100;
        year += century + year <= *topyear_ ? century : century - 100;
      } else if (mask_[i].century > 0) {
        year += mask_[i].century * 100;
      } else {
        return false;
      }
    }
    parts_.year = year;
    return true;
  }

  bool number(char part, std::size_t digits) {
    const std::size_t most = part == 'Q' || part == 'H' ? 1 : 2;
    const int value = take(digits < most ? digits : most);
    switch (part) {
      case 'M': parts_.month = value; return true;
      case 'D': parts_.day = value; return true;
      case 'Q': parts_.quarter = value; return value >= 1 && value <= 4;
      case 'W': parts_.week = value; return value >= 1 && value <= 52;
      case 'H': parts_.half = value; return value >= 1 && value <= 2;
      case 'h': parts_.hour = value; return value <= 23;
      case 'm': parts_.minute = value; return value <= 59;
      default: parts_.second = value; return value <= 59 && fraction();
    }
  }

  bool fraction() {
    if (pos_ >= text_.size() || text_[pos_] != '.') return true;
    ++pos_;
    double scale = 0.1;
    for (; pos_ < text_.size() && date_digit(text_[pos_]); ++pos_, scale /= 10) {
      parts_.second += (text_[pos_] - '0') * scale;
    }
    return true;
  }

  bool half_of_day() {
    skip_separators();
    if (pos_ >= text_.size()) return true;
    const char c = lower(text_[pos_]);
    if (c != 'a' && c != 'p') return true;
    std::size_t m = pos_ + 1;
    if (m < text_.size() && text_[m] == '.') ++m;
    if (m >= text_.size() || lower(text_[m]) != 'm' || parts_.hour < 1 || parts_.hour > 12) return false;
    pos_ = m + 1;
    parts_.hour = parts_.hour % 12 + (c == 'p' ? 12 : 0);
    skip_separators();
    return true;
  }

  std::string_view text_;
  const std::vector<Element>& mask_;
  std::optional<int> topyear_;
  std::size_t pos_ = 0;
  Parts parts_;
};

std::optional<Parts> parse(std::string_view text, std::string_view mask, std::string_view allowed,
                           std::optional<int> topyear) {
  const auto elements = parse_mask(mask, allowed);
  if (!elements) return std::nullopt;
  const std::optional<Parts> parts = Reader(text, *elements, topyear).read();
  if (!parts || !valid_civil({parts->year, parts->month, parts->day})) return std::nullopt;
  return parts;
}

// The older spelling of masks, "dmy".
std::string upper_mask(std::string_view mask) {
  std::string out(mask);
  if (out.find_first_not_of("dmy ") != std::string::npos) return out;
  for (char& c : out) c = c == ' ' ? ' ' : static_cast<char>(c - 32);
  return out;
}

}  // namespace

// H. Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin on 1 March.
double days_from_civil(Civil c) {
  const int y = c.month <= 2 ? c.year - 1 : c.year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<double>(era) * 146097 + day_of_era - 719468 + 3653;
}

Civil civil_from_days(double days) {
  const double z = std::floor(days) - 3653 + 719468;
  const double era = std::floor(z / 146097);
  const int doe = static_cast<int>(z - era * 146097);
  const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int mp = (5 * doy + 2) / 153;
  const int month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + static_cast<int>(era) * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}

bool valid_civil(Civil c) {
  return c.year >= 100 && c.year <= 9999 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
         c.day <= month_length(c.year, c.month);
}

std::optional<double> parse_date(std::string_view text, std::string_view mask, std::optional<int> topyear) {
  const auto parts = parse(text, upper_mask(mask), "YMD#hms", topyear);
  if (!parts) return std::nullopt;
  return days_from_civil({parts->year, parts->month, parts->day});
}

std::optional<double> parse_clock(std::string_view text, std::string_view mask, std::optional<int> topyear) {
  const auto parts = parse(text, mask, "YMD#hms", topyear);
  if (!parts) return std::nullopt;
  const double days = days_from_civil({parts->year, parts->month, parts->day});
  return days * date_day_ms + parts->hour * 3600000.0 + parts->minute * 60000.0 +
         std::floor(parts->second * 1000 + 0.5);
}

std::optional<double> parse_period(std::string_view text, std::string_view mask, char unit,
                                   std::optional<int> topyear) {
  const char* allowed = unit == 'm' ? "YM#" : unit == 'q' ? "YQ#" : unit == 'w' ? "YW#" : unit == 'h' ? "YH#" : "Y#";
  const auto parts = parse(text, mask, allowed, topyear);
  if (!parts) return std::nullopt;
  const double years = parts->year - 1960.0;
  switch (unit) {
    case 'm': return years * 12 + parts->month - 1;
    case 'q': return years * 4 + parts->quarter - 1;
    case 'w': return years * 52 + parts->week - 1;
    case 'h': return years * 2 + parts->half - 1;
    default: return parts->year;
  }
}

}  // namespace nqp::text
