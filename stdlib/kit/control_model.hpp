// What synth is asked for and the panel it reads: one treated unit, its controls, predictors and periods.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "stdlib/numeric/did/synthetic_control.hpp"

namespace nqp::kit {

// A predictor: the mean of a variable over periods.
struct ControlPredictor {
  std::string variable, label;
  std::vector<double> periods;   // empty: those of xperiod()
};

struct ControlPanel {
  std::vector<double> units, times;                 // ascending
  std::map<std::string, numeric::Matrix> values;    // times × units; NaN where missing
  std::size_t time(double t) const;                 // error 198 for a period that does not occur
  std::size_t place(double unit) const;
};

struct ControlModel {
  std::string outcome;
  std::vector<ControlPredictor> predictors;
  double treated = 0, start = 0;
  std::vector<double> controls, xperiod, mspe, results;
  numeric::Importance importance = numeric::Importance::regression;
  std::vector<double> given;
  bool all_starts = false, figure = false, placebo = false, replace = false;
  std::string names, file, figure_options, placebo_options;
};

// "y x1 x2(1980 1985), trunit(3) trperiod(1989) …". Errors: 100, 103, 111 and 198.
ControlModel read_control_model(const std::string& raw, const command::Context& c);

// Outcome and predictors; errors 459 when the data are not xtset.
ControlPanel read_control_panel(const ControlModel& m, const command::Context& c);

// Fills in what was not said: periods before treatment, all other units. Errors: 198 for units and periods that do not
// occur, 459 with fewer than two controls.
void complete_control_model(ControlModel& m, const ControlPanel& p);

// Predictors and outcomes of a unit and of its controls. Error 459 where one is missing.
numeric::ControlPool control_pool(const ControlModel& m, const ControlPanel& p, double treated,
                                  const std::vector<double>& controls);

}  // namespace nqp::kit
