// What commands that maximise a likelihood take and store, for arguments that add members to LikelihoodArgs.
#pragma once

#include "stdlib/kit/likelihood_options.hpp"

namespace nqp::kit {

// if, in, level(), iterate(), nolog and how results are shown: every command that maximises a likelihood has these.
template <class Args>
command::Definition<Args>& maximisation_options(command::Definition<Args>& d) {
  return d.if_in(&Args::sample)
      .text("CONSTraints", &Args::constraints, "numbers of the constraints on coefficients, as in 1/3 5")
      .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
      .integer("ITERate", &Args::iterations, 0, 16000, "most iterations (300)")
      .number("TOLerance", &Args::tolerance, 0, 1, "accepted; iterations always run until nothing changes")
      .flag("noLOg", &Args::no_log, "leave out the iteration log")
      .flag("LOg", &Args::ignored, "show the iteration log (default)")
      .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
      .flag("NOTable", &Args::no_table, "leave out the coefficients")
      .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables");
}

template <class Args>
command::Definition<Args>& common_likelihood_options(command::Definition<Args>& d) {
  d.dependent(&Args::y)
      .terms(&Args::x, {0})
      .replays()
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .flag("noCONStant", &Args::no_constant, "no constant term")
      .variable("OFFset", &Args::offset, "variable whose coefficient is fixed at 1");
  return maximisation_options(d);
}

// What all of them store.
template <class Args>
command::Definition<Args>& common_likelihood_results(command::Definition<Args>& d) {
  return d
      .stores({{"e(N)", "number of observations"},
               {"e(ll)", "log likelihood"},
               {"e(df_m)", "model degrees of freedom: slopes estimated"},
               {"e(chi2)", "test of all slopes: likelihood ratio, or Wald with robust variances"},
               {"e(p)", "its p-value"},
               {"e(rank)", "rank of e(V)"},
               {"e(k)", "number of parameters, omitted ones included"},
               {"e(k_eq)", "number of equations, ancillary parameters included"},
               {"e(ic)", "iterations"},
               {"e(converged)", "1 when converged"},
               {"e(N_clust)", "number of clusters"},
               {"e(b)", "coefficients"},
               {"e(V)", "their variances and covariances"},
               {"e(V_modelbased)", "inverse of the observed information, when e(V) is another"},
               {"e(chi2type)", "LR or Wald"},
               {"e(depvar)", "name of the dependent variable"},
               {"e(vce)", "oim, robust or cluster"},
               {"e(clustvar)", "cluster variables"},
               {"e(cmd)", "name of the command"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(command::Effect::estimates | command::Effect::results)
      .remark("Robust and clustered variances have the factors N/(N-1) and G/(G-1).");
}

}  // namespace nqp::kit
