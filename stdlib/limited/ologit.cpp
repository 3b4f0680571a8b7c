// ologit: ordered outcomes.
#include "stdlib/kit/ordered_outcome.hpp"

namespace nqp::commands::ologit_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_ordered(false, a, c); }

Command command() {
  auto d = define<Args>("OLOGit", "Ordered logistic regression");
  kit::likelihood_options(d).weights(&Args::weight,
                                     {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .flag("or", &Args::ratios, "odds ratios: exponentiated coefficients");
  return kit::likelihood_results(d)
      .stores({{"e(k_cat)", "number of categories"},
               {"e(k_aux)", "number of cut points"},
               {"e(cat)", "values of the categories"}})
      .remark("P(y <= j) = F(cut_j - xb); there is no constant, the cut points /cut1, /cut2 … stand last in e(b).")
      .example("Two categories: the logit with the sign of its constant turned",
               "sysuse auto\nquietly logit foreign mpg\n"
               "scalar slope = _b[mpg]\nscalar loglik = e(ll)\nologit foreign mpg",
               "abs(_b[mpg] - slope) < 1e-7 & abs(e(ll) - loglik) < 1e-9")
      .example("Several categories", "sysuse auto\nologit rep78 mpg weight, vce(robust)",
               "e(k_cat) == 5 & e(k_aux) == 4 & e(df_m) == 2")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\nologit rep78 weight, vce(cluster headroom) offset(shift)",
               "e(N_clust) > 1 & e(df_m) == 1")
      .runs(run);
}

}  // namespace

extern const Command ologit_command = command();

}  // namespace nqp::commands::ologit_
