// The %w.dg rule is W. Gould's (Statalist, 7 April 2003): two of the w positions are put aside for a sign and a
// decimal point; the rest hold digits and commas, at most d digits when d > 0; the exponent form is taken when it
// shows more digits.
#include "interpreter/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace nqp::text {

namespace {

constexpr int most_digits = 17;     // a double has no more
constexpr int exponent_narrow = 8;  // narrower fixed formats overflow: %4.2f shows 1234.50

struct Digits {
  std::string significant;  // no decimal point
  int exponent = 0;         // value is d.ddd times ten to this power
};

Digits rounded(double a, int digits) {
  const std::string e = fmt::format("{:.{}e}", a, std::max(digits, 1) - 1);
  const std::size_t mark = e.find('e');
  Digits out{e.substr(0, 1), std::atoi(e.c_str() + mark + 1)};
  if (mark > 2) out.significant.append(e, 2, mark - 2);
  return out;
}

// With room for all 17 digits, as few as read back the same: 0.1 stays .1.
int enough_digits(double a) {
  for (int digits = 15; digits < most_digits; ++digits) {
    if (std::strtod(fmt::format("{:.{}e}", a, digits - 1).c_str(), nullptr) == a) return digits;
  }
  return most_digits;
}

std::string without_trailing_zeros(std::string s) {
  if (s.find('.') == std::string::npos) return s;
  s.erase(s.find_last_not_of('0') + 1);
  if (s.back() == '.') s.pop_back();
  return s;
}

std::string with_commas(const std::string& s) {
  const std::size_t whole = std::min(s.find('.'), s.size());
  std::string out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (i > 0 && i < whole && (whole - i) % 3 == 0) out.push_back(',');
    out.push_back(s[i]);
  }
  return out;
}

int exponent_decimals(int width, int exponent, int digits) {
  const int shown = width - (std::abs(exponent) >= 100 ? 8 : 7);
  return std::clamp(shown, 0, std::max(digits, 1) - 1);
}

std::string exponent_text(double a, int decimals) { return fmt::format("{:.{}e}", a, std::max(decimals, 0)); }

// |value| < 1: without the zero before the point.
std::string small_text(double a, const Digits& d, int width, int room, int digits) {
  const int zeros = -d.exponent - 1;
  const int seen = std::min(digits, room - zeros);
  const int decimals = exponent_decimals(width, d.exponent, digits);
  if (seen < 1 + decimals) return exponent_text(a, decimals);
  return without_trailing_zeros(fmt::format("{:.{}f}", a, zeros + seen)).substr(1);
}

std::string large_text(const Digits& d, double a) {
  const auto whole = static_cast<std::size_t>(d.exponent) + 1;
  if (d.significant.size() < whole) return fmt::format("{:.0f}", a);
  std::string s = d.significant;
  if (s.size() > whole) s.insert(whole, 1, '.');
  return without_trailing_zeros(std::move(s));
}

std::string general_text(double a, const Format& f) {
  if (a == 0) return "0";
  const int width = f.width > 0 ? f.width : 10;
  const int room = std::max(width - 2, 1);
  if (a < 1e15 && std::floor(a) == a && !f.commas) {  // most numbers are whole: the short way
    const fmt::format_int whole(static_cast<std::int64_t>(a));
    if (static_cast<int>(whole.size()) <= room) return whole.str();
  }
  int digits = std::min(room, most_digits);
  if (digits == most_digits) digits = enough_digits(a);
  if (f.decimals > 0) digits = std::min(digits, f.decimals);
  Digits d = rounded(a, digits);
  if (d.exponent < 0) return small_text(a, d, width, room, digits);
  if (d.exponent >= room) return exponent_text(a, exponent_decimals(width, d.exponent, digits));
  const int commas = d.exponent / 3;
  if (!f.commas || d.exponent + 1 + commas > room) return large_text(d, a);
  d = rounded(a, std::min(digits, room - commas));
  return with_commas(large_text(d, a));
}

std::string fixed_text(double a, const Format& f, int room) {
  std::string plain = fmt::format("{:.{}f}", a, f.decimals);
  const auto fits = [room](const std::string& s) { return static_cast<int>(s.size()) <= room; };
  if (f.commas) {
    std::string commas = with_commas(plain);
    if (f.width == 0 || fits(commas)) return commas;
  }
  if (f.width == 0 || fits(plain)) return plain;
  const int exponent = a < 10 ? 0 : static_cast<int>(std::floor(std::log10(a)));
  const bool endless = exponent > most_digits;
  if (exponent < f.width - 2 && !endless) return plain;
  if (f.width < exponent_narrow && !endless) return plain;
  return exponent_text(a, exponent_decimals(std::max(f.width, exponent_narrow + 1), exponent, most_digits));
}

// +1.999999999999aX-004: sign, mantissa and power of two, both hexadecimal.
std::string hex_text(double value) {
  const char sign = std::signbit(value) ? '-' : '+';
  if (value == 0) return fmt::format("{}0.0000000000000X-3ff", sign);
  int exponent = 0;
  double mantissa = std::frexp(std::fabs(value), &exponent) * 2;
  --exponent;
  if (exponent < -1022) {  // subnormal: the leading digit is 0
    mantissa = std::ldexp(mantissa, exponent + 1022);
    exponent = -1022;
  }
  const double lead = std::floor(mantissa);
  const auto fraction = static_cast<std::uint64_t>(std::ldexp(mantissa - lead, 52));
  return fmt::format("{}{}.{:013x}X{}{:03x}", sign, static_cast<int>(lead), fraction, exponent < 0 ? '-' : '+',
                     std::abs(exponent));
}

std::string swap_marks(std::string s) {
  for (char& c : s) c = c == '.' ? ',' : c == ',' ? '.' : c;
  return s;
}

}  // namespace

std::string number_text(double value, const Format& f) {
  if (f.kind == Format::Kind::hex) return hex_text(value);
  const bool negative = value < 0;
  const double a = std::fabs(value);
  std::string s;
  if (f.kind == Format::Kind::fixed) {
    s = fixed_text(a, f, f.width - (negative ? 1 : 0));
  } else if (f.kind == Format::Kind::exponent) {
    s = exponent_text(a, f.decimals);
  } else {
    s = general_text(a, f);
  }
  if (f.comma_decimal) s = swap_marks(std::move(s));
  return negative ? "-" + s : s;
}

}  // namespace nqp::text
