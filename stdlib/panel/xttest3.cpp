// xttest3: modified Wald test for heteroskedasticity across panels.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/group_codes.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/panel/panel_means.hpp"

namespace nqp::commands::xttest3_ {
namespace {

using namespace command;

struct Args {};

struct ModifiedWald {
  double chi2 = 0, df = 0;
};

// Greene (2000), section 15.2: W = Σ (s_i² - s²)²/V_i with V_i = Σ (e² - s_i²)²/(T_i (T_i - 1)).
ModifiedWald modified_wald(std::vector<double> e, const numeric::PanelLayout& layout) {
  const std::vector<double> means = numeric::panel_means(e, layout);
  for (std::size_t i = 0; i < e.size(); ++i) e[i] -= means[layout.panel(i)];
  std::vector<double> squares;
  double overall = 0;
  for (const double v : e) {
    squares.push_back(v * v);
    overall += v * v / static_cast<double>(e.size());
  }
  const std::vector<double> s2 = numeric::panel_means(squares, layout);
  std::vector<double> spread(layout.panels());
  for (std::size_t i = 0; i < e.size(); ++i) {
    const double d = squares[i] - s2[layout.panel(i)];
    spread[layout.panel(i)] += d * d;
  }
  ModifiedWald out;
  for (std::size_t g = 0; g < layout.panels(); ++g) {
    const double T = layout.sizes[g];
    const double V = spread[g] / (T * (T - 1));
    if (T < 2 || !(V > 0)) continue;
    out.chi2 += (s2[g] - overall) * (s2[g] - overall) / V;
    out.df += 1;
  }
  return out;
}

Output run(const Args&, const Context& c) {
  const Results* e = c.e ? &c.e->results : nullptr;
  if (!e || e->macro_or("cmd") != "xtreg" || e->macro_or("model") != "fe")
    throw Error(301, "last estimates not found", std::nullopt, {"xttest3 follows xtreg, fe"});
  const kit::ModelData m = kit::model_data(c);
  const kit::GroupCodes panels = kit::group_codes(e->macro_or("ivar"), m.sample, c);
  const eval::Matrix& b = *e->find_matrix("b");
  std::vector<double> residual = m.y;
  for (std::size_t j = 0; j < m.x.cols; ++j)
    for (std::size_t i = 0; i < residual.size(); ++i) residual[i] -= b(0, m.columns[j]) * m.x(i, j);
  const ModifiedWald w = modified_wald(std::move(residual), numeric::panel_layout(panels.codes));
  const double p = numeric::dist::chi2tail(w.df, w.chi2);
  Output out;
  out.document.blank();
  out.line("Modified Wald test for groupwise heteroskedasticity");
  out.line("in fixed effect regression model");
  out.document.blank();
  out.line("H0: sigma(i)^2 = sigma^2 for all i");
  out.document.blank();
  out.line("chi2 (" + kit::fixed_text(w.df, 0) + ")  = " + text::pad_left(kit::fixed_text(kit::stored(w.chi2), 2), 12));
  out.line("Prob>chi2 = " + text::pad_left(kit::fixed_text(kit::stored(p), 4), 12));
  out.r = Results{}.scalar("wald", kit::stored(w.chi2)).scalar("df", w.df).scalar("p", kit::stored(p));
  return out;
}

}  // namespace

extern const Command xttest3_command =
    define<Args>("xttest3", "Modified Wald test for groupwise heteroskedasticity, after xtreg, fe")
        .stores({{"r(wald)", "the statistic"}, {"r(df)", "panels"}, {"r(p)", "its p-value"}})
        .changes(Effect::results)
        .reference("Greene, W. H. (2000). Econometric Analysis, 4th ed., section 15.2.")
        .reference("Baum, C. F. (2001). Residual diagnostics for cross-section time series regression models. Stata "
                   "Journal 1, 101-104.")
        .remark("Panels of one row, or with residuals of one size only, are left out.")
        .example("Firms of different size",
                 "sysuse grunfeld\nxtset firm year\nquietly xtreg invest mvalue kstock, fe\nxttest3",
                 "r(df) == 10 & r(p) < .001")
        .example("Two panels of equal spread",
                 "clear\ninput id y\n1 1\n1 2\n1 5\n2 11\n2 12\n2 15\nend\nxtset id\nquietly xtreg y, fe\nxttest3",
                 "r(wald) < 1e-20 & r(df) == 2")
        .runs(run);

}  // namespace nqp::commands::xttest3_
