// xtabond: Difference GMM for dynamic panels (Arellano and Bond).
#include "stdlib/kit/dynamic_panel.hpp"

namespace nqp::commands::xtabond_ {
namespace {

using namespace command;
using Args = kit::DynamicArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_dynamic("xtabond", false, a, c); }

Command command() {
  auto d = define<Args>("xtabond", "Difference GMM for dynamic panels (Arellano and Bond)");
  kit::dynamic_options(d);
  return kit::dynamic_results(d)
      .remark("Without noconstant the constant is estimated from a level equation whose only instrument it is.")
      .example("The same as xtabond2 without its level equation",
               "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
               "generate x = rnormal()\ngenerate double y = mod(id, 5) + rnormal() if t == 1\n"
               "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
               "xtabond2 y L.y x, gmm(y, lag(2 .)) iv(x) noleveleq robust\nscalar b = _b[L.y]\nscalar s = _se[L.y]\n"
               "xtabond y x, noconstant vce(robust)",
               "abs(_b[L.y] - b) < 1e-9 & abs(_se[L.y] - s) < 1e-9 & e(N) == 80")
      .example("An endogenous regressor, two steps, and the tests",
               "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
               "generate x = rnormal()\ngenerate double y = mod(id, 5) + rnormal() if t == 1\n"
               "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
               "xtabond y, endogenous(x, lagstruct(0, 2)) maxldep(2) twostep vce(robust)\nestat abond\nestat sargan",
               "e(N_g) == 20 & r(df) == e(sargan_df)")
      .runs(run);
}

}  // namespace

extern const Command xtabond_command = command();

}  // namespace nqp::commands::xtabond_
