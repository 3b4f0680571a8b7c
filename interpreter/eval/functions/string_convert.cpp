#include <fast_float/fast_float.h>

#include <array>
#include <cstdio>
#include <optional>

#include "interpreter/eval/functions/string_kernels.hpp"
#include "interpreter/eval/functions/unicode.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::eval::strings {
namespace {

constexpr std::size_t longest_name = 32;

bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char32_t c) { return c < 128 && (c | 32) >= 'a' && (c | 32) <= 'z'; }

// The last argument of strtoname: whether a leading digit gets an underscore.
bool fixes_first(Values a) { return a.size() < 2 || a[1].number != 0; }

template <class Keeps>
std::string named(const std::vector<char32_t>& points, bool fix_first, Keeps keeps) {
  std::string name;
  std::size_t count = 0;
  if (fix_first && !points.empty() && unicode::is_digit(points.front())) {
    name = "_";
    ++count;
  }
  for (std::size_t k = 0; k < points.size() && count < longest_name; ++k, ++count) {
    unicode::append(name, keeps(points[k]) ? points[k] : U'_');
  }
  return name;
}

char soundex_digit(char c) {
  constexpr std::string_view codes = "01230120022455012623010202";  // a to z
  return codes[static_cast<std::size_t>((c | 32) - 'a')];
}

// NARA's rule: letters of one code separated by h or w count once; otherwise they count twice.
std::string soundex_code(const std::string& s, bool skip_hw) {
  std::string code;
  char last = '0';
  for (const char c : s) {
    if (!is_ascii_letter(static_cast<unsigned char>(c))) continue;
    const char digit = soundex_digit(c);
    const char small = static_cast<char>(c | 32);
    if (code.empty()) {
      code += static_cast<char>(small - 32);
    } else if (skip_hw && (small == 'h' || small == 'w')) {
      continue;
    } else if (digit != '0' && digit != last) {
      code += digit;
    }
    last = digit;
    if (code.size() == 4) break;
  }
  if (!code.empty()) code.resize(4, '0');
  return code;
}

std::string formatted(const char* format, unsigned value) {
  std::array<char, 16> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), format, value);
  return std::string(buffer.data(), static_cast<std::size_t>(n));
}

std::optional<char32_t> hexadecimal(std::string_view digits, std::size_t count) {
  if (digits.size() < count) return std::nullopt;
  char32_t value = 0;
  for (const char c : digits.substr(0, count)) {
    const int d = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (d < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(d);
  }
  return value;
}

}  // namespace

Value abbrev(Values a, const Scope&) {
  const std::string& s = a[0].text;
  if (data::is_missing(a[1].number)) return s;
  const double least = s.find('.') == std::string::npos ? 5 : 8;
  return text::abbreviate(s, static_cast<std::size_t>(std::clamp(std::trunc(a[1].number), least, 32.0)));
}

Value strofreal(Values a, const Scope&) {
  if (a.size() < 2) return text::trimmed(text::format_number(a[0].number, "%9.0g"));
  const auto format = text::parse_format(a[1].text);
  if (!format || format->kind == text::Format::Kind::string) return std::string();
  return text::trimmed(text::format_number(a[0].number, *format));
}

Value real(Values a, const Scope&) {
  std::string_view s = a[0].text;
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  if (s.size() == 2 && s[0] == '.' && s[1] >= 'a' && s[1] <= 'z') return data::missing_code(s[1] - 'a' + 1);
  if (s.size() > 1 && s[0] == '+' && s[1] != '-') s.remove_prefix(1);
  const std::size_t digit = s.find_first_of("0123456789");
  if (digit == std::string_view::npos || s.find_first_not_of("+-.") != digit) return missing;
  double value = 0;
  const auto end = fast_float::from_chars(s.data(), s.data() + s.size(), value);
  if (end.ec != std::errc() || end.ptr != s.data() + s.size()) return missing;
  return data::checked(value);
}

Value plural(Values a, const Scope&) {
  const double n = a[0].number;
  const std::string& word = a[1].text;
  if (n == 1 || n == -1) return word;
  if (a.size() < 3) return word + "s";
  const std::string& other = a[2].text;
  if (other.empty()) return word;
  if (other[0] == '+') return word + other.substr(1);
  if (other[0] != '-') return other;
  const std::size_t cut = other.size() - 1;
  const bool ends = word.size() >= cut && word.compare(word.size() - cut, cut, other, 1) == 0;
  return ends ? word.substr(0, word.size() - cut) : word;
}

Value soundex(Values a, const Scope&) { return soundex_code(a[0].text, false); }
Value soundex_nara(Values a, const Scope&) { return soundex_code(a[0].text, true); }

Value strtoname(Values a, const Scope&) {
  std::vector<char32_t> bytes;
  for (const char c : a[0].text) bytes.push_back(static_cast<unsigned char>(c));
  return named(bytes, fixes_first(a),
               [](char32_t c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; });
}

Value ustrtoname(Values a, const Scope&) {
  return named(unicode::points(a[0].text), fixes_first(a), unicode::is_word);
}

Value tobytes(Values a, const Scope&) {
  const bool hex = a.size() > 1 && a[1].number != 0;
  std::string result;
  for (const char c : a[0].text) result += formatted(hex ? "\\x%02x" : "\\d%03u", static_cast<unsigned char>(c));
  return result;
}

Value ustrtohex(Values a, const Scope&) {
  constexpr std::size_t most = 200;
  const std::vector<char32_t> all = unicode::points(a[0].text);
  const long start = a.size() > 1 ? whole(a[1].number) : 1;
  const auto begin = static_cast<std::size_t>(std::max(start, 1L) - 1);
  std::string result;
  for (std::size_t k = begin; k < all.size() && k < begin + most; ++k) {
    result += formatted(all[k] > 0xFFFF ? "\\U%08x" : "\\u%04x", static_cast<unsigned>(all[k]));
  }
  return result;
}

Value ustrunescape(Values a, const Scope&) {
  const std::string_view s = a[0].text;
  std::string result;
  for (std::size_t at = 0; at < s.size();) {
    const char kind = s[at] == '\\' && at + 1 < s.size() ? s[at + 1] : '\0';
    const std::size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : kind == 'x' ? 2 : 0;
    const auto point = digits > 0 ? hexadecimal(s.substr(at + 2), digits) : std::nullopt;
    if (point) {
      unicode::append(result, *point);
      at += 2 + digits;
    } else {
      result += s[at++];
    }
  }
  return result;
}

}  // namespace nqp::eval::strings
