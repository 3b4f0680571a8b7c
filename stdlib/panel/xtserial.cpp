// xtserial: Wooldridge's test for serial correlation in panel data.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/differenced.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/kernel.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::xtserial_ {
namespace {

using namespace command;

struct Args {
  Terms y, x;
  Sample sample;
};

numeric::LinearFit clustered(const std::vector<double>& y, const numeric::Matrix& x, numeric::Codes panels,
                             const Context& c) {
  numeric::LinearSpec spec;
  spec.y = y;
  spec.x = x;
  spec.constant = false;
  const numeric::VceSpec vce{numeric::VceKind::cluster, {panels}};
  return kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, vce, p); });
}

// Regression of the residuals of the differenced equation on their lag, clustered by panel.
numeric::LinearFit residual_regression(const Args& a, const Context& c) {
  kit::InstrumentedEquation equation;
  equation.y = a.y;
  equation.exogenous = a.x;
  equation = kit::differenced(std::move(equation), c);
  const std::string panel = c.frame.panel->panel;
  const kit::EstimationSample sample =
      kit::mark_sample(c, a.sample, {}, {equation.all(), {panel, c.frame.panel->time}});
  const kit::Design design = kit::make_design(equation.exogenous, false, sample, c);
  const kit::GroupCodes panels = kit::group_codes(panel, sample, c);
  const std::vector<double> y = kit::term_values(equation.y[0], sample, c);
  const std::vector<double> e = clustered(y, design.x, panels.codes, c).residuals;
  const numeric::SeriesOrder order = kit::series_order(sample, c);
  const numeric::LagPairs pairs = numeric::LagFinder(order).pairs(1);
  if (pairs.row.empty())
    throw Error(2001, "insufficient observations", std::nullopt,
                {"the test needs panels with three consecutive periods"});
  std::vector<double> now;
  std::vector<std::int32_t> codes;
  numeric::Matrix before(pairs.row.size(), 1);
  for (std::size_t i = 0; i < pairs.row.size(); ++i) {
    now.push_back(e[pairs.row[i]]);
    before(i, 0) = e[pairs.earlier[i]];
    codes.push_back(panels.codes[pairs.row[i]]);
  }
  return clustered(now, before, codes, c);
}

Output run(const Args& a, const Context& c) {
  kit::declared_panel(c.frame);
  if (c.frame.panel->time.empty())
    throw Error(111, "time variable not set", std::nullopt, {"declare the data: xtset panelvar timevar"});
  const numeric::LinearFit fit = residual_regression(a, c);
  // Without correlation in levels, differences have the autocorrelation -1/2.
  const double gap = fit.b[0] + .5, F = gap * gap / fit.V(0, 0), df_r = fit.N_clust[0] - 1;
  const double p = numeric::dist::Ftail(1, df_r, F);
  Output out;
  out.document.blank();
  out.line("Wooldridge test for autocorrelation in panel data");
  out.line("H0: no first-order autocorrelation");
  out.line("    F(  1," + text::pad_left(kit::fixed_text(df_r, 0), 8) + ") = " +
           text::pad_left(kit::fixed_text(kit::stored(F), 3), 10));
  out.line("           Prob > F = " + text::pad_left(kit::fixed_text(kit::stored(p), 4), 10));
  out.r = Results{}.scalar("F", kit::stored(F)).scalar("df", 1).scalar("df_r", df_r);
  out.r->scalar("p", kit::stored(p)).scalar("corr", kit::stored(fit.b[0]));
  return out;
}

constexpr const char* data_of_examples =
    "clear\nset obs 60\nset seed 3\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate double x = rnormal()\n";

}  // namespace

extern const Command xtserial_command =
    define<Args>("xtserial", "Wooldridge test for serial correlation in panel data")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .if_in(&Args::sample)
        .stores({{"r(F)", "the statistic"},
                 {"r(df)", "1"},
                 {"r(df_r)", "panels - 1"},
                 {"r(p)", "its p-value"},
                 {"r(corr)", "autocorrelation of the differenced residuals; -.5 under the hypothesis"}})
        .changes(Effect::results)
        .reference("Wooldridge, J. M. (2010). Econometric Analysis of Cross Section and Panel Data, 2nd ed., 10.6.3.")
        .reference("Drukker, D. M. (2003). Stata Journal 3, 168-177.")
        .example("Independent errors",
                 std::string(data_of_examples) + "generate double y = x + rnormal()\nxtserial y x",
                 "r(df_r) == 9 & r(F) >= 0")
        .example("Random walks", std::string(data_of_examples) +
                                     "generate double u = rnormal()\nbysort id (t): replace u = u[_n-1] + u if _n > 1\n"
                                     "generate double y = x + u\nxtserial y x",
                 "r(p) < .05 & r(corr) > -.5")
        .runs(run);

}  // namespace nqp::commands::xtserial_
