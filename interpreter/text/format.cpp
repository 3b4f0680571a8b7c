#include "interpreter/text/format.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/text/date.hpp"
#include "interpreter/text/date_mask.hpp"
#include "interpreter/text/number.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::text {

namespace {

constexpr int widest = 2045;

bool format_digit(char c) { return c >= '0' && c <= '9'; }

// Digits at the start of `s`, which are removed; nullopt when there are none or too many.
std::optional<int> take_number(std::string_view& s) {
  int value = 0;
  std::size_t n = 0;
  for (; n < s.size() && format_digit(s[n]); ++n) {
    value = value * 10 + (s[n] - '0');
    if (value > widest) return std::nullopt;
  }
  if (n == 0) return std::nullopt;
  s.remove_prefix(n);
  return value;
}

std::optional<Format> parse_date_format(std::string_view s, Format f) {
  if (s.empty()) return std::nullopt;
  f.kind = Format::Kind::date;
  f.date_unit = s.front();
  s.remove_prefix(1);
  if (f.date_unit == 'g' && s.empty()) {
    f.kind = Format::Kind::general;
    f.width = 9;
    return f;
  }
  if (f.date_unit == 'b') {  // business calendars: name[:mask], shown as days
    const std::size_t colon = std::min(s.find(':'), s.size());
    const std::string_view mask = s.substr(std::min(colon + 1, s.size()));
    const std::optional<int> width = date_mask_width(mask.empty() ? default_date_mask('d') : mask);
    if (!width || colon == 0) return std::nullopt;
    f.width = *width;
    f.date_mask = s;
    return f;
  }
  if (std::string_view("dwmqhycC").find(f.date_unit) == std::string_view::npos) {
    return std::nullopt;
  }
  const std::optional<int> width = date_mask_width(s.empty() ? default_date_mask(f.date_unit) : s);
  if (!width) return std::nullopt;
  f.width = *width;
  f.date_mask = s;
  return f;
}

// %16H %16L %8H %8L: the bytes of a double or a float, highest or lowest first. Kept as a hex format whose date_unit
// is the letter.
bool is_byte_format(std::string_view s, int width) { return (s == "H" || s == "L") && (width == 16 || width == 8); }

std::string byte_text(double value, const Format& f) {
  std::string digits = f.width == 16 ? fmt::format("{:016x}", std::bit_cast<std::uint64_t>(value))
                                     : fmt::format("{:08x}", std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  if (f.date_unit == 'H') return digits;
  std::string out;
  for (std::size_t i = digits.size(); i > 0; i -= 2) out += digits.substr(i - 2, 2);
  return out;
}

std::optional<Format> parse_number_format(std::string_view s, Format f, bool has_width) {
  if (is_byte_format(s, f.width)) {
    f.kind = Format::Kind::hex;
    f.date_unit = s[0];
    return f;
  }
  const char point = s.front();
  if (!has_width && point != '.') return std::nullopt;
  bool has_decimals = false;
  if (point == '.' || point == ',') {
    s.remove_prefix(1);
    const std::optional<int> decimals = take_number(s);
    if (!decimals || *decimals > 1000) return std::nullopt;
    f.decimals = *decimals;
    f.comma_decimal = point == ',';
    has_decimals = true;
  }
  if (s.empty()) return std::nullopt;
  const char kind = s.front();
  s.remove_prefix(1);
  if (kind == 'x') {
    f.kind = Format::Kind::hex;
    return s.empty() && !has_decimals ? std::optional(f) : std::nullopt;
  }
  if (!has_decimals) return std::nullopt;
  if (kind == 'g') f.kind = Format::Kind::general;
  else if (kind == 'f') f.kind = Format::Kind::fixed;
  else if (kind == 'e') f.kind = Format::Kind::exponent;
  else return std::nullopt;
  if (s == "c" && kind != 'e') {
    f.commas = true;
    s = {};
  }
  return s.empty() ? std::optional(f) : std::nullopt;
}

std::string padded(const std::string& s, const Format& f) {
  const auto width = static_cast<std::size_t>(f.width);
  if (f.left) return pad_right(s, width);
  return f.centre ? pad_centre(s, width) : pad_left(s, width);
}

std::string zero_padded(std::string s, const Format& f) {
  const auto width = static_cast<std::size_t>(f.width);
  const std::size_t sign = !s.empty() && s[0] == '-' ? 1 : 0;
  if (s.size() < width) s.insert(sign, width - s.size(), '0');
  return s;
}

}  // namespace

std::optional<Format> parse_format(std::string_view s) {
  if (s.size() < 2 || s.front() != '%') return std::nullopt;
  s.remove_prefix(1);
  Format f;
  for (; !s.empty() && (s.front() == '-' || s.front() == '~' || s.front() == '0'); s.remove_prefix(1)) {
    f.left = f.left || s.front() == '-';
    f.centre = f.centre || s.front() == '~';
    f.zeros = f.zeros || s.front() == '0';
  }
  if (s.empty()) return std::nullopt;
  if (s.front() == 't') return parse_date_format(s.substr(1), f);
  if (s.front() == 'd') return parse_date_format(s, f);  // %d is the old name of %td
  const std::optional<int> width = take_number(s);
  f.width = width.value_or(0);
  if (s.empty()) return std::nullopt;
  if (s == "s") {
    f.kind = Format::Kind::string;
    return f;
  }
  return f.centre ? std::nullopt : parse_number_format(s, f, width.has_value());
}

bool valid_format(std::string_view format) { return parse_format(format).has_value(); }

std::string format_number(double value, const Format& f) {
  if (f.kind == Format::Kind::hex && (f.date_unit == 'H' || f.date_unit == 'L')) return byte_text(value, f);
  if (f.kind == Format::Kind::hex && value < HUGE_VAL && value > -HUGE_VAL) return padded(number_text(value, f), f);
  if (data::is_missing(value)) return padded(data::missing_text(value), f);
  if (value < -data::largest_number) return padded(".", f);
  if (f.kind == Format::Kind::date) return padded(format_date(value, f.date_unit, f.date_mask), f);
  if (f.kind == Format::Kind::string) {
    const Format general{.width = 9};
    return padded(number_text(value, general), f);
  }
  std::string s = number_text(value, f);
  return f.zeros && !f.left ? zero_padded(std::move(s), f) : padded(s, f);
}

std::string format_number(double value, std::string_view format) {
  return format_number(value, parse_format(format).value_or(Format{}));
}

std::string format_string(std::string_view value, const Format& f) {
  if (f.kind != Format::Kind::string) return std::string(value);
  if (f.width == 0) return std::string(value);
  return padded(truncate(value, static_cast<std::size_t>(f.width)), f);
}

std::string trimmed(std::string s) {
  s.erase(s.find_last_not_of(' ') + 1);
  s.erase(0, s.find_first_not_of(' '));
  return s;
}

std::string macro_number(double value) {
  if (data::is_missing(value)) return data::missing_text(value);
  const double a = std::fabs(value);
  if (a < 1e15 && std::floor(a) == a) return fmt::format("{}", static_cast<std::int64_t>(value));
  if (a <= 1e20 && std::floor(a) == a) return fmt::format("{:.0f}", value);
  if (value < -data::largest_number) return ".";
  const Format wide{.width = 18};
  return number_text(value, wide);
}

}  // namespace nqp::text
