// logit: logistic regression of a 0/1 outcome.
#include "stdlib/kit/binary_outcome.hpp"

namespace nqp::commands::logit_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

Output run(const Args& a, const Context& c) {
  return kit::estimate_binary(kit::BinaryLink::logit, "logit", "Logistic regression", a, c);
}

Command command() {
  auto d = define<Args>("LOGIt", "Logistic regression, coefficients");
  kit::likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .flag("or", &Args::ratios, "odds ratios: exponentiated coefficients")
      .flag("COEF", &Args::coefficients, "coefficients (default)")
      .flag("asis", &Args::as_is, "keep regressors that predict perfectly, and their rows");
  return kit::likelihood_results(d)
      .stores({{"e(N_cdf)", "failures completely determined"},
               {"e(N_cds)", "successes completely determined"},
               {"e(N_drop)", "rows left out because a regressor predicts them perfectly"},
               {"e(rules)", "which regressors these are, if any"}})
      .remark("The outcome is 0 or not: every other nonmissing value counts as 1.")
      .remark("A regressor one of whose two values goes with a single outcome is left out together with those rows; a "
              "note says so. asis keeps both.")
      .example("Two groups: the log odds ratio by hand",
               "clear\ninput y x n\n1 1 30\n0 1 10\n1 0 20\n0 0 40\nend\nlogit y x [fweight=n]",
               "abs(_b[x] - ln((30*40)/(10*20))) < 1e-9 & abs(_se[x] - sqrt(1/30 + 1/10 + 1/20 + 1/40)) < 1e-9")
      .example("A perfect predictor leaves with its rows",
               "sysuse auto\ngenerate cheap = price < 3500 & foreign == 0\nlogit foreign mpg cheap",
               "e(N) == 74 - e(N_drop) & e(N_drop) > 0 & _b[cheap] == 0")
      .example("Predicted probabilities", "sysuse auto\nquietly logit foreign mpg\npredict double p\nsummarize p",
               "abs(r(mean) - 22/74) < 1e-9")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\nlogit foreign weight, vce(cluster rep78) offset(shift)",
               "e(N_clust) == 5 & e(df_m) == 1")
      .runs(run);
}

}  // namespace

extern const Command logit_command = command();

}  // namespace nqp::commands::logit_
