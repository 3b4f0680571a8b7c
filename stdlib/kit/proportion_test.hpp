// Tests of proportions, reported and stored: shared by prtest and prtesti.
#pragma once

#include <string>

#include "interpreter/command/output.hpp"

namespace nqp::kit {

struct SampleProportion {
  std::string name;
  double n = 0, p = 0;
};

// Error 198 for a hypothesis outside (0, 1).
command::Output report_one_proportion(const SampleProportion& p, double hypothesis, double level);
command::Output report_two_proportions(const SampleProportion& a, const SampleProportion& b, double level);

}  // namespace nqp::kit
