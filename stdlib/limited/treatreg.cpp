// treatreg: etregress under its old name.
#include "stdlib/kit/treatment_outcome.hpp"

namespace nqp::commands::treatreg_ {
namespace {

using namespace command;

Output run(const kit::TreatmentCall& a, const Context& c) { return kit::estimate_treatment("treatreg", a, c); }

Command command() {
  auto d = define<kit::TreatmentCall>("treatreg", "Linear regression with an endogenous treatment");
  return kit::treatment_options(d)
      .remark("etregress is the present name of the same estimator.")
      .example("The same as etregress",
               "sysuse mroz\nquietly etregress hours educ, treat(city = huseduc)\nscalar L = e(ll)\n"
               "treatreg hours educ, treat(city = huseduc)",
               "e(ll) == L & e(method) == \"ml\" & e(chi2_ct) == \"LR\"")
      .example("Clustered", "sysuse mroz\ntreatreg hours educ, treat(city = huseduc) vce(cluster unem)",
               "e(chi2_ct) == \"Wald\" & e(selambda) > 0")
      .runs(run);
}

}  // namespace

extern const Command treatreg_command = command();

}  // namespace nqp::commands::treatreg_
