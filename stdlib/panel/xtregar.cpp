// xtregar: fixed- and random-effects models with errors that follow a first-order autoregression.
#include <algorithm>
#include <numeric>
#include <tuple>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/iv_vce.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/numeric/missing.hpp"
#include "stdlib/numeric/panel/panel_ar1.hpp"

namespace nqp::commands::xtregar_ {
namespace {

using namespace command;
using numeric::RhoMethod;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  bool fixed = false, random = false, two_step = false, lbi = false;
  std::string rho_type;
  double rho = numeric::undefined;
};

RhoMethod method_of(const std::string& name) {
  static const std::vector<std::pair<std::string, RhoMethod>> methods = {
      {"dw", RhoMethod::dw},       {"regress", RhoMethod::regress}, {"freg", RhoMethod::freg},
      {"tscorr", RhoMethod::tscorr}, {"theil", RhoMethod::theil},     {"nagar", RhoMethod::nagar},
      {"onestep", RhoMethod::onestep}};
  for (const auto& [word, method] : methods)
    if (word == name) return method;
  return RhoMethod::dw;
}

void check(const Args& a, const Context& c) {
  kit::declared_panel_and_time(c.frame);
  if (a.fixed && a.random) throw Error(198, "options fe and re may not be combined");
  const bool given = numeric::is_defined(a.rho);
  if (given && (a.two_step || !a.rho_type.empty()))
    throw Error(198, "option rhof() may not be combined with rhotype() or twostep", std::nullopt,
                {"rhof() gives the autocorrelation, the others say how to estimate it"});
}

// Rows by panel, then time, as the numbers need them.
std::vector<std::size_t> panel_order(const numeric::SeriesOrder& order) {
  std::vector<std::size_t> out(order.time.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  std::stable_sort(out.begin(), out.end(), [&](std::size_t i, std::size_t j) {
    return std::tie(order.panel[i], order.time[i]) < std::tie(order.panel[j], order.time[j]);
  });
  return out;
}

template <class T>
std::vector<T> arranged(std::span<const T> z, const std::vector<std::size_t>& order) {
  std::vector<T> out;
  for (const std::size_t i : order) out.push_back(z[i]);
  return out;
}

numeric::PanelAr1Fit fit(const Args& a, const kit::Design& design, const std::vector<double>& y,
                         const kit::EstimationSample& sample, const Context& c) {
  const numeric::SeriesOrder series = kit::series_order(sample, c);
  const std::vector<std::size_t> order = panel_order(series);
  const std::vector<double> outcome = arranged<double>(y, order);
  const std::vector<std::int32_t> panel = arranged<std::int32_t>(series.panel, order);
  const std::vector<std::int32_t> time = arranged<std::int32_t>(series.time, order);
  numeric::Matrix x(design.x.rows, design.x.cols);
  for (std::size_t j = 0; j < x.cols; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) x(i, j) = design.x(order[i], j);
  numeric::PanelAr1Spec spec;
  spec.y = outcome;
  spec.x = x;
  spec.panel = panel;
  spec.time = time;
  spec.fixed = a.fixed;
  spec.method = method_of(a.rho_type);
  spec.two_step = a.two_step;
  if (numeric::is_defined(a.rho)) spec.rho = a.rho;
  numeric::PanelAr1Fit out =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_panel_ar1(spec, p); });
  std::vector<std::uint8_t> used(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) used[order[i]] = out.used[i];
  out.used = std::move(used);
  return out;
}

void post_fit(const Args& a, const numeric::PanelAr1Fit& fit, Results& e) {
  kit::post_scalars(e, {{"N", fit.N}, {"N_g", fit.N_g}, {"g_min", fit.g_min}, {"g_avg", fit.g_avg},
                        {"g_max", fit.g_max}, {"Tbar", fit.Tbar}, {"Tcon", fit.Tcon ? 1 : 0}, {"df_m", fit.df_m},
                        {"r2_w", fit.r2_w}, {"r2_b", fit.r2_b}, {"r2_o", fit.r2_o}, {"rho_ar", fit.rho_ar},
                        {"sigma_u", fit.sigma_u}, {"sigma_e", fit.sigma_e}, {"rho_fov", fit.rho_fov}});
  const auto rows = static_cast<double>(fit.used.size());
  if (a.lbi) kit::post_scalars(e, {{"d1", fit.durbin_watson}, {"LBI", fit.lbi}, {"N_LBI", rows}});
  if (a.fixed) {
    kit::post_scalars(e, {{"df_a", fit.N_g - 1}, {"df_b", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F},
                          {"corr", fit.corr}, {"F_f", fit.F_f}});
    return;
  }
  e.scalar("chi2", kit::stored(fit.chi2)).macro("chi2type", "Wald");
  if (fit.theta.min == fit.theta.max) {
    e.scalar("theta", fit.theta.median);
    return;
  }
  kit::post_scalars(e, {{"thta_min", fit.theta.min}, {"thta_5", fit.theta.p5}, {"thta_50", fit.theta.median},
                        {"thta_95", fit.theta.p95}, {"thta_max", fit.theta.max}});
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xtregar", a, c);
  check(a, c);
  const std::string panel = c.frame.panel->panel;
  kit::Needed needed{a.y, {panel, c.frame.panel->time}};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, needed);
  const kit::Design design = kit::make_design(a.x, true, sample, c);
  const numeric::PanelAr1Fit result = fit(a, design, kit::term_values(a.y[0], sample, c), sample, c);
  kit::restrict_sample(sample, result.used);

  const kit::Coefficients k = kit::coefficients(design, result.b, result.V, result.omitted);
  const char* title = a.fixed ? "FE (within) regression with AR(1) disturbances"
                              : "RE GLS regression with AR(1) disturbances";
  Results e = kit::begin_estimates("xtregar", title, kit::depvar_name(a.y), c);
  post_fit(a, result, e);
  e.scalar("converged", result.converged ? 1 : 0);
  e.macro("ivar", panel).macro("tvar", c.frame.panel->time).macro("model", a.fixed ? "fe" : "re");
  e.macro("rhotype", numeric::is_defined(a.rho) ? "fixed" : a.rho_type.empty() ? "dw" : a.rho_type);
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  kit::require_convergence(result.converged, out);
  return out;
}

constexpr const char* example_panels =
    "sysuse grunfeld, clear\nkeep if firm <= 10\nxtset firm year\n";

}  // namespace

extern const Command xtregar_command =
    define<Args>("xtregar", "Fixed- and random-effects linear models with an AR(1) disturbance")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .flag("re", &Args::random, "random effects by generalised least squares (the default)")
        .flag("fe", &Args::fixed, "fixed effects; the first observation of each panel leaves")
        .choice("RHOtype", &Args::rho_type, {"dw", "regress", "freg", "tscorr", "theil", "nagar", "onestep"},
                "how the autocorrelation is estimated: Durbin-Watson (default), regression on the lag or the lead, "
                "autocorrelation of the residuals, with Theil's or Nagar's factor, Baltagi and Wu's one step")
        .number("rhof", &Args::rho, -0.9999999, 0.9999999, "the autocorrelation, not to be estimated")
        .flag("twostep", &Args::two_step, "the first estimate of the autocorrelation, without iterating")
        .flag("lbi", &Args::lbi, "show the Baltagi-Wu LBI and the modified Durbin-Watson statistics")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(converged)", "1 when the autocorrelation converged"},
                 {"e(N)", "number of observations; fe: without the first of each panel"},
                 {"e(N_g)", "number of panels"},
                 {"e(g_min)", "smallest panel"},
                 {"e(g_avg)", "average panel size"},
                 {"e(g_max)", "largest panel"},
                 {"e(df_m)", "slopes"},
                 {"e(df_a)", "panels - 1 (fe)"},
                 {"e(df_r)", "residual degrees of freedom (fe)"},
                 {"e(F)", "F test of the slopes (fe)"},
                 {"e(F_f)", "F test that all effects are zero (fe)"},
                 {"e(chi2)", "Wald test of the slopes (re)"},
                 {"e(r2_w)", "R-squared within"},
                 {"e(r2_b)", "R-squared between"},
                 {"e(r2_o)", "R-squared overall"},
                 {"e(rho_ar)", "autocorrelation of the errors"},
                 {"e(sigma_u)", "standard deviation of the panel effects"},
                 {"e(sigma_e)", "standard deviation of the innovations"},
                 {"e(rho_fov)", "share of the variance because of the panel effects"},
                 {"e(corr)", "corr(u_i, Xb) (fe)"},
                 {"e(theta)", "weight of the panel mean (re, equal panels); else e(thta_min) … e(thta_max)"},
                 {"e(d1)", "modified Durbin-Watson statistic of Bhargava et al. (lbi)"},
                 {"e(LBI)", "Baltagi-Wu locally best invariant statistic (lbi)"},
                 {"e(N_LBI)", "observations of the two (lbi)"},
                 {"e(rhotype)", "how the autocorrelation was estimated; fixed with rhof()"},
                 {"e(ivar)", "panel variable"},
                 {"e(tvar)", "time variable"},
                 {"e(model)", "fe or re"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Baltagi, B. H. and Wu, P. X. (1999). Unequally spaced panel data regressions with AR(1) "
                   "disturbances. Econometric Theory 15, 814-823.")
        .reference("Bhargava, A., Franzini, L. and Narendranathan, W. (1982). Serial correlation and the fixed "
                   "effects model. Review of Economic Studies 49, 533-549.")
        .remark("Panels may be unbalanced and have gaps. Where there are gaps, taking means off the transformed "
                "rows does not remove the fixed effects exactly.")
        .remark("fe: the standard error of the constant is that of the transformed constant, as published outputs "
                "print it; divided by 1 - e(rho_ar) it is that of the constant in levels. Slopes are not affected.")
        .remark("predict computes xb and ue; u and e after fe.")
        .example("Fixed effects", std::string(example_panels) + "xtregar invest mvalue kstock, fe lbi",
                 "abs(e(rho_ar) - .672106) < 1e-6 & e(df_r) == 178 & abs(e(d1) - .68448) < 1e-5")
        .example("Random effects", std::string(example_panels) + "xtregar invest mvalue kstock, re",
                 "abs(_b[mvalue] - .0949215) < 1e-7 & abs(e(theta) - .673157) < 1e-6")
        .runs(run);

}  // namespace nqp::commands::xtregar_
