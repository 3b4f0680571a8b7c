// Figures of twoway: their plots and options as text, and where the drawing goes.
#include <string>

#include "grammar/parse.hpp"
#include "interpreter/runtime/system_values.hpp"
#include "stdlib/kit/drawn_charts.hpp"
#include "stdlib/kit/graphs.hpp"
#include "stdlib/kit/twoway.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using runtime::Session;

namespace {

// Plots apart by "||" or parentheses, and the options behind them; "if … in …" behind parentheses goes for all plots.
void split_plots(std::string_view text, std::vector<std::string>& plots, std::string& options,
                 std::string& condition) {
  text = trim(text);
  if (text.empty())
    throw Error(100, "twoway needs a plot", std::nullopt, {"twoway (scatter y x) (lfit y x), title(\"…\")"});
  if (text[0] == '(') {
    const std::size_t comma = find_outside(text, ',');
    for (Piece& piece : split_pieces(text.substr(0, comma)))
      if (!condition.empty()) condition += piece.grouped ? " (" + piece.text + ")" : " " + piece.text;
      else if (piece.grouped) plots.push_back(std::move(piece.text));
      else if (starts_with(piece.text, "if") || starts_with(piece.text, "in")) condition = piece.text;
      else if (piece.text != "||") throw Error(198, piece.text + " stands outside the parentheses of the plots");
    if (comma != std::string_view::npos) options = std::string(text.substr(comma + 1));
    return;
  }
  std::string_view rest = text;
  while (true) {
    std::size_t bar = 0, from = 0;
    while ((bar = find_outside(rest.substr(from), '|')) != std::string_view::npos) {
      bar += from;
      if (bar + 1 < rest.size() && rest[bar + 1] == '|') break;
      from = bar + 1;
    }
    const std::string_view part = trim(rest.substr(0, bar));
    if (!part.empty() && part[0] == ',') options += " " + std::string(part.substr(1));
    else if (!part.empty() && part[0] == '(') plots.emplace_back(part.substr(1, part.rfind(')') - 1));
    else if (!part.empty()) plots.emplace_back(part);
    if (bar == std::string_view::npos) break;
    rest = rest.substr(bar + 2);
  }
}

}  // namespace

void add_plots(const std::string& text, Session& s, Chart& chart, Page& page) {
  std::vector<std::string> plots;
  std::string options, condition;
  split_plots(text, plots, options, condition);
  if (!condition.empty()) {
    const ast::Arguments a = grammar::parse_arguments(condition);
    std::vector<std::uint8_t> rows = s.context().select({a.condition, a.range});
    for (std::size_t i = 0; i < page.only.size(); ++i) rows[i] &= page.only[i];
    page.only = std::move(rows);
  }
  for (const std::string& plot : plots) {
    std::size_t end = 0;
    while (end < plot.size() && plot[end] != ' ' && plot[end] != ',' && plot[end] != '\t') ++end;
    const std::string type = lower(plot.substr(0, end));
    try {
      add_plot(type, plot.substr(end), s, chart, page);
    } catch (const Error& e) {
      // A panel without data for this plot still shows the others, in their colours.
      if (page.only.empty() || (e.code != 2000 && e.code != 2001)) throw;
      chart.layers.emplace_back();
    }
  }
  for (const ast::Option& o : grammar::parse_options(options))
    if (lower(o.name) == "by") page.by = " " + o.argument;  // never empty when given
    else if (!read_figure_option(o, s, chart, page)) throw Error(198, "option " + o.name + " not allowed");
}

Chart read_twoway(const std::string& text, Session& s, Page& page) {
  Chart chart;
  add_plots(text, s, chart, page);
  return chart;
}

std::string drawn_scheme(const Page& page, Session& s) {
  return page.scheme.value_or(s.state<runtime::AcceptedSettings>().values["scheme"]);
}

void keep_page(report::Scene scene, const Page& page, Session& s) {
  if (!page.saving.empty()) save_graph(scene, page.saving, page.replace, s);
  keep_graph(page.name, std::move(scene), s);
}

void show_chart(Chart chart, const Page& asked, Session& s) {
  if (!asked.by.empty()) throw Error(198, "option by() is not allowed here", std::nullopt, {"twoway …, by() has it"});
  Page page = asked;
  page.scheme = drawn_scheme(page, s);
  report::Scene scene = draw_page(chart, page);
  remember_chart(scene, chart, s);
  keep_page(std::move(scene), page, s);
}

}  // namespace nqp::kit
