// zip: zero-inflated Poisson regression.
#include "stdlib/kit/inflated_outcome.hpp"

namespace nqp::commands::zip_ {
namespace {

using namespace command;
using Args = kit::InflatedArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_inflated(false, a, c); }

Command command() {
  auto d = define<Args>("zip", "Zero-inflated Poisson regression");
  kit::inflated_options(d);
  return kit::inflated_results(d)
      .example(
          "Constants only: share of zeros and mean are met",
          "clear\nset obs 100\ngenerate y = cond(_n <= 40, 0, mod(_n, 5))\nzip y, inflate(_cons)\n"
          "predict double n\nquietly summarize y",
          "abs(n[1] - r(mean)) < 1e-6 & e(N_zero) == 52 & "
          "abs(invlogit(_b[inflate:_cons]) + (1 - invlogit(_b[inflate:_cons]))*exp(-exp(_b[y:_cons])) - .52) < 1e-6")
      .example("Regressors in both equations, clustered",
               "sysuse mroz\ngenerate kids = kidslt6 + kidsge6\n"
               "zip kids educ age, inflate(age) vce(cluster city)",
               "e(N) == 753 & e(N_clust) == 2 & e(ll) > e(ll_0)")
      .runs(run);
}

}  // namespace

extern const Command zip_command = command();

}  // namespace nqp::commands::zip_
