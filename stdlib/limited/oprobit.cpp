// oprobit: ordered outcomes.
#include "stdlib/kit/ordered_outcome.hpp"

namespace nqp::commands::oprobit_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_ordered(true, a, c); }

Command command() {
  auto d = define<Args>("OPROBit", "Ordered probit regression");
  kit::likelihood_options(d).weights(&Args::weight,
                                     {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight});
  return kit::likelihood_results(d)
      .stores({{"e(k_cat)", "number of categories"},
               {"e(k_aux)", "number of cut points"},
               {"e(cat)", "values of the categories"}})
      .remark("P(y <= j) = F(cut_j - xb); there is no constant, the cut points /cut1, /cut2 … stand last in e(b).")
      .example("Two categories: the probit with the sign of its constant turned",
               "sysuse auto\nquietly probit foreign mpg\n"
               "scalar slope = _b[mpg]\nscalar loglik = e(ll)\noprobit foreign mpg",
               "abs(_b[mpg] - slope) < 1e-7 & abs(e(ll) - loglik) < 1e-9")
      .example("Several categories", "sysuse auto\noprobit rep78 mpg weight, vce(robust)",
               "e(k_cat) == 5 & e(k_aux) == 4 & e(df_m) == 2")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\noprobit rep78 weight, vce(cluster headroom) offset(shift)",
               "e(N_clust) > 1 & e(df_m) == 1")
      .runs(run);
}

}  // namespace

extern const Command oprobit_command = command();

}  // namespace nqp::commands::oprobit_
