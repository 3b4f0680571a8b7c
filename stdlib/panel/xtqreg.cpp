// xtqreg: quantile regression by moments with fixed effects of panels.
#include "stdlib/kit/moment_quantile_estimation.hpp"

namespace nqp::commands::xtqreg_ {
namespace {

using namespace command;

Output run(const kit::MomentQuantileCall& a, const Context& c) {
  std::string panel = a.panel;
  if (panel.empty() && c.frame.panel) panel = c.frame.panel->panel;
  if (panel.empty() && !a.y.empty())
    throw Error(459, "panel variable not set; use xtset", std::nullopt, {"or name it: i(id)"});
  return kit::estimate_moment_quantiles("xtqreg", a, panel, c);
}

Command declare() {
  auto d = define<kit::MomentQuantileCall>("xtqreg", "Quantile regression with fixed effects by moments");
  return kit::moment_quantile_options(d)
      .variable("Id", &kit::MomentQuantileCall::panel, "the panels; those of xtset when not given")
      .reference("After xtqreg by Machado and Santos Silva (SSC)")
      .example("The median",
               "sysuse grunfeld\nxtset firm year\nxtqreg invest mvalue kstock, vce(cluster firm)",
               "abs(_b[location:mvalue] - .1101238) < 1e-6 & e(N_clust) == 10")
      .example("Slopes of quantiles are those of the location plus q times the scale's",
               "sysuse grunfeld\nxtqreg invest mvalue kstock, i(firm) quantile(.1 .9)\nmatrix q = e(q)",
               "reldif(_b[q90:kstock], _b[location:kstock] + q[1,2]*_b[scale:kstock]) < 1e-12")
      .runs(run);
}

}  // namespace

extern const Command xtqreg_command = declare();

}  // namespace nqp::commands::xtqreg_
