// logistic: logistic regression that reports odds ratios.
#include "stdlib/kit/binary_outcome.hpp"

namespace nqp::commands::logistic_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

Output run(const Args& given, const Context& c) {
  Args a = given;
  a.ratios = !a.coefficients;
  return kit::estimate_binary(kit::BinaryLink::logit, "logistic", "Logistic regression", a, c);
}

Command command() {
  auto d = define<Args>("LOGISTic", "Logistic regression, odds ratios");
  kit::likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .flag("COEF", &Args::coefficients, "coefficients instead of odds ratios")
      .flag("or", &Args::ratios, "odds ratios (default)")
      .flag("asis", &Args::as_is, "keep regressors that predict perfectly, and their rows");
  return kit::likelihood_results(d)
      .stores({{"e(N_cdf)", "failures completely determined"},
               {"e(N_cds)", "successes completely determined"},
               {"e(N_drop)", "rows left out because a regressor predicts them perfectly"},
               {"e(rules)", "which regressors these are, if any"}})
      .remark("e(b) holds coefficients; only the table shows exp(b).")
      .example("The odds ratio of a table",
               "clear\ninput y x n\n1 1 30\n0 1 10\n1 0 20\n0 0 40\nend\nlogistic y x [fweight=n]",
               "abs(exp(_b[x]) - 6) < 1e-8")
      .example("The same model as logit",
               "sysuse auto\nquietly logit foreign mpg\nscalar loglik = e(ll)\nlogistic foreign mpg",
               "abs(e(ll) - loglik) < 1e-10 & e(df_m) == 1")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\nlogistic foreign weight, vce(cluster rep78) offset(shift)",
               "e(N_clust) == 5 & e(df_m) == 1")
      .example("A perfect predictor leaves with its rows",
               "sysuse auto\ngenerate cheap = price < 3500 & foreign == 0\nlogistic foreign mpg cheap",
               "e(N) == 74 - e(N_drop) & e(N_drop) > 0 & _b[cheap] == 0")
      .runs(run);
}

}  // namespace

extern const Command logistic_command = command();

}  // namespace nqp::commands::logistic_
