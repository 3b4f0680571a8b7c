// reg3: systems of simultaneous equations, three-stage least squares.
#include "grammar/ast/error.hpp"
#include "stdlib/kit/system_estimation.hpp"

namespace nqp::commands::reg3_ {
namespace {

using namespace command;

struct Args : kit::SystemArgs {
  kit::SystemMethod method = kit::SystemMethod::three_stage;
};

Output run(const Args& a, const Context& c) { return kit::estimate_system("reg3", a.method, a, c); }

Command command() {
  auto d = define<Args>("reg3", "Three-stage least squares");
  return kit::system_declaration(d)
      .one_of(&Args::method,
              {{"3sls", kit::SystemMethod::three_stage},
               {"2sls", kit::SystemMethod::two_stage},
               {"ols", kit::SystemMethod::ols},
               {"SUre", kit::SystemMethod::sure}},
              "three-stage (default), two-stage or ordinary least squares, or seemingly unrelated regressions")
      .flag("Ireg3", &Args::iterate, "iterate until the covariances do not change")
      .flag("DFK", &Args::adjusted, "covariances with degrees of freedom instead of observations")
      .term_list("ENDog", &Args::endogenous, "endogenous variables beside the dependent ones")
      .term_list("EXog", &Args::exogenous, "exogenous variables that are in no equation, or dependent in one")
      .term_list("INst", &Args::instruments, "all exogenous variables; replaces what the equations say")
      .stores({{"e(exog)", "exogenous variables"}, {"e(F_1)", "test of the slopes of equation 1 with small"}})
      .reference("Zellner, A. and Theil, H. (1962). Three stage least squares. Econometrica 30, 54-78.")
      .remark(
          "Right-hand variables are exogenous unless they are dependent in an equation or in endog(). 2sls and ols "
          "have small-sample statistics.")
      .example(
          "Supply and demand",
          "clear\nset seed 7\nset obs 500\ngenerate z1 = rnormal()\ngenerate z2 = rnormal()\ngenerate u = rnormal()\n"
          "generate p = z1 - z2 + u\ngenerate q = 1 + .5*p + z2 + u + rnormal()\n"
          "reg3 (q p z2) (p q z1)",
          "abs([q]_b[p] - .5) < .3 & e(k_eq) == 2")
      .example("Two-stage least squares is ivregress with small",
               "sysuse mroz\nquietly ivregress 2sls lwage exper (educ = motheduc fatheduc), small\n"
               "scalar B = _b[educ]\nscalar S = _se[educ]\n"
               "reg3 (lwage educ exper) (educ motheduc fatheduc exper), 2sls",
               "abs([lwage]_b[educ] - B) < 1e-9 & abs([lwage]_se[educ] - S) < 1e-9 & e(F_1) > 0")
      .runs(run);
}

}  // namespace

extern const Command reg3_command = command();

}  // namespace nqp::commands::reg3_
