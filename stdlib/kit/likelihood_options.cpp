#include "stdlib/kit/likelihood_options.hpp"

namespace nqp::kit {

using command::WeightKind;
command::Definition<LikelihoodArgs>& likelihood_options(command::Definition<LikelihoodArgs>& d) {
  return d.dependent(&LikelihoodArgs::y)
      .terms(&LikelihoodArgs::x, {0})
      .replays()
      .if_in(&LikelihoodArgs::sample)
      .vce(&LikelihoodArgs::vce, {"oim", "robust", "cluster"})
      .flag("noCONStant", &LikelihoodArgs::no_constant, "no constant term")
      .variable("OFFset", &LikelihoodArgs::offset, "variable whose coefficient is fixed at 1")
      .text("CONSTraints", &LikelihoodArgs::constraints, "numbers of the constraints on coefficients, as in 1/3 5")
      .number("Level", &LikelihoodArgs::level, 10, 99.99, "confidence level in percent")
      .integer("ITERate", &LikelihoodArgs::iterations, 0, 16000, "most iterations (300)")
      .number("TOLerance", &LikelihoodArgs::tolerance, 0, 1, "accepted; iterations always run until nothing changes")
      .flag("noLOg", &LikelihoodArgs::no_log, "leave out the iteration log")
      .flag("LOg", &LikelihoodArgs::ignored, "show the iteration log (default)")
      .flag("noHEader", &LikelihoodArgs::no_header, "leave out what stands above the coefficients")
      .flag("NOTable", &LikelihoodArgs::no_table, "leave out the coefficients")
      .flag("BASElevels", &LikelihoodArgs::base_levels, "show the base levels of factor variables");
}

command::Definition<LikelihoodArgs>& likelihood_results(command::Definition<LikelihoodArgs>& d) {
  return d.stores({{"e(N)", "number of observations"},
                   {"e(ll)", "log likelihood"},
                   {"e(ll_0)", "log likelihood, constant only"},
                   {"e(df_m)", "model degrees of freedom: slopes estimated"},
                   {"e(chi2)", "likelihood-ratio test of all slopes; Wald with robust variances"},
                   {"e(p)", "its p-value"},
                   {"e(r2_p)", "McFadden's pseudo R-squared"},
                   {"e(rank)", "rank of e(V)"},
                   {"e(k)", "number of parameters, omitted ones included"},
                   {"e(ic)", "iterations"},
                   {"e(converged)", "1 when converged"},
                   {"e(N_clust)", "number of clusters"},
                   {"e(b)", "coefficients"},
                   {"e(V)", "their variances and covariances"},
                   {"e(V_modelbased)", "inverse of the observed information, when e(V) is another"},
                   {"e(chi2type)", "LR or Wald"},
                   {"e(depvar)", "name of the dependent variable"},
                   {"e(offset)", "the offset as predict adds it"},
                   {"e(vce)", "oim, robust or cluster"},
                   {"e(clustvar)", "cluster variables"},
                   {"e(cmd)", "name of the command"},
                   {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(command::Effect::estimates | command::Effect::results)
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., chapters 14, 17 and 18.")
      .remark("Robust and clustered variances have the factors N/(N-1) and G/(G-1); tests are z and chi-squared.");
}

DisplayOptions likelihood_display(const LikelihoodArgs& a, const std::string& eform) {
  DisplayOptions o = a;
  if (a.ratios) o.eform = eform;
  return o;
}

}  // namespace nqp::kit
