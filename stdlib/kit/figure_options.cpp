// Options of figures: titles, axes, lines across, legend, page; and of marks: colours, patterns, symbols.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/mark_styles.hpp"
#include "stdlib/kit/table_output.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using report::Colour;
using runtime::Session;

namespace {

constexpr std::array looks = {
    "GRAPHRegion", "PLOTRegion",   "BGCOLor",  "ASPECTratio",   "NODRAW",    "PLAYreplay", "COPYright", "PSTYle",
    "CLEGend",     "LEGENDsize",   "SPan",     "RCOlumns",      "ALTSHRink", "NAXes",      "XOVERLAYS", "ISCALE",
    "IMARGIN",     "COMMONscheme", "NOLABels", "LSTYle",        "MSTYle",    "BSTYle",     "ASTYle",    "MLABGap",
    "MLABColor",   "MLABVposition", "JITTER",  "JITTERSEED",    "CMISsing",  "STEP",
    "CONnect",     "NOLEgend",     "XMTICk",   "YMTICk",        "YTICk",     "XTICk",      "XMLABel",   "YMLABel",
    "T1title",     "B1title",      "L1title",  "R1title",       "FXSIZE",    "FYSIZE",     "SCALE",     "INTENSITY",
    "LALIGN",      "MLALIGN",      "MLWidth",  "MLSTYle",       "MLPattern", "BARGap",     "TEXTSize",  "YVAROPTions",
    "PLEGend",     "RECast",       "YCOMmon",  "XCOMmon",       "COLFIRST",  "HOLES",      "ALColor",   "ALWidth",
    "ALPattern",   "ACOLor",       "FINTENsity", "BLWidth",     "BLPattern", "BLSTYle",    "MLABANGle", "CLSTYle",
    "MLABTextstyle", "MSANGle",    "XOVERHANG", "YOVERHANG",    "TSCale",    "TMTICk",     "TTICk",     "TMLABel",
    "XALTernate",  "YALTernate",   "NODROPBase", "DROPLines",   "DROPline",  "MEDType",    "MEDLine",   "MEDMarker",
    "CWhiskers",   "ALSIZE",       "CAPSIZE",  "MARKer",        "LINTensity", "EXCLUDE0",  "OUTERGap",  "LINEGap",
    "NOFILL",      "ASCATegory",   "SHOWYVARS", "ALLCATegories", "BOXGap",   "NDOTs",      "LINETYPE",  "KDENOPts",
    "NORMOPts",    "PCYCLE",       "RECASTci", "NOSEParator",   "B2title",   "L2title",    "T2title",   "R2title",
    "JSIZe",       "CIOPts",       "PLOTOPts", "CI1opts",       "PLOT1opts", "PLOT2opts",  "CI2opts",   "NOOUTSides",
    "ADDLABOPTS",  "FITOPts"};

std::string first_text(const std::string& argument) {
  std::string out;
  for (const std::string& t : listed_texts(std::string_view(argument).substr(0, find_outside(argument, ','))))
    out += (out.empty() ? "" : " ") + t;
  return out;
}

std::vector<ast::Option> suboptions(const std::string& argument) {
  const std::size_t comma = find_outside(argument, ',');
  return comma == std::string::npos ? std::vector<ast::Option>() : grammar::parse_options(argument.substr(comma + 1));
}

bool second_axis(const std::string& argument) {
  const std::vector<ast::Option> sub = suboptions(argument);
  return std::any_of(sub.begin(), sub.end(),
                     [](const ast::Option& o) { return o.name == "axis" && o.argument == "2"; });
}

// Sizes of titles are shares of the usual one, which the language calls large.
void read_main_title(const std::string& argument, Chart& c) {
  c.title = first_text(argument);
  for (const ast::Option& o : suboptions(argument))
    if (abbreviates(o.name, "SIze")) {
      const std::string size = std::string(trim(o.argument));
      c.title_size = chart_size::title * (size[0] == '*' ? text_scale(size) : std::min(text_scale(size) / 1.25, 2.0));
    }
}

void read_title(const std::string& argument, Axis& a) { a.title = first_text(argument); }

// Fractions with as many decimals as the longest of them needs, as chosen ticks have.
std::string common_format(const std::vector<double>& list) {
  int decimals = 0;
  for (const double x : list)
    while (decimals < 7 && std::abs(x * std::pow(10, decimals) - std::round(x * std::pow(10, decimals))) > 1e-6)
      ++decimals;
  return decimals == 0 || decimals == 7 ? "%9.0g" : "%12." + std::to_string(decimals) + "f";
}

// xlabel(0(5)20 25 "end", angle(45) format(%9.1f) nogrid)
void read_labels(const std::string& argument, Axis& a) {
  for (const ast::Option& o : suboptions(argument)) {
    if (abbreviates(o.name, "ANGle")) {
      a.angle = label_angle(o.argument);
    } else if (abbreviates(o.name, "Format")) {
      a.format = unquoted(o.argument);
    } else if (o.name == "grid") {
      a.grid = true;
    } else if (abbreviates(o.name, "NOGRid")) {
      a.grid = false;
    } else if (abbreviates(o.name, "VALuelabels")) {
      a.show_codes = true;
    }
  }
  std::string_view body = std::string_view(argument).substr(0, find_outside(argument, ','));
  body = trim(body);
  if (body.empty()) return;
  if (body == "none") {
    a.shown = false;
    return;
  }
  if (body[0] == '#') {
    a.tick_count = std::clamp(std::atoi(std::string(body.substr(1)).c_str()), 2, 30);
    return;
  }
  std::string numbers;
  const auto flush = [&] {
    if (trim(numbers).empty()) return;
    const std::vector<double> list = grammar::parse_numlist(numbers);
    const std::string format = a.format.empty() ? common_format(list) : a.format;
    for (const double x : list) a.ticks.emplace_back(x, text::trimmed(text::format_number(x, format)));
    numbers.clear();
  };
  a.ticks.clear();
  while (!body.empty()) {
    const std::string word = take_word(body);
    if (quoted_length(word) == word.size() && !word.empty() && (word[0] == '"' || word[0] == '`')) {
      flush();
      if (a.ticks.empty()) throw Error(198, "a label stands behind the value it is for: xlabel(1 \"one\")");
      a.ticks.back().second = unquoted(word);
    } else if (word != "minmax") {
      numbers += " " + word;
    }
  }
  flush();
}

// 2010m1, 2010q3, 01mar2010 outside quotes as the numbers that stand for them.
std::string with_times_as_numbers(const std::string& argument, const NumberOf& number) {
  const auto is_letter_or_digit = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  const auto digits = [](std::string_view s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
  };
  std::string out;
  for (std::size_t i = 0; i < argument.size();) {
    const std::size_t quoted = quoted_length(std::string_view(argument).substr(i));
    std::size_t end = i + std::max<std::size_t>(quoted, 1);
    if (quoted == 0)
      while (end < argument.size() && is_letter_or_digit(argument[i]) && is_letter_or_digit(argument[end])) ++end;
    std::string word = argument.substr(i, end - i);
    const std::size_t letter = word.find_first_not_of("0123456789");
    const bool period = letter == 4 && std::string_view("mqwh").find(word[4]) != std::string_view::npos &&
                        digits(std::string_view(word).substr(5));
    const bool day = (letter == 1 || letter == 2) && word.size() == letter + 7 &&
                     digits(std::string_view(word).substr(letter + 3));
    if (period || day)
      word = text::macro_number(number("t" + std::string(1, period ? word[4] : 'd') + "(" + word + ")"));
    out += word;
    i = end;
  }
  return out;
}

void read_guides(const std::string& argument, const NumberOf& number, Axis& a) {
  report::Pen pen;
  pen.dashes = {4, 3};
  pen.colour = {90, 90, 90};
  pen.width = 0.8;
  for (const ast::Option& o : suboptions(argument)) {
    if (abbreviates(o.name, "LPattern")) pen.dashes = dashes_of(o.argument);
    else if (abbreviates(o.name, "LColor")) pen.colour = named_colour(o.argument);
    else if (abbreviates(o.name, "LWidth")) pen.width = line_width(o.argument);
  }
  std::string_view body = std::string_view(argument).substr(0, find_outside(argument, ','));
  std::vector<double> at;
  try {
    at = grammar::parse_numlist(body);
  } catch (const Error&) {
    at = {number(body)};
  }
  for (const double x : at) a.guides.push_back({x, pen});
}

void read_scale(const std::string& argument, Axis& a) {
  for (const ast::Option& o : grammar::parse_options(argument)) {
    if (abbreviates(o.name, "Range")) {
      const std::vector<double> ends = grammar::parse_numlist(o.argument);
      if (!ends.empty()) a.low = *std::min_element(ends.begin(), ends.end());
      if (ends.size() > 1) a.high = *std::max_element(ends.begin(), ends.end());
    } else if (o.name == "log") {
      a.log = true;
    } else if (o.name == "off") {
      a.shown = false;
    }
  }
}

void read_legend(const std::string& argument, Chart& c, Page& page) {
  page.legend_asked = true;
  for (const ast::Option& o : grammar::parse_options(argument)) {
    if (o.name == "off") c.legend.shown = false;
    else if (o.name == "on") c.legend.shown = true;
    else if (abbreviates(o.name, "Rows")) c.legend.rows = std::atoi(o.argument.c_str());
    else if (abbreviates(o.name, "Cols") || abbreviates(o.name, "COLumns"))
      c.legend.columns = std::atoi(o.argument.c_str());
    else if (o.name == "ring") c.legend.inside = std::atoi(o.argument.c_str()) == 0;
    else if (abbreviates(o.name, "POSition")) c.legend.position = std::atoi(o.argument.c_str());
    else if (abbreviates(o.name, "Order") || abbreviates(o.name, "LABel")) {
      auto& list = abbreviates(o.name, "LABel") ? page.legend_labels : page.legend_order;
      for (std::string_view rest = trim(o.argument); !rest.empty();) {
        const std::string word = take_word(rest);
        if (word[0] >= '0' && word[0] <= '9') list.emplace_back(static_cast<std::size_t>(std::atoi(word.c_str())), "");
        else if (!list.empty()) list.back().second += (list.back().second.empty() ? "" : " ") + unquoted(word);
      }
    }
  }
}

void read_name(const std::string& argument, Page& page) {
  page.name = std::string(trim(std::string_view(argument).substr(0, find_outside(argument, ','))));
}

}  // namespace

double label_angle(const std::string& argument) {
  const std::string word = unquoted(argument);
  return word == "vertical" ? 90 : abbreviates(word, "Horizontal") ? 0 : std::atof(word.c_str());
}

bool read_figure_option(const ast::Option& o, Session& s, Chart& c, Page& page) {
  return read_figure_option(o, [&s](std::string_view text) { return s.number(text); }, c, page);
}

bool read_figure_option(const ast::Option& o, const NumberOf& number, Chart& c, Page& page) {
  const std::string name = lower(o.name);
  const std::string& a = o.argument;
  const auto is = [&](const char* full) { return abbreviates(name, full); };
  if (is("TItle")) read_main_title(a, c);
  else if (is("SUBtitle")) c.subtitle = first_text(a);
  else if (is("note")) c.note = first_text(a);
  else if (is("CAPtion")) c.caption = first_text(a);
  else if (is("XTItle")) read_title(a, c.x);
  else if (is("YTItle")) read_title(a, second_axis(a) ? c.y2 : c.y);
  else if (is("XLAbel")) read_labels(a, c.x);
  else if (is("YLAbel")) read_labels(a, second_axis(a) ? c.y2 : c.y);
  else if (is("XLIne")) read_guides(a, number, c.x);
  else if (is("YLIne")) read_guides(a, number, second_axis(a) ? c.y2 : c.y);
  else if (is("TLIne")) read_guides(with_times_as_numbers(a, number), number, c.x);
  else if (is("TLAbel")) read_labels(with_times_as_numbers(a, number), c.x);
  else if (is("TTItle")) read_title(a, c.x);
  else if (is("XSCale")) read_scale(a, c.x);
  else if (is("YSCale")) read_scale(a, c.y);
  else if (is("LEGend")) read_legend(a, c, page);
  else if (name == "xsize") page.width = std::clamp(number(a), 1.0, 40.0) * 72;
  else if (name == "ysize") page.height = std::clamp(number(a), 1.0, 40.0) * 72;
  else if (is("SCHeme"))
    page.monochrome = is_monochrome(a);
  else if (name == "name") read_name(a, page);
  else if (name == "saving") {
    page.saving = unquoted(trim(std::string_view(a).substr(0, find_outside(a, ','))));
    page.replace = a.find("replace") != std::string::npos;
  } else if (is("TEXt") || is("TTEXt")) {
    std::string_view rest = std::string_view(a).substr(0, find_outside(a, ','));
    const std::string y = take_word(rest), x = take_word(rest);
    c.texts.emplace_back(report::Point{number(x), number(y)}, first_text(std::string(rest)));
  } else {
    return std::any_of(looks.begin(), looks.end(), [&](const char* full) { return abbreviates(name, full); });
  }
  return true;
}

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
  }
  else if (is("LPattern") || is("CLPattern")) l.pen.dashes = dashes_of(a);
  else if (is("LWidth") || is("CLWidth")) l.pen.width = line_width(a);
  else if (is("MSIZe")) l.size = symbol_size(a);
  else if (is("Msymbol") || name == "s") l.symbol = symbol_named(a), l.shrink = symbol_shrinkage(a);
  else if (is("MLABSize")) l.label_size = chart_size::note * text_scale(a);
  else if (is("MLABPosition")) l.label_clock = std::clamp(std::atoi(a.c_str()), 0, 12);
  else if (is("BARWidth")) l.width = std::max(std::atof(a.c_str()), 0.0);
  else if (is("YAXis")) l.second_axis = a == "2";
  else if (is("XAXis") && a == "1") return true;
  else if (is("HORizontal")) l.horizontal = true;
  else if (is("VERTical")) l.horizontal = false;
  else return false;
  return true;
}

bool is_monochrome(const std::string& scheme) {
  return scheme.find("mono") != std::string::npos || scheme.find("gcolor") != std::string::npos;
}

namespace {

// Shades and line patterns in turn; intervals look as the estimates that follow them.
void make_monochrome(std::vector<Layer>& layers) {
  static constexpr const char* patterns[] = {"solid", "dash", "shortdash", "dash_dot", "dot"};
  int series = 0;
  for (Layer& l : layers) {
    const int shade = series % 3 * 60, fill = 200 - 40 * (series % 4);
    if (!l.own_colour) {
      l.pen.colour = {shade, shade, shade, l.pen.colour.opacity};
      l.fill = {fill, fill, fill, l.fill.opacity};
    }
    if (!l.own_pattern && l.pen.dashes.empty()) l.pen.dashes = dashes_of(patterns[series % 5]);
    if (l.mark != Mark::range_caps && l.mark != Mark::range_spikes) ++series;
  }
}

}  // namespace

namespace {

// Ticks with the texts of the value label; without chosen ticks every code has one.
void show_value_labels(Axis& a) {
  if (!a.show_codes) return;
  if (a.ticks.empty()) a.ticks = a.codes;
  for (auto& [at, text] : a.ticks)
    for (const auto& [code, label] : a.codes)
      if (code == at) text = label;
}

}  // namespace

void finish_chart(Chart& c, const Page& page) {
  for (Axis* a : {&c.x, &c.y, &c.y2}) show_value_labels(*a);
  for (const auto& [number, text] : page.legend_labels)
    if (number >= 1 && number <= c.layers.size()) c.layers[number - 1].label = text;
  if (page.monochrome.value_or(false)) make_monochrome(c.layers);
  if (!page.legend_order.empty()) {
    std::vector<std::string> labels(c.layers.size());
    for (const auto& [number, text] : page.legend_order)
      if (number >= 1 && number <= c.layers.size())
        labels[number - 1] = text.empty() ? c.layers[number - 1].label : text;
    for (std::size_t i = 0; i < labels.size(); ++i) c.layers[i].label = labels[i];
    for (const auto& [number, text] : page.legend_order)
      if (number >= 1 && number <= c.layers.size()) c.legend.order.push_back(number - 1);
  } else if (!page.legend_asked && c.layers.size() < 2) {
    c.legend.shown = false;
  }
}

}  // namespace nqp::kit
