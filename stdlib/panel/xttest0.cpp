// xttest0: Breusch-Pagan test for random effects.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/panel/panel_tests.hpp"

namespace nqp::commands::xttest0_ {
namespace {

using namespace command;

struct Args {};

numeric::BreuschPagan test(const Context& c) {
  const kit::ModelData m = kit::model_data(c);
  const kit::GroupCodes panels = kit::group_codes(c.e->results.macro_or("ivar"), m.sample, c);
  numeric::LinearSpec pooled;
  pooled.y = m.y;
  pooled.x = m.x;
  return kit::compute(c, [&](numeric::Progress& p) {
    return numeric::breusch_pagan_lm(numeric::fit_linear(pooled, {}, p).residuals, panels.codes);
  });
}

Output run(const Args&, const Context& c) {
  const Results* e = c.e ? &c.e->results : nullptr;
  if (!e || e->macro_or("cmd") != "xtreg" || e->macro_or("model") != "re")
    throw Error(301, "last estimates not found", std::nullopt, {"xttest0 follows xtreg, re"});
  const numeric::BreuschPagan result = test(c);
  Output out;
  out.document.blank();
  out.line("Breusch and Pagan Lagrangian multiplier test for random effects");
  out.document.blank();
  out.line("        " + e->macro_or("depvar") + "[" + e->macro_or("ivar") + ",t] = Xb + u[" + e->macro_or("ivar") +
           "] + e[" + e->macro_or("ivar") + ",t]");
  out.document.blank();
  out.line("        Test: Var(u) = 0");
  out.line("                             chibar2(01) = " + text::pad_left(kit::fixed_text(result.chi2, 2), 8));
  out.line("                          Prob > chibar2 = " + text::pad_left(kit::fixed_text(result.p, 4), 8));
  out.r = Results{}.scalar("lm", kit::stored(result.chi2)).scalar("p", kit::stored(result.p)).scalar("df", 1);
  return out;
}

}  // namespace

extern const Command xttest0_command =
    define<Args>("xttest0", "Breusch-Pagan LM test for random effects, after xtreg, re")
        .stores({{"r(lm)", "the statistic, chibar2(01)"}, {"r(p)", "one-sided p-value"}, {"r(df)", "1"}})
        .changes(Effect::results)
        .reference("Breusch, T. S. and Pagan, A. R. (1980). Review of Economic Studies 47, 239-253.")
        .reference("Baltagi, B. H. and Li, Q. (1990). Econometric Reviews 9, 103-107 (unbalanced panels).")
        .example("Panels that differ",
                 "clear\nset obs 24\ngenerate id = ceil(_n/4)\nxtset id\ngenerate x = mod(7*_n, 5)\n"
                 "generate y = 2*x + 5*id + mod(_n, 2)\nquietly xtreg y x, re\nxttest0",
                 "r(p) < .05")
        .example("Panels that do not",
                 "clear\nset obs 24\ngenerate id = ceil(_n/4)\nxtset id\ngenerate x = mod(7*_n, 5)\n"
                 "generate y = 2*x + mod(_n, 4)\nquietly xtreg y x, re\nxttest0",
                 "r(p) == 1")
        .runs(run);

}  // namespace nqp::commands::xttest0_
