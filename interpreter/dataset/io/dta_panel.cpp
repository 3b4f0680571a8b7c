// The panel declaration as characteristics of the data set: _TSpanel, _TStvar, _TSdelta (and iis, tis before
// Stata 10).
#include <array>
#include <cmath>
#include <cstdlib>

#include "interpreter/dataset/io/dta_layout.hpp"

namespace nqp::data {
namespace {

constexpr std::array<const char*, 6> panel_words{"_TSpanel", "_TStvar", "_TSdelta", "_TSitrvl", "iis", "tis"};

// %21x: +1.8000000000000X+001, mantissa and exponent of two in hexadecimal digits.
std::string hexadecimal(double x) {
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent) * 2;  // in [1, 2) for positive x
  --exponent;
  const auto digits = static_cast<unsigned long long>((mantissa - 1) * 0x1p52);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "+1.%013llxX%c%03x", digits, exponent < 0 ? '-' : '+',
                static_cast<unsigned>(std::abs(exponent)));
  return text.data();
}

// A positive number written in decimal digits or as %21x; 1 when it is neither.
double parse_delta(const std::string& text) {
  double value = 0;
  if (const auto x = text.find('X'); x != std::string::npos) {
    const std::string mantissa = "0x" + text.substr(text[0] == '+' ? 1 : 0, x - (text[0] == '+' ? 1 : 0));
    const long exponent = std::strtol(text.c_str() + x + 1, nullptr, 16);
    value = std::ldexp(std::strtod(mantissa.c_str(), nullptr), static_cast<int>(exponent));
  } else {
    value = std::strtod(text.c_str(), nullptr);
  }
  return value > 0 && value < missing ? value : 1;
}

std::string numeric_variable(const Frame& f, const char* key, const char* older_key) {
  for (const char* k : {key, older_key}) {
    const auto it = f.characteristics.find(k);
    if (it == f.characteristics.end()) continue;
    const Variable* v = f.find(it->second);
    if (v && !v->is_string()) return v->name;
  }
  return {};
}

}  // namespace

void panel_from_characteristics(Frame& f) {
  PanelDeclaration d;
  d.panel = numeric_variable(f, "_TSpanel", "iis");
  d.time = numeric_variable(f, "_TStvar", "tis");
  if (const auto it = f.characteristics.find("_TSdelta"); it != f.characteristics.end()) {
    d.delta = parse_delta(it->second);
  }
  for (const char* key : panel_words) f.characteristics.erase(key);
  if (!d.panel.empty() || !d.time.empty()) f.panel = d;
}

std::map<std::string, std::string> panel_characteristics(const Frame& f) {
  std::map<std::string, std::string> out;
  if (!f.panel) return out;
  if (!f.panel->panel.empty()) out["_TSpanel"] = out["iis"] = f.panel->panel;
  if (f.panel->time.empty()) return out;
  out["_TStvar"] = out["tis"] = f.panel->time;
  out["_TSdelta"] = hexadecimal(f.panel->delta);
  out["_TSitrvl"] = "1";
  return out;
}

}  // namespace nqp::data
