#include "interpreter/dataset/type.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "interpreter/dataset/missing.hpp"

namespace nqp::data {
namespace {

struct IntegerRange {
  double lowest, highest;
};
constexpr std::array<IntegerRange, 3> integer_ranges{{{-127, 100}, {-32767, 32740}, {-2147483647.0, 2147483620.0}}};
constexpr double largest_float = 0x1.fffffep126;

}  // namespace

std::string type_name(Type t) {
  switch (t.storage) {
    case Storage::byte_: return "byte";
    case Storage::int_: return "int";
    case Storage::long_: return "long";
    case Storage::float_: return "float";
    case Storage::double_: return "double";
    case Storage::str: return "str" + std::to_string(t.width);
    case Storage::strl: return "strL";
  }
  return {};
}

std::optional<Type> parse_type(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{"byte", "int", "long", "float", "double"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (name == names[i]) return Type{static_cast<Storage>(i), 0};
  }
  if (name == "strL") return Type{Storage::strl, 0};
  if (name == "str") return Type{Storage::str, 1};
  if (name.substr(0, 3) != "str" || name.size() > 7 || name[3] == '0') return std::nullopt;
  unsigned width = 0;
  for (const char c : name.substr(3)) {
    if (c < '0' || c > '9') return std::nullopt;
    width = width * 10 + static_cast<unsigned>(c - '0');
  }
  if (width > max_str_width) return std::nullopt;
  return Type{Storage::str, static_cast<std::uint16_t>(width)};
}

std::string default_format(Type t) {
  switch (t.storage) {
    case Storage::byte_:
    case Storage::int_: return "%8.0g";
    case Storage::long_: return "%12.0g";
    case Storage::float_: return "%9.0g";
    case Storage::double_: return "%10.0g";
    case Storage::str: return "%" + std::to_string(std::max<int>(9, t.width)) + "s";
    case Storage::strl: return "%9s";
  }
  return {};
}

bool fits(double value, Storage s) {
  if (s >= Storage::str) return false;
  if (is_missing(value)) return value == missing_code(missing_index(value));
  if (s == Storage::double_) return value > -missing;
  if (s == Storage::float_) {
    return std::abs(value) <= largest_float && static_cast<double>(static_cast<float>(value)) == value;
  }
  const IntegerRange& r = integer_ranges[static_cast<std::size_t>(s)];
  return value >= r.lowest && value <= r.highest && value == std::trunc(value);
}

Storage narrowest(double lowest, double highest, bool integers, bool float_exact) {
  if (integers) {
    if (is_missing(lowest)) return Storage::byte_;
    for (std::size_t i = 0; i < integer_ranges.size(); ++i) {
      const IntegerRange& r = integer_ranges[i];
      if (lowest >= r.lowest && highest <= r.highest) return static_cast<Storage>(i);
    }
  }
  return float_exact ? Storage::float_ : Storage::double_;
}

Storage wider(Storage a, Storage b) {
  const Storage low = std::min(a, b), high = std::max(a, b);
  if (high == Storage::float_ && low == Storage::long_) return Storage::double_;
  return high;
}

}  // namespace nqp::data
