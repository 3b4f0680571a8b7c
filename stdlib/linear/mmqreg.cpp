// mmqreg: quantile regression by moments, with any number of fixed effects.
#include "stdlib/kit/moment_quantile_estimation.hpp"

namespace nqp::commands::mmqreg_ {
namespace {

using namespace command;

Output run(const kit::MomentQuantileCall& a, const Context& c) {
  return kit::estimate_moment_quantiles("mmqreg", a, a.absorb, c);
}

Command declare() {
  auto d = define<kit::MomentQuantileCall>("mmqreg", "Quantile regression by moments");
  return kit::moment_quantile_options(d)
      .text("Absorb", &kit::MomentQuantileCall::absorb, "fixed effects")
      .reference("After mmqreg by Fernando Rios-Avila (SSC)")
      .example("Quartiles",
               "sysuse auto\nmmqreg price weight, quantiles(25 50 75)\nregress price weight\nscalar b = _b[weight]\n"
               "mmqreg price weight, q(25 75)",
               "reldif(_b[location:weight], b) < 1e-10 & _b[q75:weight] > _b[q25:weight]")
      .example("Fixed effects, clustered errors",
               "sysuse grunfeld\nmmqreg invest mvalue kstock, absorb(firm) quantile(.5) cluster(firm)",
               "e(N_clust) == 10 & abs(_b[location:mvalue] - .1101238) < 1e-6")
      .runs(run);
}

}  // namespace

extern const Command mmqreg_command = declare();

}  // namespace nqp::commands::mmqreg_
