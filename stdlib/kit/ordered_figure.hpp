// Figures of the ordered values of one variable: quantile, qnorm and pnorm differ in what they set them against.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/point_figure.hpp"

namespace nqp::kit {

struct OrderedFigureArgs {
  command::Variables variable;
  command::Sample sample;
  bool grid = false;
  std::vector<ast::Option> options;
};

struct OrderedValues {
  std::vector<double> values;          // ascending, none missing, at least one
  double mean = 0, sd = 0;             // sd `.` when all values are one
  std::string name, label;             // of the variable; the label is the name when it has none
};

command::Definition<OrderedFigureArgs> ordered_figure(const std::string& name, const std::string& title);

// Errors: 109 a string, 2000 no observations, and those of draw_point_figure.
void draw_ordered(const OrderedFigureArgs& a, runtime::Session& s, PointFigure (*place)(const OrderedValues& v));

}  // namespace nqp::kit
