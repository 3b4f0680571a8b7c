// xtline: lines over time, a panel of the figure or a line for each unit.
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/by_panels.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::xtline_ {
namespace {

using namespace command;
using runtime::Session;

struct Request {
  std::string body, unit, time;  // body: variables, if, in
  bool overlay = false;
  std::string by_options, other_options;
  std::vector<std::pair<std::size_t, std::string>> of_plots;  // plot1opts() …
};

std::string as_written(const ast::Option& o) {
  return " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
}

// 3 for plot3opts and its short form plot3; 0 for other options.
std::size_t plot_number(const std::string& name) {
  if (!kit::starts_with(name, "plot")) return 0;
  const std::size_t end = name.find_first_not_of("0123456789", 4);
  const std::string rest = end == std::string::npos ? "" : name.substr(end);
  if (end == 4 || !(rest.empty() || kit::abbreviates(rest, "opts"))) return 0;
  return static_cast<std::size_t>(std::atoi(name.c_str() + 4));
}

Request read(const std::string& text, const Session& s) {
  const kit::BodyAndOptions line = kit::split_options(text);
  Request q;
  q.body = line.body;
  if (s.frame().panel) q.unit = s.frame().panel->panel, q.time = s.frame().panel->time;
  for (const ast::Option& o : line.options) {
    const std::string name = kit::lower(o.name);
    if (name == "i") q.unit = o.argument;
    else if (name == "t") q.time = o.argument;
    else if (kit::abbreviates(name, "OVerlay")) q.overlay = true;
    else if (name == "byopts" || name == "byopt") q.by_options += " " + o.argument;
    else if (const std::size_t n = plot_number(name)) q.of_plots.emplace_back(n, o.argument);
    else if (name == "addplot")
      throw Error(198, "option addplot() is not available with xtline", o.name_span,
                  {"twoway (line y t) (…), by(unit) draws several plots a unit"});
    else q.other_options += as_written(o);
  }
  if (q.unit.empty() || q.time.empty())
    throw Error(459, "panel and time variables are not set", std::nullopt,
                {"use xtset unit time, or the options i(unit) t(time)"});
  return q;
}

struct Lines {
  Variables names;
  std::string condition;  // if and in as written
};

Lines lines_of(const std::string& body, Session& s) {
  const ast::Arguments a = grammar::parse_arguments(body);
  Lines out;
  out.names = resolve_variables(a.body, s.context());
  if (out.names.empty()) throw Error(100, "varlist required", std::nullopt, {"xtline y draws y over time"});
  const std::size_t at = a.body.empty() ? 0 : body.find(a.body) + a.body.size();
  out.condition = body.substr(at);
  return out;
}

// One line a unit, all over the same axes.
void draw_overlay(const Request& q, const Lines& lines, Session& s) {
  if (lines.names.size() != 1) throw Error(103, "xtline, overlay takes one variable");
  kit::Chart all, chart;
  kit::Page seen, page;
  const std::string plot = lines.names[0] + " " + q.time + lines.condition + ", sort";
  kit::add_plot("line", plot, s, all, seen);
  const Context c = s.context();
  const std::vector<kit::RowsOfPanel> units =
      kit::panel_groups(resolve_variables(q.unit, c), seen.used, false, c);
  if (units.empty()) throw Error(2000, "no observations");
  for (const kit::RowsOfPanel& unit : units) {
    page.only = unit.rows;
    const std::size_t number = chart.layers.size() + 1;
    std::string own;
    for (const auto& [n, options] : q.of_plots)
      if (n == number) own += " " + options;
    kit::add_plot("line", plot + own, s, chart, page);
    chart.layers.back().label = unit.label;
    // The ninth line has the colour of the first one and another pattern.
    if (number > 8 && chart.layers.back().pen.dashes.empty())
      chart.layers.back().pen.dashes = kit::dashes_of(number > 16 ? "dot" : "dash");
  }
  for (const ast::Option& o : grammar::parse_options(q.other_options)) {
    bool look = false;
    for (std::size_t k = 0; k < chart.layers.size(); ++k) look = kit::read_mark_option(o, chart.layers[k], k) || look;
    if (!look && !kit::read_figure_option(o, s, chart, page))
      throw Error(198, "option " + o.name + " not allowed");
  }
  page.only.clear();
  kit::show_chart(std::move(chart), page, s);
}

void act(const kit::PlotArgs& a, Session& s) {
  const Request q = read(a.text, s);
  const Lines lines = lines_of(q.body, s);
  if (q.overlay) return draw_overlay(q, lines, s);
  std::string names, own;
  for (const std::string& name : lines.names) names += " " + name;
  for (const auto& [n, options] : q.of_plots) {
    if (lines.names.size() > 1)
      throw Error(198, "plot#opts() is for the option overlay, or for one variable", std::nullopt,
                  {"lists of styles go for several variables: lcolor(red blue)"});
    if (n == 1) own += " " + options;
  }
  kit::draw_twoway("line" + names + " " + q.time + lines.condition + ", sort by(" + q.unit + "," + q.by_options + ")" +
                       own + q.other_options,
                   s);
}

}  // namespace

extern const Command xtline_command =
    define<kit::PlotArgs>("xtline", "Lines over time of the units of a panel")
        .raw(&kit::PlotArgs::text)
        .changes(Effect::process)
        .remark("Units are panels of the figure; overlay draws them as lines of one. i() and t() go before xtset.")
        .remark("byopts() takes what twoway, by() takes: rows() cols() yrescale title() note() …; plot3opts() is how "
                "the third line of overlay looks.")
        .example("A panel a unit",
                 "set obs 12\ngenerate id = ceil(_n/4)\ngenerate t = 2000 + mod(_n, 4)\ngenerate y = id*t\n"
                 "xtset id t\nxtline y, byopts(cols(3) yrescale)\ngraph dir",
                 "r(list) == \"Graph\"")
        .example("All units over the same axes",
                 "set obs 12\ngenerate id = ceil(_n/4)\ngenerate t = 2000 + mod(_n, 4)\ngenerate y = id + t\n"
                 "xtline y, overlay i(id) t(t) plot2opts(lpattern(dash)) legend(rows(1)) name(lines)\ngraph dir",
                 "r(list) == \"lines\"")
        .acts(act);

}  // namespace nqp::commands::xtline_
