// xtdpdsys: System GMM for dynamic panels (Arellano and Bover, Blundell and Bond).
#include "stdlib/kit/dynamic_panel.hpp"

namespace nqp::commands::xtdpdsys_ {
namespace {

using namespace command;
using Args = kit::DynamicArgs;

Output run(const Args& a, const Context& c) { return kit::estimate_dynamic("xtdpdsys", true, a, c); }

Command command() {
  auto d = define<Args>("xtdpdsys", "System GMM for dynamic panels (Arellano and Bover, Blundell and Bond)");
  kit::dynamic_options(d);
  return kit::dynamic_results(d)
      .reference("Blundell, R. and Bond, S. (1998). Journal of Econometrics 87, 115-143.")
      .remark("The first step takes differenced and level errors as uncorrelated: xtabond2 with h(2).")
      .example(
          "The same as xtabond2 with h(2)",
          "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
          "generate x = rnormal()\ngenerate double y = mod(id, 5) + rnormal() if t == 1\n"
          "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
          "xtabond2 y L.y x, gmm(y, lag(2 .)) iv(x, eq(diff)) h(2) robust\nscalar b = _b[L.y]\nscalar s = _se[L.y]\n"
          "xtdpdsys y x, vce(robust)",
          "abs(_b[L.y] - b) < 1e-9 & abs(_se[L.y] - s) < 1e-9 & e(N) == 100")
      .example("A predetermined regressor",
               "clear\nset obs 120\nset seed 1\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
               "generate x = rnormal()\ngenerate double y = mod(id, 5) + rnormal() if t == 1\n"
               "replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1\nxtset id t\n"
               "xtdpdsys y, pre(x, lagstruct(1, 2)) maxldep(2)\nestat abond",
               "colsof(e(b)) == 4 & r(artests) == 2")
      .runs(run);
}

}  // namespace

extern const Command xtdpdsys_command = command();

}  // namespace nqp::commands::xtdpdsys_
