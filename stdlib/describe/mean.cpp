// mean: means with their standard errors.
#include "stdlib/kit/domain_estimates.hpp"

namespace nqp::commands::mean_ {
namespace {

using namespace command;
using Args = kit::DomainArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_domains("mean", numeric::Estimand::mean, a, c); }

Definition<Args> definition() {
  Definition<Args> d = define<Args>("mean", "Means and their standard errors");
  d.terms(&Args::terms, {1});
  kit::domain_options(d);
  return d;
}

}  // namespace

extern const Command mean_command =
    definition()
        .remark("Subpopulations share one sample: the variance factor is n/(n-1) with n all observations.")
        .example("One mean", "sysuse auto\nmean price", "abs(_b[price] - 6165.2568) < 0.001 & e(df_r) == 73")
        .example("Means of two groups", "sysuse auto\nmean mpg, over(foreign) level(90) nolabel", "e(N_over) == 2")
        .example("Combinations of two variables",
                 "sysuse auto\nmean price, over(foreign rep78, nolabel)\nmatrix b = e(b)",
                 "e(N_over) == 8 & abs(b[1,3] - 6607.0741) < .001")
        .example("Clusters", "sysuse auto\nmean mpg if rep78 < ., vce(cluster rep78)", "e(N_clust) == 5")
        .runs(run);

}  // namespace nqp::commands::mean_
