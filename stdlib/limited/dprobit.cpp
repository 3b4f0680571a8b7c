// dprobit: probit, shown as changes in probability.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::dprobit_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

void act(const Args& a, runtime::Session& s) {
  s.quietly([&] { s.run_command("probit " + a.line); });
  s.run_command("mfx");
  Results& e = s.estimates_slot()->results;
  if (const eval::Matrix* m = e.find_matrix("Xmfx_dydx")) e.matrix("dfdx", *m);
  if (const eval::Matrix* m = e.find_matrix("Xmfx_se_dydx")) e.matrix("se_dfdx", *m);
}

}  // namespace

extern const Command dprobit_command =
    define<Args>("dprobit", "Probit shown as changes in probability")
        .raw(&Args::line)
        .no_by()
        .stores({{"e(dfdx)", "changes in probability, at the means of the regressors"},
                 {"e(se_dfdx)", "their standard errors"},
                 {"e(b)", "coefficients of the probit model"}})
        .changes(Effect::estimates | Effect::results)
        .remark(
            "probit and then mfx: regressors that are 0 or 1 change from 0 to 1, others marginally. Syntax and options "
            "are those of probit.")
        .example("At the means",
                 "sysuse auto\nquietly probit foreign mpg weight\nmargins, dydx(mpg) atmeans\nscalar M = r(b)[1,1]\n"
                 "dprobit foreign mpg weight\nmatrix D = e(dfdx)",
                 "abs(D[1,1] - M) < 1e-12 & e(N) == 74")
        .example("Robust errors", "sysuse auto\ndprobit foreign mpg, robust\nmatrix S = e(se_dfdx)", "S[1,1] > 0")
        .acts(act);

}  // namespace nqp::commands::dprobit_
