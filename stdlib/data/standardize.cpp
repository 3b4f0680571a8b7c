// standardize: mean 0 and standard deviation 1.
#include "stdlib/kit/group_scaling.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::standardize_ {
using namespace nqp::command;
namespace {

kit::Scaling z_score(std::span<const double> x, const std::string&, const kit::ScalingArgs&) {
  const numeric::Summary s = numeric::summarize(x);
  return {s.mean, s.sd > 0 ? s.sd : data::missing};
}

Output run(const kit::ScalingArgs& a, const Context& c) {
  return kit::scale_within_groups(a, c, z_score, "z_", " (standardized)");
}

Command command() {
  auto d = define<kit::ScalingArgs>("standardize", "Variables with mean 0 and standard deviation 1");
  return kit::scaling_options(d)
      .text("stub", &kit::ScalingArgs::prefix, "the same as prefix()")
      .flag("listwise", &kit::ScalingArgs::casewise, "the same as casewise")
      .alias("zscore")
      .remark("z = (x - mean) / sd, the sd with divisor n - 1. New names begin with z_. Values that are all alike, or "
              "alone in a group, become missing.")
      .example("All rows", "sysuse auto\nstandardize price mpg, double\nsummarize z_mpg", "reldif(r(sd), 1) < 1e-12")
      .example("Within groups", "sysuse auto\nzscore price, by(foreign) double\nsummarize z_price if foreign",
               "abs(r(mean)) < 1e-12 & reldif(r(sd), 1) < 1e-12")
      .runs(run);
}

}  // namespace

extern const Command standardize_command = command();

}  // namespace nqp::commands::standardize_
