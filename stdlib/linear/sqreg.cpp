// sqreg: several quantile regressions at once with the bootstrap covariance of all.
#include "stdlib/kit/quantile_estimation.hpp"

namespace nqp::commands::sqreg_ {
namespace {

using namespace command;

Output run(const kit::QuantileCall& a, const Context& c) { return kit::estimate_quantiles("sqreg", a, c); }

Command declare() {
  auto d = define<kit::QuantileCall>("sqreg", "Simultaneous quantile regression");
  kit::quantile_options(d)
      .numbers("Quantiles", &kit::QuantileCall::quantiles, "quantiles: shares, or percent from 1 on; .5 by default")
      .stores({{"e(n_q)", "number of quantiles"},
               {"e(q1)", "first quantile; e(q2) …"},
               {"e(q_v1)", "that quantile of the dependent variable"},
               {"e(sumadv1)", "sum of absolute deviations, minimised"},
               {"e(sumrdv1)", "the same about the raw quantile"},
               {"e(r2_p1)", "pseudo R-squared"},
               {"e(eqnames)", "names of the equations"}})
      .example("Quartiles, and a test that two slopes are equal",
               "sysuse auto\nset seed 1\nsqreg price weight length, quantiles(.25 .5 .75) reps(40)\n"
               "test [q25]weight = [q75]weight",
               "e(n_q) == 3 & r(p) <= 1 & _b[q50:weight] != _b[q25:weight]")
      .example("The coefficients are those of qreg",
               "sysuse auto\nquietly qreg price weight, quantile(.75)\nscalar b = _b[weight]\n"
               "sqreg price weight, q(25 75)",
               "_b[q75:weight] == b & e(reps) == 20");
  return d.runs(run);
}

}  // namespace

extern const Command sqreg_command = declare();

}  // namespace nqp::commands::sqreg_
