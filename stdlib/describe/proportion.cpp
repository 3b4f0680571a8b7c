// proportion: shares of the levels of variables.
#include "stdlib/kit/domain_estimates.hpp"

namespace nqp::commands::proportion_ {
namespace {

using namespace command;
using Args = kit::DomainArgs;

Output run(const Args& a, const Context& c) {
  return kit::estimate_domains("proportion", numeric::Estimand::proportion, a, c);
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("proportion", "Proportions and their standard errors");
  d.terms(&Args::terms, {1})
      .flag("MISSing", &Args::missing, "missing values are a level like any other")
      .flag("LOGit", &Args::logit, "logit-transformed limits (the default)")
      .flag("NORMal", &Args::normal, "limits symmetric about the estimate")
      .choice("CIType", &Args::interval_type,
              {"logit", "normal", "wald", "agresti", "exact", "jeffreys", "wilson"},
              "limits: on the logit scale (default), or as ci proportions has them")
      .flag("PERCent", &Args::percent, "percentages instead of shares");
  kit::domain_options(d);
  return d;
}

}  // namespace

extern const Command proportion_command =
    definition()
        .remark("Limits are computed on the logit scale with t(N-1), so that they stay between 0 and 1. "
                "citype(agresti), exact, jeffreys and wilson suppose as many independent trials as would give the "
                "standard error.")
        .reference("Korn, E. L. and Graubard, B. I. (1998). Survey Methodology 24, 193-201.")
        .example("Repair records", "sysuse auto\nproportion rep78", "abs(_se[1.rep78] - .0201966) < 1e-6")
        .example("Exact limits of percentages",
                 "sysuse auto\nproportion foreign, citype(exact) percent noheader nolegend", "e(N) == 74")
        .example("Two groups", "sysuse auto\nproportion foreign, over(rep78) normal missing", "e(N_over) == 5")
        .example("Clusters", "sysuse auto\nproportion foreign if rep78 < ., vce(cluster rep78)", "e(N_clust) == 5")
        .runs(run);

}  // namespace nqp::commands::proportion_
