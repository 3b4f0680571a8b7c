// sureg: seemingly unrelated regressions.
#include "stdlib/kit/system_estimation.hpp"

namespace nqp::commands::sureg_ {
namespace {

using namespace command;

struct Args : kit::SystemArgs {};

Output run(const Args& a, const Context& c) { return kit::estimate_system("sureg", kit::SystemMethod::sure, a, c); }

Command command() {
  auto d = define<Args>("sureg", "Seemingly unrelated regressions");
  return kit::system_declaration(d)
      .flag("Isure", &Args::iterate, "iterate to the maximum of the likelihood")
      .flag("DFK", &Args::adjusted, "covariances with degrees of freedom instead of observations")
      .stores({{"e(chi2_bp)", "Breusch-Pagan test of independence"}, {"e(df_bp)", "its degrees of freedom"}})
      .reference(
          "Zellner, A. (1962). An efficient method of estimating seemingly unrelated regressions. JASA 57, 348-368.")
      .remark(
          "Equations are (y x1 x2), (name: y x1, noconstant) or (y1 y2 = x1 x2). Coefficients are [y1]_b[x1]; "
          "test [y1]x = [y2]x and predict, equation(y2) follow it.")
      .example("Equal regressors: least squares of every equation",
               "sysuse auto\nquietly regress price weight mpg\nscalar B = _b[weight]\n"
               "sureg (price weight mpg) (length weight mpg), corr",
               "abs([price]_b[weight] - B) < 1e-8*abs(B) & e(k_eq) == 2 & e(N) == 74")
      .example("A restriction across equations",
               "sysuse auto\nsureg (price foreign mpg displacement) (weight foreign length)\ntest [price]foreign = "
               "[weight]foreign",
               "r(df) == 1 & r(p) < .05 & e(r2_2) > .8")
      .runs(run);
}

}  // namespace

extern const Command sureg_command = command();

}  // namespace nqp::commands::sureg_
