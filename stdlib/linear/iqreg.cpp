// iqreg: interquantile regression, the difference of the coefficients of two quantiles.
#include "stdlib/kit/quantile_estimation.hpp"

namespace nqp::commands::iqreg_ {
namespace {

using namespace command;

Output run(const kit::QuantileCall& a, const Context& c) { return kit::estimate_quantiles("iqreg", a, c); }

Command declare() {
  auto d = define<kit::QuantileCall>("iqreg", "Interquantile-range regression");
  kit::quantile_options(d)
      .numbers("Quantiles", &kit::QuantileCall::quantiles, "two quantiles: shares, or percent from 1 on; .25 .75")
      .stores({{"e(q0)", "lower quantile"},
               {"e(q1)", "upper quantile"},
               {"e(sumadev0)", "sum of absolute deviations of the lower quantile, minimised; e(sumadev1) of the upper"},
               {"e(sumrdev0)", "the same about the raw quantile; e(sumrdev1)"}})
      .example("The difference of two quantile regressions, with the variance sqreg gives it",
               "sysuse auto\nset seed 1\nquietly sqreg price weight, quantiles(.25 .75) reps(40)\n"
               "quietly lincom [q75]weight - [q25]weight\nscalar b = r(estimate)\nscalar s = r(se)\nset seed 1\n"
               "iqreg price weight, reps(40)",
               "abs(_b[weight] - b) < 1e-10 & abs(_se[weight]/s - 1) < 1e-10 & e(q0) == .25");
  return d.runs(run);
}

}  // namespace

extern const Command iqreg_command = declare();

}  // namespace nqp::commands::iqreg_
