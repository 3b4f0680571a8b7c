// Variables shifted and scaled within groups: what center, standardize and minmax share.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/group_values.hpp"

namespace nqp::kit {

struct ScalingArgs {
  command::Variables variables, by, negative;
  command::Sample sample;
  std::string prefix, generate;
  bool standardize = false, inplace = false, replace = false, casewise = false, no_label = false, doubles = false;
};

// (x - shift) / divisor; a divisor of `.` makes all values of the group missing.
struct Scaling {
  double shift = 0, divisor = 1;
};
using ScalingOf = Scaling (*)(std::span<const double> values, const std::string& variable, const ScalingArgs& a);

// New variables (or the variables themselves, inplace) scaled within by() or the groups of the prefix. `ending` is put
// behind the labels. Errors 110, 198.
command::Output scale_within_groups(const ScalingArgs& a, const command::Context& c, ScalingOf scaling,
                                    std::string_view prefix, std::string_view ending);

command::Definition<ScalingArgs>& scaling_options(command::Definition<ScalingArgs>& d);

}  // namespace nqp::kit
