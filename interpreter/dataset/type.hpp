// Storage types: byte int long float double, str1 … str2045, strL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nqp::data {

enum class Storage : std::uint8_t { byte_, int_, long_, float_, double_, str, strl };

struct Type {
  Storage storage = Storage::float_;
  std::uint16_t width = 0;  // bytes of str#; 0 for every other storage

  bool is_string() const { return storage >= Storage::str; }
  bool operator==(const Type&) const = default;
};

inline constexpr std::uint16_t max_str_width = 2045;

std::string type_name(Type t);                             // "int", "str12", "strL"
std::optional<Type> parse_type(std::string_view name);     // also "str" (width 1)
std::string default_format(Type t);                        // %8.0g %8.0g %12.0g %9.0g %10.0g %12s %9s …
bool fits(double value, Storage s);                        // exactly representable, missing codes included
Storage narrowest(double lowest, double highest, bool integers, bool float_exact);
Storage wider(Storage a, Storage b);                       // least type that holds every value of both

}  // namespace nqp::data
