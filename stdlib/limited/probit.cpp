// probit: probit regression of a 0/1 outcome.
#include "stdlib/kit/binary_outcome.hpp"

namespace nqp::commands::probit_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

Output run(const Args& a, const Context& c) {
  return kit::estimate_binary(kit::BinaryLink::probit, "probit", "Probit regression", a, c);
}

Command command() {
  auto d = define<Args>("PROBit", "Probit regression");
  kit::likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .flag("asis", &Args::as_is, "keep regressors that predict perfectly, and their rows");
  return kit::likelihood_results(d)
      .stores({{"e(N_cdf)", "failures completely determined"},
               {"e(N_cds)", "successes completely determined"},
               {"e(N_drop)", "rows left out because a regressor predicts them perfectly"},
               {"e(rules)", "which regressors these are, if any"}})
      .remark("Standard errors come from the observed information; programs for generalised linear models use the "
              "expected one, which differs for probit.")
      .example("Two groups: differences of normal quantiles",
               "clear\ninput y x n\n1 1 30\n0 1 10\n1 0 20\n0 0 40\nend\nprobit y x [fweight=n]",
               "abs(_b[x] - (invnormal(.75) - invnormal(1/3))) < 1e-9")
      .example("Robust standard errors", "sysuse auto\nprobit foreign mpg weight, vce(robust)",
               "e(chi2type) == \"Wald\" & e(N) == 74")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\nprobit foreign weight, vce(cluster rep78) offset(shift)",
               "e(N_clust) == 5 & e(df_m) == 1")
      .example("A perfect predictor leaves with its rows",
               "sysuse auto\ngenerate cheap = price < 3500 & foreign == 0\nprobit foreign mpg cheap",
               "e(N) == 74 - e(N_drop) & e(N_drop) > 0 & _b[cheap] == 0")
      .runs(run);
}

}  // namespace

extern const Command probit_command = command();

}  // namespace nqp::commands::probit_
