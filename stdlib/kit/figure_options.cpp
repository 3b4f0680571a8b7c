// Options of figures: titles, axes, lines across, legend, regions, page.
#include <algorithm>
#include <array>
#include <cmath>

#include "grammar/parse.hpp"
#include "stdlib/kit/added_texts.hpp"
#include "stdlib/kit/axis_options.hpp"
#include "stdlib/kit/chart_marks.hpp"
#include "stdlib/kit/chart_scheme.hpp"
#include "stdlib/kit/mark_styles.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using runtime::Session;

namespace {

constexpr std::array looks = {
    "NODRAW",        "PLAYreplay",  "COPYright",  "CLEGend",    "LEGENDsize",    "SPan",          "RCOlumns",
    "ALTSHRink",     "NAXes",       "XOVERLAYS",  "IMARGIN",    "COMMONscheme",  "NOLABels",      "LSTYle",
    "MSTYle",        "BSTYle",      "ASTYle",     "MLABGap",    "MLABVposition", "JITTERSEED",    "STEP",
    "NOLEgend",      "XMLABel",     "YMLABel",    "T1title",    "B1title",       "L1title",       "R1title",
    "FXSIZE",        "FYSIZE",      "LALIGN",     "MLALIGN",    "MLSTYle",       "MLPattern",     "BARGap",
    "TEXTSize",      "YVAROPTions", "PLEGend",    "RECast",     "HOLES",         "ALColor",       "ALWidth",
    "ALPattern",     "ACOLor",      "BLWidth",    "BLPattern",  "BLSTYle",       "MLABANGle",     "CLSTYle",
    "MLABTextstyle", "MSANGle",     "XOVERHANG",  "YOVERHANG",  "TSCale",        "TMTICk",        "TTICk",
    "TMLABel",       "XALTernate",  "YALTernate", "NODROPBase", "DROPLines",     "DROPline",      "MEDType",
    "MEDLine",       "MEDMarker",   "CWhiskers",  "ALSIZE",     "CAPSIZE",       "MARKer",        "EXCLUDE0",
    "OUTERGap",      "LINEGap",     "NOFILL",     "ASCATegory", "SHOWYVARS",     "ALLCATegories", "BOXGap",
    "NDOTs",         "LINETYPE",    "KDENOPts",   "NORMOPts",   "PCYCLE",        "RECASTci",      "NOSEParator",
    "B2title",       "L2title",     "T2title",    "R2title",    "JSIZe",         "CIOPts",        "PLOTOPts",
    "CI1opts",       "PLOT1opts",   "PLOT2opts",  "CI2opts",    "NOOUTSides",    "ADDLABOPTS",    "FITOPts",
    "PSTYle",        "MLABColor",   "JITTER",     "CMISsing",   "CONnect",       "MLWidth",       "FINTENsity",
    "INTENSITY",     "LINTensity",  "ISCALE",     "YCOMmon",    "XCOMmon",       "COLFIRST"};

// region(lcolor(black) fcolor(white) lstyle(none)), of a legend or a figure.
struct Region {
  std::optional<report::Colour> fill;
  std::optional<report::Pen> line;
  bool tight = false;
};

Region read_region(const std::string& argument) {
  Region out;
  report::Pen pen{{0, 0, 0}, 0.6, {}};
  bool lined = false, none = false;
  for (const ast::Option& o : grammar::parse_options(argument)) {
    const std::string name = lower(o.name);
    const auto is = [&](const char* full) { return abbreviates(name, full); };
    if (is("Color") || is("FColor")) out.fill = named_colour(o.argument);
    else if (is("LColor")) pen.colour = named_colour(o.argument), lined = true;
    else if (is("LWidth")) pen.width = line_width(o.argument), lined = true;
    else if (is("LPattern")) pen.dashes = dashes_of(o.argument), none = none || o.argument == "blank";
    else if (is("LStyle") || is("STyle")) none = none || o.argument == "none";
    else if (is("Margin")) out.tight = o.argument == "zero" || o.argument == "0" || o.argument == "tiny";
  }
  const bool white = pen.colour.red == 255 && pen.colour.green == 255 && pen.colour.blue == 255;
  if (lined && !none && !white && pen.width > 0) out.line = pen;
  return out;
}

void read_plot_region(const std::string& argument, Chart& c) {
  const Region r = read_region(argument);
  if (r.fill) c.plot = *r.fill;
  if (r.line) c.box = r.line;
  c.tight = c.tight || r.tight;
}

// order(1 "one" 2 "two"), label(1 "one"): numbers of layers and their texts.
void read_legend_texts(const std::string& argument, std::vector<std::pair<std::size_t, std::string>>& list) {
  for (std::string_view rest = trim(argument); !rest.empty();) {
    const std::string word = take_word(rest);
    if (word[0] >= '0' && word[0] <= '9') list.emplace_back(static_cast<std::size_t>(std::atoi(word.c_str())), "");
    else if (!list.empty()) list.back().second += (list.back().second.empty() ? "" : " ") + unquoted(word);
  }
}

void read_legend(const std::string& argument, Chart& c, Page& page) {
  page.legend_asked = true;
  Legend& l = c.legend;
  for (const ast::Option& o : grammar::parse_options(argument)) {
    const std::string name = lower(o.name);
    const auto is = [&](const char* full) { return abbreviates(name, full); };
    if (name == "off") l.shown = false;
    else if (name == "on") l.shown = true;
    else if (is("Rows")) l.rows = std::atoi(o.argument.c_str());
    else if (is("Cols") || is("COLumns")) l.columns = std::atoi(o.argument.c_str());
    else if (name == "ring") l.inside = std::atoi(o.argument.c_str()) == 0;
    else if (is("POSition")) l.position = std::atoi(o.argument.c_str());
    else if (is("Order")) read_legend_texts(o.argument, page.legend_order);
    else if (is("LABel")) read_legend_texts(o.argument, page.legend_labels);
    else if (is("REGion")) l.box = read_region(o.argument).line;
    else if (is("TItle") || is("SUBtitle")) l.title = first_text(o.argument);
    else read_text_look(o, chart_size::tick, l.look);
  }
}

void read_name(const std::string& argument, Page& page) {
  page.name = std::string(trim(std::string_view(argument).substr(0, find_outside(argument, ','))));
}

}  // namespace

bool read_figure_option(const ast::Option& o, Session& s, Chart& c, Page& page) {
  return read_figure_option(
      o, [&s](std::string_view text) { return s.number(text); }, c, page);
}

bool read_figure_option(const ast::Option& o, const NumberOf& number, Chart& c, Page& page) {
  const std::string name = lower(o.name);
  const std::string& a = o.argument;
  const auto is = [&](const char* full) { return abbreviates(name, full); };
  const auto vertical = [&]() -> Axis& { return second_axis(a) ? c.y2 : c.y; };
  const auto title = [&](Axis& axis) { read_heading(a, chart_size::axis, axis.title, axis.title_look); };
  if (is("TItle")) read_heading(a, chart_size::title, c.title, c.title_look);
  else if (is("SUBtitle")) read_heading(a, chart_size::axis, c.subtitle, c.subtitle_look);
  else if (is("note")) read_heading(a, chart_size::note, c.note, c.note_look);
  else if (is("CAPtion")) read_heading(a, chart_size::note, c.caption, c.caption_look);
  else if (is("XTItle") || is("TTItle")) title(c.x);
  else if (is("YTItle")) title(vertical());
  else if (is("XLAbel")) read_labels(a, c.x);
  else if (is("YLAbel")) read_labels(a, vertical());
  else if (is("XLIne")) read_guides(a, number, c.x);
  else if (is("YLIne")) read_guides(a, number, vertical());
  else if (is("TLIne")) read_guides(with_times_as_numbers(a, number), number, c.x);
  else if (is("TLAbel")) read_labels(with_times_as_numbers(a, number), c.x);
  else if (is("XTICk") || is("XMTick")) read_ticks(a, name[1] == 'm', c.x);
  else if (is("YTICk") || is("YMTick")) read_ticks(a, name[1] == 'm', vertical());
  else if (is("TTICk") || is("TMTick")) read_ticks(with_times_as_numbers(a, number), name[1] == 'm', c.x);
  else if (is("XSCale") || is("TSCale")) read_scale(a, c.x);
  else if (is("YSCale")) read_scale(a, a.find("axis(2)") != std::string::npos ? c.y2 : c.y);
  else if (is("LEGend")) read_legend(a, c, page);
  else if (name == "xsize") page.width = std::clamp(number(a), 1.0, 40.0) * 72;
  else if (name == "ysize") page.height = std::clamp(number(a), 1.0, 40.0) * 72;
  else if (is("ASPECTratio")) c.aspect = std::clamp(number(a.substr(0, find_outside(a, ','))), 0.0, 100.0);
  else if (name == "scale") c.zoom = std::clamp(number(a[0] == '*' ? a.substr(1) : a), 0.2, 5.0);
  else if (is("GRAPHRegion")) c.paper = read_region(a).fill.value_or(c.paper);
  else if (is("PLOTRegion")) read_plot_region(a, c);
  else if (is("BGCOLor")) c.plot = named_colour(a);
  else if (is("SCHeme")) page.scheme = first_text(a);
  else if (name == "name") read_name(a, page);
  else if (name == "saving") {
    page.saving = unquoted(trim(std::string_view(a).substr(0, find_outside(a, ','))));
    page.replace = a.find("replace") != std::string::npos;
  } else if (is("TEXt") || is("TTEXt")) {
    read_added_texts(is("TEXt") ? a : with_times_as_numbers(a, number), number, c);
  } else {
    return std::any_of(looks.begin(), looks.end(), [&](const char* full) { return abbreviates(name, full); });
  }
  return true;
}

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
  apply_scheme(c, page.scheme.value_or(""));
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

report::Scene draw_page(Chart& c, const Page& page) {
  finish_chart(c, page);
  c.zoom *= std::min(page.width, page.height) / Page().height;
  return draw(c, page.width, page.height);
}

}  // namespace nqp::kit
