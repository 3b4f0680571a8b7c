#include "stdlib/kit/mark_styles.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <vector>

#include "grammar/ast/error.hpp"
#include "grammar/parse.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using report::Colour;

namespace {

struct NamedColour {
  const char* name;
  int r, g, b;
};
constexpr NamedColour named_colours[] = {
    {"black", 0, 0, 0},
    {"white", 255, 255, 255},
    {"gray", 128, 128, 128},
    {"grey", 128, 128, 128},
    {"red", 255, 0, 0},
    {"blue", 0, 0, 255},
    {"green", 0, 128, 0},
    {"navy", 26, 71, 111},
    {"maroon", 144, 53, 59},
    {"orange", 255, 127, 0},
    {"forest_green", 85, 117, 47},
    {"dkorange", 227, 126, 0},
    {"teal", 110, 142, 132},
    {"cranberry", 193, 5, 52},
    {"lavender", 147, 141, 210},
    {"khaki", 202, 194, 126},
    {"sienna", 160, 82, 45},
    {"emidblue", 123, 146, 168},
    {"emerald", 45, 109, 102},
    {"brown", 156, 102, 31},
    {"erose", 191, 161, 156},
    {"gold", 255, 210, 0},
    {"bluishgray", 217, 230, 235},
    {"purple", 128, 0, 128},
    {"pink", 255, 0, 128},
    {"yellow", 255, 255, 0},
    {"cyan", 0, 255, 255},
    {"magenta", 255, 0, 255},
    {"ltblue", 173, 216, 230},
    {"dknavy", 30, 45, 83},
    {"edkblue", 62, 100, 125},
    {"ebblue", 0, 139, 188},
    {"midblue", 88, 125, 188},
    {"dkgreen", 85, 107, 47},
    {"midgreen", 0, 170, 0},
    {"lime", 0, 255, 0},
    {"olive", 128, 128, 0},
    {"olive_teal", 192, 220, 192},
    {"stone", 215, 210, 158},
    {"mint", 0, 212, 162},
    {"navy8", 26, 71, 111},
    {"orange_red", 255, 69, 0},
    {"dimgray", 70, 70, 70},
    {"sand", 219, 199, 149},
    {"sandb", 224, 200, 150},
    {"ltkhaki", 236, 231, 195},
    {"ltbluishgray", 234, 242, 243},
    {"ltbluishgray8", 234, 242, 243},
    {"bluishgray8", 217, 230, 235},
    {"eltblue", 130, 192, 233},
    {"eltgreen", 190, 214, 150},
    {"eggshell", 255, 251, 240},
    {"sunflowerlime", 226, 232, 88},
    {"chocolate", 150, 75, 30},
    {"violet", 150, 80, 200},
    {"edkbg", 190, 200, 200},
    {"ebg", 198, 211, 223},
    {"fg", 0, 0, 0},
    {"foreground", 0, 0, 0},
    {"stc1", 26, 133, 255},
    {"stc2", 212, 17, 89},
    {"stc3", 0, 191, 127},
    {"stc4", 255, 212, 0},
    {"stc5", 79, 44, 153},
    {"stc6", 255, 99, 51},
    {"stc7", 77, 183, 255},
    {"stc8", 124, 0, 21},
    {"stc9", 15, 239, 175},
    {"stc10", 250, 163, 7},
    {"stblue", 26, 133, 255},
    {"stred", 212, 17, 89},
    {"stgreen", 0, 191, 127},
    {"styellow", 255, 212, 0}};

constexpr double percent_of_page = 2.88;  // points; of the shorter side of a page of the usual size

// "3" in `unit`, "*1.5" in shares of the usual size, "2pt", "1mm", "1cm", "1in"; else `otherwise`.
double written_size(const std::string& text, double usual, double unit, double otherwise) {
  static constexpr std::pair<const char*, double> units[] = {
      {"pt", 1}, {"mm", 72 / 25.4}, {"cm", 72 / 2.54}, {"in", 72}};
  if (text.empty()) return otherwise;
  if (text[0] == '*') return usual * std::max(std::atof(text.c_str() + 1), 0.0);
  const bool number = (text[0] >= '0' && text[0] <= '9') || text[0] == '.';
  if (!number) return otherwise;
  for (const auto& [name, points] : units)
    if (text.size() > 2 && text.compare(text.size() - 2, 2, name) == 0) return points * std::atof(text.c_str());
  return unit * std::atof(text.c_str());
}

}  // namespace

// "red", "red%50", "navy*.6", "gs8", "255 0 0", "#1a476f". Error 198 for a name that is none.
Colour named_colour(std::string text) {
  text = unquoted(trim(text));
  const std::string written = text;
  double opacity = 1;
  if (const std::size_t percent = text.find('%'); percent != std::string::npos) {
    opacity = std::clamp(std::atof(text.c_str() + percent + 1) / 100, 0.0, 1.0);
    text.resize(percent);
  }
  double strength = 1;
  if (const std::size_t star = text.find('*'); star != std::string::npos) {
    strength = std::atof(text.c_str() + star + 1);
    text.resize(star);
  }
  Colour c{0, 0, 0, opacity};
  if (text.compare(0, 2, "gs") == 0 && text.size() > 2) {
    const int shade = std::clamp(std::atoi(text.c_str() + 2), 0, 16) * 255 / 16;
    c = {shade, shade, shade, opacity};
  } else if (text == "none" || text == "bg" || text == "background") {
    c = {255, 255, 255, text == "none" ? 0.0 : 1.0};
  } else if (text.size() == 7 && text[0] == '#' && text.find_first_not_of("0123456789abcdefABCDEF", 1) == text.npos) {
    const long all = std::strtol(text.c_str() + 1, nullptr, 16);
    c = {static_cast<int>(all >> 16), static_cast<int>(all >> 8 & 255), static_cast<int>(all & 255), opacity};
  } else if (!text.empty() && text[0] >= '0' && text[0] <= '9') {
    const std::vector<std::string> parts = grammar::split_words(text);
    if (parts.size() != 3)
      throw Error(198, written + " is not a colour", std::nullopt,
                  {"red, green and blue from 0 to 255: \"26 71 111\""});
    const auto part = [](const std::string& x) { return std::clamp(std::atoi(x.c_str()), 0, 255); };
    c = {part(parts[0]), part(parts[1]), part(parts[2]), opacity};
  } else if (!text.empty()) {
    const auto* n = std::find_if(std::begin(named_colours), std::end(named_colours),
                                 [&](const NamedColour& x) { return text == x.name; });
    if (n == std::end(named_colours))
      throw Error(198, written + " is not the name of a colour", std::nullopt,
                  {"black white gs0 … gs16 gray red blue green navy maroon orange forest_green dkorange teal "
                   "cranberry lavender khaki sienna emidblue emerald brown gold purple pink …, or \"R G B\", or "
                   "#rrggbb"});
    c = {n->r, n->g, n->b, opacity};
  }
  return paler(c, strength);
}

Colour paler(Colour c, double strength) {
  if (strength >= 0 && strength < 1)
    for (int* part : {&c.red, &c.green, &c.blue}) *part = static_cast<int>(255 - strength * (255 - *part));
  return c;
}

double line_width(const std::string& text) {
  static const std::pair<const char*, double> table[] = {
      {"none", 0},       {"vvthin", 0.2}, {"vthin", 0.3},  {"thin", 0.5},    {"medthin", 0.7}, {"medium", 0.9},
      {"medthick", 1.3}, {"thick", 1.8},  {"vthick", 2.4}, {"vvthick", 3.6}, {"vvvthick", 5}};
  for (const auto& [name, width] : table)
    if (text == name) return width;
  return std::min(written_size(text, 0.9, percent_of_page, 0.9), 30.0);
}

double text_points(const std::string& text, double usual) {
  static const std::pair<const char*, double> table[] = {
      {"zero", 0},    {"minuscule", 1}, {"quarter_tiny", 1}, {"third_tiny", 1.3}, {"half_tiny", 2}, {"tiny", 4},
      {"vsmall", 7},  {"small", 8},     {"medsmall", 10},    {"medium", 11},      {"medlarge", 12}, {"large", 14},
      {"vlarge", 16}, {"huge", 20},     {"vhuge", 28}};
  const std::string word = unquoted(trim(text));
  for (const auto& [name, size] : table)
    if (word == name) return size;
  return std::clamp(written_size(word, usual, percent_of_page, usual), 0.0, 100.0);
}

double symbol_size(const std::string& text) {
  static const std::pair<const char*, double> table[] = {
      {"zero", 0},     {"tiny", 1},       {"vtiny", 0.8}, {"vsmall", 1.5}, {"small", 2}, {"medsmall", 2.3},
      {"medium", 2.8}, {"medlarge", 3.3}, {"large", 4},   {"vlarge", 5},   {"huge", 6},  {"vhuge", 8}};
  for (const auto& [name, size] : table)
    if (text == name) return size;
  return std::min(written_size(text, 2.6, percent_of_page / 2, 2.6), 30.0);
}

Symbol symbol_named(const std::string& full) {
  const std::string s = full.substr(0, full.find(' '));
  struct Named {
    const char *name, *brief;
    Symbol symbol;
  };
  static constexpr Named table[] = {{"circle", "O", Symbol::circle},
                                    {"smcircle", "o", Symbol::circle},
                                    {"circle_hollow", "Oh", Symbol::hollow_circle},
                                    {"smcircle_hollow", "oh", Symbol::hollow_circle},
                                    {"diamond", "D", Symbol::diamond},
                                    {"smdiamond", "d", Symbol::diamond},
                                    {"diamond_hollow", "Dh", Symbol::hollow_diamond},
                                    {"smdiamond_hollow", "dh", Symbol::hollow_diamond},
                                    {"triangle", "T", Symbol::triangle},
                                    {"smtriangle", "t", Symbol::triangle},
                                    {"triangle_hollow", "Th", Symbol::hollow_triangle},
                                    {"smtriangle_hollow", "th", Symbol::hollow_triangle},
                                    {"square", "S", Symbol::square},
                                    {"smsquare", "s", Symbol::square},
                                    {"square_hollow", "Sh", Symbol::hollow_square},
                                    {"smsquare_hollow", "sh", Symbol::hollow_square},
                                    {"plus", "+", Symbol::plus},
                                    {"smplus", "smplus", Symbol::plus},
                                    {"X", "X", Symbol::cross},
                                    {"smx", "x", Symbol::cross},
                                    {"point", "p", Symbol::circle},
                                    {"none", "i", Symbol::none}};
  for (const Named& n : table)
    if (s == n.name || s == n.brief) return n.symbol;
  return Symbol::circle;
}

double symbol_shrinkage(const std::string& full) {
  const std::string s = full.substr(0, full.find(' '));
  if (s == "p" || s == "point") return 0.35;
  const bool letter = s.size() <= 2 && !s.empty() && std::string("odtsx").find(s[0]) != std::string::npos;
  return starts_with(s, "sm") || letter ? 0.65 : 1;
}

}  // namespace nqp::kit
