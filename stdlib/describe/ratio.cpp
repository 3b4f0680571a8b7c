// ratio: ratios of totals with their standard errors.
#include "stdlib/kit/domain_estimates.hpp"

namespace nqp::commands::ratio_ {
namespace {

using namespace command;
using Args = kit::DomainArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_domains("ratio", numeric::Estimand::ratio, a, c); }

Definition<Args> definition() {
  Definition<Args> d = define<Args>("ratio", "Ratios and their standard errors");
  d.anything(&Args::ratios);
  kit::domain_options(d);
  return d;
}

}  // namespace

extern const Command ratio_command =
    definition()
        .remark("ratio name: y/x, or several in parentheses: ratio (name: y/x) (y2/x2). A ratio is the total of y over "
                "the total of x; its variance is linearised.")
        .reference("Cochran (1977). Sampling Techniques, 3rd ed., section 6.3.")
        .example("One ratio", "sysuse auto\nratio price/mpg", "abs(_b[_ratio_1] - 456229/1576) < 1e-9 & e(df_r) == 73")
        .example("Named ratios by groups", "sysuse auto\nratio (a: price/mpg) (b: weight/length), over(foreign)",
                 "e(N_over) == 2 & e(N) == 74")
        .example("Clusters", "sysuse auto\nratio price/mpg if rep78 < ., vce(cluster rep78)", "e(N_clust) == 5")
        .runs(run);

}  // namespace nqp::commands::ratio_
