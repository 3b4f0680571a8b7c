// bsqreg: quantile regression with bootstrap standard errors.
#include "stdlib/kit/quantile_estimation.hpp"

namespace nqp::commands::bsqreg_ {
namespace {

using namespace command;

Output run(const kit::QuantileCall& a, const Context& c) { return kit::estimate_quantiles("bsqreg", a, c); }

Command declare() {
  auto d = define<kit::QuantileCall>("bsqreg", "Quantile regression with bootstrap standard errors");
  kit::quantile_options(d)
      .number("Quantile", &kit::QuantileCall::quantile, 0, 100,
              "quantile: a share, or percent from 1 on; the median by default")
      .stores({{"e(q)", "quantile"},
               {"e(q_v)", "quantile of the dependent variable"},
               {"e(sum_adev)", "sum of absolute deviations, minimised"},
               {"e(sum_rdev)", "the same about the raw quantile"},
               {"e(r2_p)", "pseudo R-squared"}})
      .example("The coefficients are those of qreg",
               "sysuse auto\nquietly qreg price weight length\nscalar b = _b[weight]\nset seed 1\n"
               "bsqreg price weight length, reps(40)",
               "_b[weight] == b & e(reps) == 40 & _se[weight] > 0 & e(df_r) == 71")
      .example("The lower quartile", "sysuse auto\nbsqreg price weight, quantile(25)",
               "e(q) == .25 & e(reps) == 20");
  return d.runs(run);
}

}  // namespace

extern const Command bsqreg_command = declare();

}  // namespace nqp::commands::bsqreg_
