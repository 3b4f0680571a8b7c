#include "stdlib/kit/group_scaling.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::center_ {
using namespace nqp::command;
namespace {

// One observation, or values all alike, cannot be standardised: missing.
kit::Scaling centre_of(std::span<const double> x, const std::string&, const kit::ScalingArgs& a) {
  const numeric::Summary s = numeric::summarize(x);
  return {s.mean, !a.standardize ? 1 : s.sd > 0 ? s.sd : data::missing};
}

Output run(const kit::ScalingArgs& a, const Context& c) {
  return kit::scale_within_groups(a, c, centre_of, "c_", a.standardize ? " (standardized)" : " (centered)");
}

Command command() {
  auto d = define<kit::ScalingArgs>("center", "Center or standardize variables");
  return kit::scaling_options(d)
      .flag("Standardize", &kit::ScalingArgs::standardize, "divide by the standard deviation")
      .remark("Interactions of centered variables leave the main effects at the means. New names begin with c_.")
      .example("New variables", "sysuse auto\ncenter price mpg\nsummarize c_price", "abs(r(mean)) < .001")
      .example("Standardized, within groups",
               "sysuse auto\nbysort foreign: center price, standardize prefix(z_) double\n"
               "summarize z_price if foreign",
               "abs(r(mean)) < 1e-12 & reldif(r(sd), 1) < 1e-12")
      .reference("After center by Ben Jann (SSC)")
      .runs(run);
}

}  // namespace

extern const Command center_command = command();

}  // namespace nqp::commands::center_
