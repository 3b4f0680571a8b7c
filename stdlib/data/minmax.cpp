// minmax: variables scaled to 0 … 1.
#include <algorithm>

#include "stdlib/kit/group_scaling.hpp"

namespace nqp::commands::minmax_ {
using namespace nqp::command;
namespace {

kit::Scaling range_of(std::span<const double> x, const std::string& name, const kit::ScalingArgs& a) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const double range = *high - *low;
  if (!(range > 0)) return {0, data::missing};
  const bool negative = std::find(a.negative.begin(), a.negative.end(), name) != a.negative.end();
  return negative ? kit::Scaling{*high, -range} : kit::Scaling{*low, range};
}

Output run(const kit::ScalingArgs& a, const Context& c) {
  for (const std::string& name : a.negative)
    if (std::find(a.variables.begin(), a.variables.end(), name) == a.variables.end())
      throw Error(198, "negative(): " + name + " is not among the variables");
  return kit::scale_within_groups(a, c, range_of, "n_", " (scaled to 0-1)");
}

Command command() {
  auto d = define<kit::ScalingArgs>("minmax", "Variables scaled to 0-1");
  return kit::scaling_options(d)
      .variables("NEGative", &kit::ScalingArgs::negative, "the less the better: (max - x) / (max - min)")
      .remark("(x - min) / (max - min). New names begin with n_. Values that are all alike become missing.")
      .example("One direction and the other",
               "sysuse auto\nminmax price mpg, negative(price) double\nsummarize n_price",
               "r(min) == 0 & r(max) == 1 & n_price[13] == 0")
      .example("Within years", "sysuse grunfeld\nminmax invest, by(year) generate(s)\nsummarize s if year == 1940",
               "r(min) == 0 & r(max) == 1")
      .runs(run);
}

}  // namespace

extern const Command minmax_command = command();

}  // namespace nqp::commands::minmax_
