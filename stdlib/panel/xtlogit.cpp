// xtlogit: logit models for panels, conditional on the panel or with normal random effects.
#include "stdlib/kit/panel_binary.hpp"

namespace nqp::commands::xtlogit_ {
namespace {

using namespace command;
using Args = kit::PanelBinaryArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_panel_binary(false, a, c); }

Command command() {
  auto d = define<Args>("XTLOGit", "Logit models for panels");
  kit::panel_binary_options(d)
      .flag("fe", &Args::fixed, "conditional fixed effects")
      .flag("or", &Args::ratios, "odds ratios: exponentiated coefficients");
  return kit::panel_binary_results(d)
      .stores({{"e(N_drop)", "rows left out: panels with one outcome only (fe)"},
               {"e(N_group_drop)", "such panels (fe)"},
               {"e(r2_p)", "McFadden's pseudo R-squared (fe)"}})
      .reference("Chamberlain, G. (1980). Analysis of covariance with qualitative data. Review of Economic Studies 47, "
                 "225-238.")
      .remark("fe is clogit with the panels as groups.")
      .example("Fixed effects: the conditional logit",
               "sysuse nlswork_sample\nxtset idcode year\nquietly clogit union tenure not_smsa, group(idcode)\n"
               "scalar B0 = _b[tenure]\nscalar S0 = _se[tenure]\nxtlogit union tenure not_smsa, fe",
               "abs(_b[tenure] - B0) < 1e-10 & abs(_se[tenure] - S0) < 1e-10 & e(N_drop) > 0")
      .example("Random effects, clustered by panel",
               "sysuse nlswork_sample\nxtset idcode year\nxtlogit union tenure not_smsa, re vce(cluster idcode)",
               "e(rho) > .3 & e(rho) < .9 & e(N_clust) == e(N_g) & e(n_quad) == 12")
      .example("The random effects against the pooled logit",
               "sysuse nlswork_sample\nxtset idcode year\nxtlogit union tenure",
               "e(chi2_c) > 100 & e(ll) > e(ll_c) & abs(e(sigma_u)^2 - exp(_b[/lnsig2u])) < 1e-9")
      .runs(run);
}

}  // namespace

extern const Command xtlogit_command = command();

}  // namespace nqp::commands::xtlogit_
