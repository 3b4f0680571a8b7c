// total: totals with their standard errors.
#include "stdlib/kit/domain_estimates.hpp"

namespace nqp::commands::total_ {
namespace {

using namespace command;
using Args = kit::DomainArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_domains("total", numeric::Estimand::total, a, c); }

Definition<Args> definition() {
  Definition<Args> d = define<Args>("total", "Totals and their standard errors");
  d.terms(&Args::terms, {1});
  kit::domain_options(d);
  return d;
}

}  // namespace

extern const Command total_command =
    definition()
        .example("One total", "sysuse auto\ntotal price", "_b[price] == 456229")
        .example("By groups", "sysuse auto\ntotal mpg, over(foreign)", "e(N) == 74")
        .example("Clusters", "sysuse auto\ntotal mpg if rep78 < ., vce(cluster rep78)", "e(N_clust) == 5")
        .runs(run);

}  // namespace nqp::commands::total_
