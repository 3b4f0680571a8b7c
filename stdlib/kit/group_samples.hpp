// The values of one variable with the group and period of each, for measures that compare groups.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "stdlib/kit/observed.hpp"

namespace nqp::kit {

struct GroupSample {
  std::string label;                    // of the period; empty without periods
  double time = 0;                      // `.` without periods
  std::vector<double> x, w;             // w is empty without weights
  std::vector<std::uint32_t> groups;    // one per value; empty without groups
  std::vector<std::string> names;       // of the groups, in the order of their values
};

// One sample for each period (one in all when `time` is empty), rows with missing values left out. Errors: 2000, 459
// for negative values and weights of measures that take none, 401 and 402.
std::vector<GroupSample> group_samples(const std::string& variable, const std::string& groups, const std::string& time,
                                       const command::Sample& sample, const command::Weight& weight,
                                       const command::Context& c);

// Non-missing values of every variable, or of one variable in every group of `over`, with labels for figures. Errors:
// 198 over() with several variables, 2000 no observations.
struct LabelledValues {
  std::string label;
  std::vector<double> x;
};
std::vector<LabelledValues> labelled_values(const command::Variables& variables, const std::string& over,
                                            const command::Sample& sample, const command::Context& c);

}  // namespace nqp::kit
