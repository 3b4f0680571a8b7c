// etregress: linear regression with an endogenous 0/1 treatment.
#include "stdlib/kit/treatment_outcome.hpp"

namespace nqp::commands::etregress_ {
namespace {

using namespace command;

Output run(const kit::TreatmentCall& a, const Context& c) { return kit::estimate_treatment("etregress", a, c); }

Command command() {
  auto d = define<kit::TreatmentCall>("ETREGress", "Linear regression with an endogenous treatment");
  return kit::treatment_options(d)
      .example("Is union membership chosen? Two equations, one correlation",
               "sysuse mroz\ngenerate lw = ln(wage)\netregress lw educ exper, treat(city = unem huseduc)",
               "e(chi2_c) >= 0 & abs(e(rho)) < 1 & e(df_m) == 3 & abs(e(lambda) - e(rho)*e(sigma)) < 1e-10")
      .example("Two-step: the hazard among the regressors",
               "sysuse mroz\nquietly etregress hours educ kidslt6, treat(city = huseduc) twostep hazard(h)\n"
               "scalar B = _b[1.city]\nquietly regress hours educ kidslt6 city h",
               "abs(_b[city] - B) < 1e-6*abs(B)")
      .example("Clustered", "sysuse mroz\netregress hours educ, treat(city = huseduc) vce(cluster unem)",
               "e(N_clust) > 5 & e(chi2_ct) == \"Wald\"")
      .runs(run);
}

}  // namespace

extern const Command etregress_command = command();

}  // namespace nqp::commands::etregress_
