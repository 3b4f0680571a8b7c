// xtprobit: probit model with normal random effects.
#include "stdlib/kit/panel_binary.hpp"

namespace nqp::commands::xtprobit_ {
namespace {

using namespace command;
using Args = kit::PanelBinaryArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_panel_binary(true, a, c); }

Command command() {
  auto d = define<Args>("XTPROBit", "Probit model with random effects for panels");
  kit::panel_binary_options(d);
  return kit::panel_binary_results(d)
      .reference("Butler, J. S. and Moffitt, R. (1982). A computationally efficient quadrature procedure for the "
                 "one-factor multinomial probit model. Econometrica 50, 761-764.")
      .example("Random effects against the pooled probit",
               "sysuse nlswork_sample\nxtset idcode year\nxtprobit union tenure not_smsa",
               "e(chi2_c) > 100 & e(rho) > .3 & abs(e(rho) - e(sigma_u)^2/(1 + e(sigma_u)^2)) < 1e-9")
      .example("Clustered by panel", "sysuse nlswork_sample\nxtset idcode year\n"
               "xtprobit union tenure, re vce(cluster idcode) intpoints(16)",
               "e(N_clust) == e(N_g) & e(n_quad) == 16")
      .runs(run);
}

}  // namespace

extern const Command xtprobit_command = command();

}  // namespace nqp::commands::xtprobit_
