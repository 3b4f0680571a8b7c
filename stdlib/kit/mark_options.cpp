// Options of marks: colours, patterns, symbols, labels of points.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/mark_styles.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using report::Colour;

namespace {

// The style of a series in a list of styles: the last one goes for all that follow; three numbers are one colour.
// "." and "=": as it is.
std::string style_of_series(const std::string& argument, std::size_t series) {
  const std::vector<std::string> list = listed_texts(argument);
  const bool numbers = list.size() == 3 && std::all_of(list.begin(), list.end(), [](const std::string& t) {
                         return !t.empty() && t[0] >= '0' && t[0] <= '9';
                       });
  if (numbers) return list[0] + " " + list[1] + " " + list[2];
  if (list.empty()) return "";
  std::size_t last = list.size() - 1;
  if (last > 0 && list[last] == "..") --last;
  const std::string& own = list[std::min(series, last)];
  return own == "." || own == "=" ? "" : own;
}

// "%40" changes the opacity alone.
void recolour(Colour& c, const std::string& text) {
  if (!text.empty() && text[0] == '%') c.opacity = std::clamp(std::atof(text.c_str() + 1) / 100, 0.0, 1.0);
  else c = named_colour(text);
}

// "inten50" and "50" are percent.
double intensity(const std::string& text) {
  return std::atof(text.c_str() + (starts_with(text, "inten") ? 5 : 0)) / 100;
}

// connect(l), connect(J), connect(i).
void connect(const std::string& how, Layer& l) {
  const bool apart = how == "i" || how == "none", symbols = l.mark == Mark::points || l.mark == Mark::connected;
  l.stairs = how == "J" || how == "stairstep";
  if (symbols) l.mark = apart ? Mark::points : Mark::connected;
}

// pstyle(p2): the colour of the second series.
void restyle(const std::string& style, Layer& l) {
  const int n = style.size() > 1 && style[0] == 'p' ? std::atoi(style.c_str() + 1) : 0;
  if (n < 1) return;
  for (Colour* c : {&l.pen.colour, &l.fill}) {
    const double opacity = c->opacity;
    *c = series_colour(static_cast<std::size_t>(n - 1));
    c->opacity = opacity;
  }
}

}  // namespace

bool read_mark_option(const ast::Option& o, Layer& l, std::size_t series) {
  const std::string name = lower(o.name);
  const std::string a = style_of_series(o.argument, series);
  const auto is = [&](const char* full) { return abbreviates(name, full); };
  const bool listed = is("MColor") || is("MLColor") || is("MFColor") || is("LColor") || is("CLColor") ||
                      is("BLColor") || is("COLor") || is("FColor") || is("BFColor") || is("AFColor") ||
                      is("LPattern") || is("CLPattern") || is("LWidth") || is("CLWidth") || is("Msymbol") ||
                      name == "s" || is("MSIZe");
  if (listed && a.empty()) return true;
  if (listed && !is("Msymbol") && name != "s" && !is("MSIZe") && !is("LWidth") && !is("CLWidth"))
    (is("LPattern") || is("CLPattern") ? l.own_pattern : l.own_colour) = true;
  if (is("MColor")) {
    Colour c = l.symbol_colour.value_or(l.pen.colour);
    recolour(c, a);
    l.symbol_colour = c;
    if (l.mark == Mark::points) l.pen.colour = c;
  } else if (is("MLColor") || is("MFColor")) {
    Colour c = l.symbol_colour.value_or(l.pen.colour);
    recolour(c, a);
    (is("MLColor") ? l.symbol_line : l.symbol_fill) = c;
  } else if (is("LColor") || is("CLColor") || is("BLColor")) recolour(l.pen.colour, a);
  else if (is("COLor")) recolour(l.pen.colour, a), recolour(l.fill, a);
  else if (is("FColor") || is("BFColor") || is("AFColor")) {
    recolour(l.fill, a);
    if (l.fill.opacity == 0 && l.pen.width == 0) l.pen.width = 0.6;  // a band without colour has its limits
  } else if (is("LPattern") || is("CLPattern")) l.pen.dashes = dashes_of(a);
  else if (is("LWidth") || is("CLWidth")) l.pen.width = line_width(a);
  else if (is("MSIZe")) l.size = symbol_size(a);
  else if (is("Msymbol") || name == "s") l.symbol = symbol_named(a), l.shrink = symbol_shrinkage(a);
  else if (is("MLABSize")) l.label_size = text_points(a, chart_size::note);
  else if (is("MLABColor")) l.label_colour = named_colour(a);
  else if (is("MLWidth")) l.outline = line_width(a);
  else if (name == "fintensity" || is("INTENsity")) l.fill = paler(l.fill, intensity(a));
  else if (is("JITTER")) l.jitter = std::max(std::atof(a.c_str()), 0.0);
  else if (is("CMISsing")) l.broken = starts_with(a, "n");
  else if (is("Connect")) connect(a, l);
  else if (is("PSTYle")) restyle(a, l);
  else if (is("MLABPosition")) l.label_clock = std::clamp(std::atoi(a.c_str()), 0, 12);
  else if (is("BARWidth")) l.width = std::max(std::atof(a.c_str()), 0.0);
  else if (is("YAXis")) l.second_axis = a == "2";
  else if (is("XAXis") && a == "1") return true;
  else if (is("HORizontal")) l.horizontal = true;
  else if (is("VERTical")) l.horizontal = false;
  else return false;
  return true;
}

}  // namespace nqp::kit
