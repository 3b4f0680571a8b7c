// Display formats: %w.d{f g e}[c], %0…, %-…, %#x, %s, %td and the other dates.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nqp::text {

struct Format {
  enum class Kind { general, fixed, exponent, hex, string, date };
  Kind kind = Kind::general;
  int width = 9;
  int decimals = 0;
  bool left = false, centre = false, zeros = false, commas = false, comma_decimal = false;
  char date_unit = 'd';        // d w m q h y c C b
  std::string date_mask = {};  // what follows the unit, e.g. "CCYY-NN-DD"
};

std::optional<Format> parse_format(std::string_view format);  // nullopt when invalid (code 120)
bool valid_format(std::string_view format);

// Padded to the format's width unless trimmed. Missing values print as . .a …; a number too wide for %f switches
// to a shorter or exponent form as the language does.
std::string format_number(double value, const Format& f);
std::string format_number(double value, std::string_view format);  // an invalid format falls back to %9.0g
std::string format_string(std::string_view value, const Format& f);
std::string trimmed(std::string s);  // without outer blanks

// A number in a macro: %18.0g (no zero before the point), whole numbers up to 1e20 in full: .3333333333333333, 2.
std::string macro_number(double value);

}  // namespace nqp::text
