// Figures as twoway describes them: plots over a pair of axes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/chart.hpp"
#include "stdlib/kit/options_of.hpp"

namespace nqp::kit {

// What options say about the page and the name of a figure.
struct Page {
  double width = 396, height = 288;
  std::string name = "Graph", saving;
  bool replace = false;
  std::optional<std::string> scheme;  // what scheme() says; else set scheme
  std::vector<std::pair<std::size_t, std::string>> legend_order;  // layer (1 …) and its text; empty: all
  std::vector<std::pair<std::size_t, std::string>> legend_labels;
  bool legend_asked = false;
  std::string by;                  // what by() says; empty: one pair of axes
  std::vector<std::uint8_t> only;  // rows that plots may use, one per row of the data; empty: all
  std::vector<std::uint8_t> used;  // rows that plots used
};

// "(scatter y x, msymbol(o)) (lfit y x), title(…)", "line y x || lfit y x ||, …". Errors 198 for an unknown plot or
// option, 111 for unknown variables.
Chart read_twoway(const std::string& text, runtime::Session& s, Page& page);

// One plot: its type, then variables, if, in and options. Options about the figure go to the chart and the page.
void add_plot(const std::string& type, const std::string& rest, runtime::Session& s, Chart& chart, Page& page);

// An option about the whole figure; false when it is none. `number` evaluates the expressions in it.
using NumberOf = std::function<double(std::string_view)>;
bool read_figure_option(const ast::Option& o, const NumberOf& number, Chart& chart, Page& page);
bool read_figure_option(const ast::Option& o, runtime::Session& s, Chart& chart, Page& page);

// angle(45), angle(vertical), angle(horizontal): degrees.
double label_angle(const std::string& argument);

// An option about how marks look, in a list of styles that of the series (0 …); false when it is none. Error 198 for
// an unknown colour.
bool read_mark_option(const ast::Option& o, Layer& layer, std::size_t series = 0);

// Legend entries in the order asked for, colours of the scheme, titles of axes that have none.
void finish_chart(Chart& chart, const Page& page);

// The chart as a figure of its own: what is drawn grows with the shorter side of the page.
report::Scene draw_page(Chart& chart, const Page& page);

// The scheme of a figure: scheme(), else set scheme.
std::string drawn_scheme(const Page& page, runtime::Session& s);

// Draws the chart and makes it the current figure. Error 198 for by(), which commands of their own do not have.
void show_chart(Chart chart, const Page& page, runtime::Session& s);

// A command that is one plot type of twoway: scatter, line …
struct PlotArgs {
  std::string text;
};

// recast(area): the layer as another plot type. Error 198 for one that is none.
void recast(const std::string& type, Layer& layer);

// "(line y x) (scatter z x)", "line y x || scatter z x", "line y x": the plots and what stands behind them.
void add_plots(const std::string& text, runtime::Session& s, Chart& chart, Page& page);

// The whole of twoway: with by(), one panel a group.
void draw_twoway(const std::string& text, runtime::Session& s);

// Keeps a drawn figure under its name, and in a file when saving() says so.
void keep_page(report::Scene scene, const Page& page, runtime::Session& s);

template <const char* Type>
void draw_plot(const PlotArgs& a, runtime::Session& s) {
  draw_twoway(std::string(Type) + " " + a.text, s);
}

}  // namespace nqp::kit
