// xttest2: Breusch-Pagan test of independence across panels, after xtreg, fe.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/panel_residuals.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::xttest2_ {
namespace {

using namespace command;

struct Args {};

Output run(const Args&, const Context& c) {
  const kit::PanelResiduals p = kit::panel_residuals("xttest2", c);
  if (c.e->results.macro_or("model") != "fe")
    throw Error(301, "last estimates not found", std::nullopt, {"xttest2 follows xtreg, fe"});
  const numeric::Matrix e = kit::common_periods(p);
  if (e.cols < 2 || e.rows < 3)
    throw Error(2001, "insufficient observations", std::nullopt,
                {"the test needs two panels and three periods that all panels share"});
  const double T = static_cast<double>(e.rows);
  numeric::Matrix correlation(e.cols, e.cols, 1.0);
  double sum = 0;
  for (std::size_t a = 0; a < e.cols; ++a)
    for (std::size_t b = a + 1; b < e.cols; ++b) {
      const double r = kit::pair_correlation(e, a, b).r;
      if (!std::isfinite(r)) throw Error(2001, "residuals of a panel do not vary");
      correlation(a, b) = correlation(b, a) = r;
      sum += r * r;
    }
  const double df = static_cast<double>(e.cols * (e.cols - 1) / 2), chi2 = T * sum;
  const double prob = numeric::dist::chi2tail(df, chi2);
  Output out;
  out.document.blank();
  out.line(fmt::format("Breusch-Pagan LM test of independence: chi2({:.0f}) = {:>9}, Pr = {}", df,
                       kit::fixed_text(chi2, 3), kit::fixed_text(prob, 4)));
  out.line(fmt::format("Based on {} complete observations over panel units", e.rows));
  std::vector<std::string> names;
  for (std::size_t g = 0; g < e.cols; ++g) names.push_back("__e" + std::to_string(g + 1));
  out.r = Results{};
  out.r->scalar("chi2_bp", chi2).scalar("df_bp", df).scalar("p_bp", prob).scalar("n_bp", T);
  out.r->matrix("C", kit::named_matrix(correlation, names, names));
  return out;
}

}  // namespace

extern const Command xttest2_command =
    define<Args>("xttest2", "Breusch-Pagan test of independence across panels, after xtreg, fe")
        .stores({{"r(chi2_bp)", "the statistic: T times the sum of squared correlations"},
                 {"r(df_bp)", "pairs of panels"},
                 {"r(p_bp)", "its p-value"},
                 {"r(n_bp)", "periods that all panels share"},
                 {"r(C)", "correlations of residuals between panels"}})
        .changes(Effect::results)
        .reference("Breusch, T. S. and Pagan, A. R. (1980). Review of Economic Studies 47, 239-253.")
        .remark("For few panels and many periods.")
        .example("Two panels: T times one squared correlation",
                 "clear\nset obs 30\nset seed 8\ngenerate id = ceil(_n/15)\ngenerate t = mod(_n - 1, 15)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = x + rnormal()\nxtreg y x, fe\nxttest2",
                 "r(df_bp) == 1 & abs(r(chi2_bp) - 15*el(r(C),1,2)^2) < 1e-9")
        .example("A common movement is found",
                 "clear\nset obs 60\nset seed 8\ngenerate id = ceil(_n/15)\ngenerate t = mod(_n - 1, 15)\nxtset id t\n"
                 "generate x = rnormal()\ngenerate y = x + sin(t) + .1*rnormal()\nxtreg y x, fe\nxttest2",
                 "r(p_bp) < .001 & r(df_bp) == 6")
        .runs(run);

}  // namespace nqp::commands::xttest2_
