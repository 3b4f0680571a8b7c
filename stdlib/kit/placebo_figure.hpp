// The figure of placebo and permutation tests.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

struct PlaceboPicture {
  std::vector<double> b, p;   // of the draws; p `.` where the command gives no standard error
  double observed = 0;
  std::string x_title = "Placebo estimates";
};

// Density of the estimates (left axis), their p-values (right axis), the observed estimate and p = .1 as lines. At most
// 5,000 p-values are drawn. `marks` receives the density's layer.
Chart placebo_chart(const PlaceboPicture& p, std::vector<std::size_t>& marks);

}  // namespace nqp::kit
