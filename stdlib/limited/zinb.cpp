// zinb: zero-inflated negative binomial regression.
#include "stdlib/kit/inflated_outcome.hpp"

namespace nqp::commands::zinb_ {
namespace {

using namespace command;
using Args = kit::InflatedArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_inflated(true, a, c); }

Command command() {
  auto d = define<Args>("zinb", "Zero-inflated negative binomial regression");
  kit::inflated_options(d);
  return kit::inflated_results(d)
      .stores({{"e(alpha)", "overdispersion of the counts"}, {"e(k_aux)", "1"}})
      .remark("The last coefficient, /lnalpha, is the logarithm of the overdispersion.")
      .example("At least as likely as the Poisson model it contains",
               "clear\nset obs 200\ngenerate y = cond(mod(_n, 3) == 0, 0, mod(_n, 11) + 9*(mod(_n, 7) == 0))\n"
               "generate x = mod(_n, 4)\nquietly zip y x, inflate(_cons)\nscalar L0 = e(ll)\n"
               "zinb y x, inflate(_cons)",
               "e(ll) > L0 & e(alpha) > 0")
      .example("Clustered", "clear\nset obs 200\n"
               "generate y = cond(mod(_n, 3) == 0, 0, mod(_n, 11) + 9*(mod(_n, 7) == 0))\ngenerate x = mod(_n, 4)\n"
               "generate g = mod(_n, 10)\nzinb y x, inflate(x) vce(cluster g)",
               "e(N_clust) == 10 & e(N_zero) > 66")
      .runs(run);
}

}  // namespace

extern const Command zinb_command = command();

}  // namespace nqp::commands::zinb_
