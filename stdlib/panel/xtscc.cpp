// xtscc: pooled and fixed-effects regression with Driscoll-Kraay standard errors.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"
#include "stdlib/numeric/panel/error_components.hpp"
#include "stdlib/numeric/vce/sandwich.hpp"
#include "stdlib/numeric/vce/wald.hpp"

namespace nqp::commands::xtscc_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  int lag = -1;
  bool fixed = false, random = false, pooled = false, plain = false, no_constant = false;
};

// Deviations from panel means, the mean of all added; what rounding may leave of each regressor.
std::vector<double> take_within(kit::InstrumentedColumns& k, const numeric::PanelLayout& layout) {
  const std::vector<double> all(layout.panels(), 1.0);
  std::vector<double> noise;
  numeric::take_panel_means(k.y, layout, all, true);
  for (std::size_t j = 0; j < k.exogenous.x.cols; ++j) {
    noise.push_back(numeric::rounding_of_means(k.exogenous.x.column(j)));
    numeric::take_panel_means(k.exogenous.x.column(j), layout, all, true);
  }
  return noise;
}

// GLS by quasi-demeaning, x - θ_i x̄_i with θ_i = 1 - σ_e/√(σ_e² + T_i σ_u²): the slopes and, last, 1 - θ_i in place of
// the constant. The variance components are those of xtreg, re.
numeric::PanelFit take_quasi_demeaned(kit::InstrumentedColumns& k, const kit::GroupCodes& panels, const Context& c) {
  numeric::PanelSpec spec;
  spec.y = k.y;
  spec.x = k.x2;
  spec.panel = panels.codes;
  numeric::PanelFit fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_panel(spec, {}, p); });
  const numeric::PanelLayout layout = numeric::panel_layout(panels.codes);
  const double e2 = fit.sigma_e * fit.sigma_e, u2 = fit.sigma_u * fit.sigma_u;
  std::vector<double> theta;
  for (const double rows : layout.sizes) theta.push_back(1 - std::sqrt(e2 / (e2 + rows * u2)));
  const auto take = [&](std::span<double> x) {
    const std::vector<double> means = numeric::panel_means(x, layout);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] -= theta[layout.panel(i)] * means[layout.panel(i)];
  };
  take(k.y);
  k.x2.data.resize(k.x2.data.size() + k.y.size(), 1.0);
  ++k.x2.cols;
  k.x2.rows = k.y.size();
  for (std::size_t j = 0; j < k.x2.cols; ++j) take(k.x2.column(j));
  return fit;
}

void check(const Args& a, const Context& c) {
  kit::declared_panel_and_time(c.frame);
  const bool panels = a.fixed || a.random;
  if (panels && a.weight.kind != WeightKind::none)
    throw Error(101, "weights not allowed", std::nullopt, {"only pooled xtscc takes weights"});
  if (a.fixed + a.random + a.pooled > 1) throw Error(198, "only one of fe, re and pooled may be given");
  if (panels && a.no_constant) throw Error(198, "noconstant may not be combined with fe or re");
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xtscc", a, c);
  check(a, c);
  kit::InstrumentedEquation equation;
  equation.y = a.y;
  equation.exogenous = a.x;
  const std::string panel = c.frame.panel->panel;
  const kit::EstimationSample sample =
      kit::mark_sample(c, a.sample, a.weight, {equation.all(), {panel, c.frame.panel->time}});
  const kit::GroupCodes panels = kit::group_codes(panel, sample, c);
  const kit::GroupCodes times = kit::group_codes(c.frame.panel->time, sample, c);
  const double T = static_cast<double>(times.count);
  kit::InstrumentedColumns columns = kit::make_columns(equation, !a.no_constant, sample, c);
  std::vector<double> noise;
  if (a.fixed) noise = take_within(columns, numeric::panel_layout(panels.codes));
  kit::keep_independent(columns, sample, c, noise);
  numeric::IvSpec spec;
  numeric::PanelFit random;
  if (a.random) random = take_quasi_demeaned(columns, panels, c);
  spec.data = columns.data(sample);
  if (a.random) spec.data.constant = false;
  spec.vce.robust = true;
  spec.vce.order = kit::series_order(sample, c);
  if (times.count < 2)
    throw Error(2001, "insufficient observations", std::nullopt, {"one period tells nothing of the errors over time"});
  const int periods = numeric::LagFinder(spec.vce.order).periods();
  if (periods > static_cast<int>(times.count))
    throw Error(101, "a period is missing for all panels", std::nullopt,
                {"lags over such a gap are not defined; number the periods anew, or take other panels in"});
  const int lag = a.lag >= 0 ? a.lag : numeric::usual_lags(T);
  if (lag >= static_cast<int>(times.count)) throw Error(198, "lag() must be smaller than the number of periods");
  spec.vce.clusters = {spec.vce.order.time};
  spec.vce.kernel = numeric::HacKernel::bartlett;
  spec.vce.bandwidth = lag + 1.0;
  spec.small = !a.plain;
  const numeric::IvFit fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_iv(spec, p); });

  std::vector<std::size_t> slopes(static_cast<std::size_t>(fit.K) - (a.no_constant ? 0 : 1));
  std::iota(slopes.begin(), slopes.end(), 0);
  const kit::Coefficients k = kit::instrumented_coefficients(columns, fit.b, fit.V);
  Results e = kit::begin_estimates("xtscc", "Regression with Driscoll-Kraay standard errors", kit::depvar_name(a.y), c);
  kit::post_scalars(e, {{"N", fit.N}, {"N_g", static_cast<double>(panels.count)}, {"df_m", static_cast<double>(slopes.size())},
                        {"df_r", T - 1}, {"F", numeric::wald_zero(slopes, fit.b, fit.V).F}, {"lag", static_cast<double>(lag)}, {"rss", fit.rss},
                        {"mss", (a.no_constant ? fit.yy : fit.yyc) - fit.rss}});
  const double r2 = a.no_constant ? fit.r2_uncentred : fit.r2_centred;
  if (a.random)
    kit::post_scalars(e, {{"r2_o", random.r2_o}, {"sigma_u", random.sigma_u}, {"sigma_e", random.sigma_e},
                          {"rho", random.rho}, {"theta", random.theta.median}});
  else e.scalar(a.fixed ? "r2_w" : "r2", r2);
  if (!a.fixed) kit::post_scalars(e, {{"rmse", std::sqrt(fit.rss / (fit.N - fit.K))}});
  e.macro("vcetype", "Drisc/Kraay").macro("groupvar", panel);
  const std::string method =
      a.fixed ? "Fixed-effects regression" : a.random ? "Random-effects GLS regression" : "Pooled OLS";
  e.macro("method", method).macro("model", a.fixed ? "fe" : a.random ? "re" : "ols");
  e.macro("ivar", panel);
  kit::post_weight(e, a.weight);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  out.line("Method: " + method + "; group variable (i): " +
           panel + "; maximum lag: " + std::to_string(lag));
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command xtscc_command =
    define<Args>("xtscc", "Panel regression with Driscoll-Kraay standard errors")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight})
        .integer("lag", &Args::lag, 0, 1000000, "largest lag; 4(T/100)^(2/9) rounded down by default")
        .flag("fe", &Args::fixed, "fixed effects of the panels")
        .flag("re", &Args::random, "random effects of the panels (GLS)")
        .flag("pooled", &Args::pooled, "pooled regression (the default)")
        .flag("ase", &Args::plain, "no small-sample factor")
        .flag("noCONstant", &Args::no_constant, "no constant term")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "periods - 1"},
                 {"e(F)", "Wald F test of the slopes"},
                 {"e(lag)", "largest lag"},
                 {"e(r2)", "R-squared (pooled)"},
                 {"e(r2_w)", "R-squared within (fe)"},
                 {"e(r2_o)", "R-squared overall (re)"},
                 {"e(sigma_u)", "standard deviation of the panel effects (re)"},
                 {"e(sigma_e)", "standard deviation of the idiosyncratic errors (re)"},
                 {"e(theta)", "share of the panel mean taken off, its median (re)"},
                 {"e(rmse)", "root mean squared error (pooled, re)"},
                 {"e(groupvar)", "panel variable"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Driscoll, J. C. and Kraay, A. C. (1998). Review of Economics and Statistics 80, 549-560.")
        .reference("Hoechle, D. (2007). Stata Journal 7, 281-312.")
        .remark("Variances have the factor T/(T-1) (N-1)/(N-K), panel effects not counted; ase leaves it out.")
        .example("Without lags: clusters of periods",
                 "sysuse grunfeld\nxtset firm year\nquietly regress invest mvalue kstock, vce(cluster year)\n"
                 "scalar s = _se[mvalue]\nxtscc invest mvalue kstock, lag(0)",
                 "abs(_se[mvalue] - s) < 1e-12 & e(df_r) == 19 & e(r2) > 0")
        .example("Fixed effects: the slopes of xtreg",
                 "sysuse grunfeld\nxtset firm year\nquietly xtreg invest mvalue kstock, fe\nscalar b = _b[mvalue]\n"
                 "xtscc invest mvalue kstock, fe lag(4)",
                 "abs(_b[mvalue] - b) < 1e-10 & e(lag) == 4 & e(r2_w) > .7")
        .example("Random effects: the slopes of xtreg, re",
                 "sysuse grunfeld\nxtset firm year\nquietly xtreg invest mvalue kstock, re\nscalar b = _b[mvalue]\n"
                 "xtscc invest mvalue kstock, re",
                 "abs(_b[mvalue] - b) < 1e-10 & e(theta) > .8 & e(r2_o) > .8 & e(sigma_u) > 80 & e(sigma_e) > 50")
        .runs(run);

}  // namespace nqp::commands::xtscc_
