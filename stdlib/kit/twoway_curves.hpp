// Plots of twoway that are computed: fitted lines, smooths, densities, histograms, functions.
#pragma once

#include <string>
#include <vector>

#include "grammar/ast/command.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/chart.hpp"
#include "stdlib/kit/smooth_curves.hpp"

namespace nqp::kit {

// A plot as written: what it reads and how it looks.
struct WrittenPlot {
  ast::Arguments arguments;
  command::Variables names;
  std::vector<data::Row> rows;
  std::vector<data::Row> all_rows;   // of every panel
  std::vector<double> weights;       // one a row of `rows`; empty without weights
  std::vector<ast::Option> options;  // those that neither marks nor the figure took

  const ast::Option* option(const char* full) const;
};

std::vector<double> plotted_values(const std::string& name, const WrittenPlot& p, const command::Context& c);
double option_number(const WrittenPlot& p, const char* option, double otherwise, runtime::Session& s);

// Each fills x, y (and high, for a band) of a layer whose x and y hold the data, or from the plot's variable.

// Least squares of y on x (and x² for degree 2) along a grid; with the band of the mean when asked. Error 2001.
void fitted_curve(Layer& l, std::size_t degree, bool band, double level, const command::Context& c);
void lowess_layer(Layer& l, const KnownPairs& d, const WrittenPlot& p, const command::Context& c, runtime::Session& s);
// Local polynomial along a grid; with its pointwise interval when asked. Error 198 for a degree beyond 0 to 10.
void local_polynomial_layer(Layer& l, const KnownPairs& d, bool band, const WrittenPlot& p, const command::Context& c,
                            runtime::Session& s);
void kernel_density_curve(Layer& l, const WrittenPlot& p, const command::Context& c, runtime::Session& s);
// The normal density of the same mean and standard deviation along the points of the layer. Error 2000.
void normal_density_curve(Layer& l, const std::vector<double>& data);
// Bars in x, y and width. Returns what they measure: "Density", "Frequency" …
std::string histogram_bars(Layer& l, const WrittenPlot& p, const command::Context& c, runtime::Session& s);
// function y = exp, range(a b): the expression over a grid of x.
void function_curve(Layer& l, const WrittenPlot& p, runtime::Session& s);

}  // namespace nqp::kit
