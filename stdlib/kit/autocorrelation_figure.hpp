// Autocorrelations of one series as a figure with a band: ac and pac.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/autocorrelations.hpp"

namespace nqp::kit {

struct AutocorrelationFigureArgs {
  command::Variables variable;
  command::Sample sample;
  int lags = 0;
  double level = 0;
  std::vector<ast::Option> options;
};

command::Definition<AutocorrelationFigureArgs> autocorrelation_figure(const std::string& name,
                                                                      const std::string& title);

// One curve of the autocorrelations and the standard errors that white noise would have at each lag.
struct AutocorrelationCurve {
  std::vector<double> values, errors;
  std::string title;                   // in front of "of <variable>"
};

// Errors as autocorrelations() and draw_point_figure().
void draw_autocorrelations(const AutocorrelationFigureArgs& a, runtime::Session& s,
                           AutocorrelationCurve (*curve)(const Autocorrelations& r));

}  // namespace nqp::kit
