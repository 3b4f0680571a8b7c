#include "stdlib/kit/cell_looks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

std::vector<std::string> comma_separated(const std::string& argument) {
  std::vector<std::string> out;
  std::string_view rest = argument;
  while (true) {
    const std::size_t comma = find_outside(rest, ',');
    out.push_back(unquoted(trim(rest.substr(0, comma))));
    if (comma == std::string_view::npos) return out;
    rest.remove_prefix(comma + 1);
  }
}

[[noreturn]] void wrong(const ast::Option& o, const std::string& form) {
  throw Error(198, "option " + o.name + "() incorrectly specified", o.name_span, {"write " + form});
}

void set_font(data::CellStyle& s, const ast::Option& o) {
  const std::vector<std::string> words = comma_separated(o.argument);
  if (words.size() > 3) wrong(o, "font(name, size, colour)");
  if (!words[0].empty()) s.font = words[0];
  if (words.size() > 1 && !words[1].empty()) {
    const std::vector<double> size = grammar::parse_numlist(words[1]);
    if (size.size() != 1 || size[0] < 1 || size[0] > 409) wrong(o, "font(name, size, colour) with a size up to 409");
    s.font_size = size[0];
  }
  if (words.size() > 2) s.colour = colour_of(words[2]);
}

void set_border(data::CellStyle& s, const ast::Option& o) {
  constexpr std::array<std::string_view, 13> lines{"none",
                                                   "thin",
                                                   "medium",
                                                   "dashed",
                                                   "dotted",
                                                   "thick",
                                                   "double",
                                                   "hair",
                                                   "medium_dashed",
                                                   "dash_dot",
                                                   "medium_dash_dot",
                                                   "dash_dot_dot",
                                                   "medium_dash_dot_dot"};
  constexpr std::array<std::string_view, 4> sides{"left", "right", "top", "bottom"};
  const std::vector<std::string> words = comma_separated(o.argument);
  const std::string which = words[0].empty() ? "all" : lower(words[0]),
                    line = words.size() > 1 ? lower(words[1]) : "thin";
  const auto it = std::find(lines.begin(), lines.end(), line);
  const auto side = std::find(sides.begin(), sides.end(), which);
  if (it == lines.end() || (which != "all" && side == sides.end()) || words.size() > 3)
    wrong(o, "border(all, thin), border(bottom, medium) and so on");
  const auto number = static_cast<std::uint8_t>(it - lines.begin());
  if (which == "all") s.border.fill(number);
  else s.border[static_cast<std::size_t>(side - sides.begin())] = number;
}

void set_fill(data::CellStyle& s, const ast::Option& o) {
  const std::vector<std::string> words = comma_separated(o.argument);
  if (lower(words[0]) == "none") {
    s.fill.reset();
    return;
  }
  if (lower(words[0]) != "solid" || words.size() < 2) wrong(o, "fpattern(solid, colour)");
  s.fill = colour_of(words[1]);
}

struct Switch {
  std::string_view name;
  bool data::CellStyle::*member;
};
constexpr std::array<Switch, 5> switches{{{"bold", &data::CellStyle::bold},
                                          {"italic", &data::CellStyle::italic},
                                          {"underline", &data::CellStyle::underline},
                                          {"strikeout", &data::CellStyle::strikeout},
                                          {"txtwrap", &data::CellStyle::wrap}}};

}  // namespace

std::uint32_t colour_of(const std::string& text) {
  constexpr std::array<std::pair<std::string_view, std::uint32_t>, 20> names{
      {{"black", 0x000000},     {"white", 0xFFFFFF},      {"red", 0xFF0000},       {"green", 0x008000},
       {"blue", 0x0000FF},      {"yellow", 0xFFFF00},     {"cyan", 0x00FFFF},      {"magenta", 0xFF00FF},
       {"gray", 0x808080},      {"grey", 0x808080},       {"lightgray", 0xD3D3D3}, {"lightgrey", 0xD3D3D3},
       {"orange", 0xFFA500},    {"purple", 0x800080},     {"brown", 0xA52A2A},     {"navy", 0x000080},
       {"lightblue", 0xADD8E6}, {"lightgreen", 0x90EE90}, {"pink", 0xFFC0CB},      {"darkred", 0x8B0000}}};
  const std::string word = lower(trim(text));
  for (const auto& [name, value] : names)
    if (name == word) return value;
  std::uint32_t out = 0;
  const std::vector<std::string> parts = grammar::split_words(word);
  bool fine = parts.size() == 3;
  for (const std::string& part : parts) {
    const bool digits = !part.empty() && part.size() <= 3 && part.find_first_not_of("0123456789") == std::string::npos;
    const int value = digits ? std::stoi(part) : 256;
    fine = fine && value <= 255;
    out = out << 8 | static_cast<std::uint32_t>(value & 255);
  }
  if (!fine)
    throw Error(198, "\"" + text + "\" is no colour", std::nullopt, {"write a name such as red, or \"255 0 0\""});
  return out;
}

std::string number_format_of(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 20> formats{
      {{"account", "_(\"$\"* #,##0_);_(\"$\"* (#,##0);_(\"$\"* \"-\"_);_(@_)"},
       {"currency", "\"$\"#,##0"},
       {"currency_d2", "\"$\"#,##0.00"},
       {"currency_negbra", "\"$\"#,##0_);(\"$\"#,##0)"},
       {"date", "m/d/yyyy"},
       {"date_d_mon_yy", "d-mmm-yy"},
       {"date_d_mon", "d-mmm"},
       {"date_mon_yy", "mmm-yy"},
       {"date_hmm_AM", "h:mm AM/PM"},
       {"date_hmm", "h:mm"},
       {"date_hmmss", "h:mm:ss"},
       {"date_time", "m/d/yyyy h:mm"},
       {"number", "0"},
       {"number_d2", "0.00"},
       {"number_sep", "#,##0"},
       {"number_sep_d2", "#,##0.00"},
       {"percent", "0%"},
       {"percent_d2", "0.00%"},
       {"scientific_d2", "0.00E+00"},
       {"text", "@"}}};
  for (const auto& [word, format] : formats)
    if (word == name) return std::string(format);
  return name == "General" || name == "general" ? std::string() : name;
}

bool change_looks(data::CellStyle& s, const ast::Option& o) {
  for (const Switch& w : switches) {
    if (o.name == w.name) return s.*w.member = true, true;
    if (o.name == "no" + std::string(w.name)) return s.*w.member = false, true;
  }
  if (o.name == "left" || o.name == "right") s.horizontal = o.name;
  else if (o.name == "hcenter") s.horizontal = "center";
  else if (o.name == "top" || o.name == "bottom") s.vertical = o.name;
  else if (o.name == "vcenter") s.vertical = "center";
  else if (o.name == "font") set_font(s, o);
  else if (o.name == "border") set_border(s, o);
  else if (o.name == "fpattern") set_fill(s, o);
  else if (o.name == "nformat") s.number_format = number_format_of(unquoted(trim(o.argument)));
  else if (o.name == "overwritefmt") s = data::CellStyle();
  else return false;
  return true;
}

}  // namespace nqp::kit
