// The figure of placebo and permutation tests.
#pragma once

#include <string>
#include <vector>

#include "interpreter/runtime/session.hpp"

namespace nqp::kit {

struct PlaceboPicture {
  std::vector<double> b, p;   // of the draws; p `.` where the command gives no standard error
  double observed = 0;
  std::string x_title = "Placebo estimates";
};

// Shows and keeps: density of the estimates (left axis), their p-values (right axis), the observed estimate and p = .1
// as lines. At most 5,000 p-values are drawn. `options` are those of a figure, of marks for the density. Errors 198.
void show_placebo(const PlaceboPicture& p, const std::string& options, runtime::Session& s);

}  // namespace nqp::kit
