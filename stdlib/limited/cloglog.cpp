// cloglog: complementary log-log regression of a 0/1 outcome.
#include "stdlib/kit/binary_outcome.hpp"

namespace nqp::commands::cloglog_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

Output run(const Args& a, const Context& c) {
  return kit::estimate_binary(kit::BinaryLink::cloglog, "cloglog", "Complementary log-log regression", a, c);
}

Command command() {
  auto d = define<Args>("cloglog", "Complementary log-log regression");
  kit::likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .flag("EForm", &Args::ratios, "exponentiated coefficients")
      .flag("asis", &Args::as_is, "keep regressors that predict perfectly, and their rows");
  return kit::likelihood_results(d)
      .stores({{"e(N_cdf)", "failures completely determined"},
               {"e(N_cds)", "successes completely determined"},
               {"e(N_drop)", "rows left out because a regressor predicts them perfectly"},
               {"e(rules)", "which regressors these are, if any"}})
      .remark("P(y=1) = 1 - exp(-exp(xb)).")
      .example("Two groups by hand",
               "clear\ninput y x n\n1 1 30\n0 1 10\n1 0 20\n0 0 40\nend\ncloglog y x [fweight=n]",
               "abs(_b[x] - (ln(-ln(.25)) - ln(-ln(2/3)))) < 1e-9")
      .example("Without covariates", "sysuse auto\ncloglog foreign", "abs(_b[_cons] - cloglog(22/74)) < 1e-9")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\ncloglog foreign weight, vce(cluster rep78) offset(shift)",
               "e(N_clust) == 5 & e(df_m) == 1")
      .example("A perfect predictor leaves with its rows",
               "sysuse auto\ngenerate cheap = price < 3500 & foreign == 0\ncloglog foreign mpg cheap",
               "e(N) == 74 - e(N_drop) & e(N_drop) > 0 & _b[cheap] == 0")
      .runs(run);
}

}  // namespace

extern const Command cloglog_command = command();

}  // namespace nqp::commands::cloglog_
