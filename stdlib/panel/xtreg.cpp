// xtreg: linear models for panel data.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/header.hpp"
#include "stdlib/kit/panel_likelihood.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/streamed_regression.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/panel/fixed_effects_streamed.hpp"

namespace nqp::commands::xtreg_ {
namespace {

using namespace command;
using numeric::PanelEstimator;
namespace dist = numeric::dist;

enum class Choice { re, fe, be, ml, pa };

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  Choice choice = Choice::re;
  PanelEstimator estimator = PanelEstimator::random;
  std::string panel, correlation;
  bool nonest = false, dfadj = false, swamy_arora = false, wls = false, theta = false;
  bool no_log = false, no_constant = false;
  int iterations = 300;
};

void check_options(const Args& a) {
  const bool fixed = a.choice == Choice::fe, random = a.choice == Choice::re;
  const bool likelihood = a.choice == Choice::ml || a.choice == Choice::pa;
  if (!fixed && a.weight.kind != WeightKind::none)
    throw Error(101, "weights not allowed", std::nullopt, {"only xtreg, fe takes weights"});
  const auto need = [](bool given, bool fits, const char* option, const char* model) {
    if (given && !fits)
      throw Error(198, std::string("option ") + option + " is for xtreg, " + model);
  };
  need(a.swamy_arora, random, "sa", "re");
  need(a.theta, random, "theta", "re");
  need(a.wls, a.choice == Choice::be, "wls", "be");
  need(a.dfadj, fixed, "dfadj", "fe");
  need(a.nonest, !likelihood, "nonest", "fe or re");
  need(a.no_constant, likelihood, "noconstant", "mle or pa");
  need(a.vce.kind == "oim", a.choice == Choice::ml, "vce(oim)", "mle");
  need(!a.correlation.empty(), a.choice == Choice::pa, "corr()", "pa");
}

const char* title_of(PanelEstimator e) {
  switch (e) {
    case PanelEstimator::random: return "Random-effects GLS regression";
    case PanelEstimator::fixed: return "Fixed-effects (within) regression";
    case PanelEstimator::between: return "Between regression (regression on group means)";
  }
  return "";
}

const char* model_of(PanelEstimator e) {
  return e == PanelEstimator::random ? "re" : e == PanelEstimator::fixed ? "fe" : "be";
}

void post_theta(const numeric::PanelFit& fit, Results& e) {
  if (fit.Tcon) {
    e.scalar("theta", kit::stored(fit.theta.median));
    return;
  }
  kit::post_scalars(e, {{"thta_min", fit.theta.min}, {"thta_5", fit.theta.p5}, {"thta_50", fit.theta.median},
                        {"thta_95", fit.theta.p95}, {"thta_max", fit.theta.max}});
}

void post_fit(const Args& a, const numeric::PanelFit& fit, Results& e) {
  kit::post_scalars(e, {{"N", fit.N}, {"N_g", fit.N_g}, {"g_min", fit.g_min}, {"g_avg", fit.g_avg},
                        {"g_max", fit.g_max}, {"Tbar", fit.Tbar}, {"Tcon", fit.Tcon ? 1 : 0}, {"df_m", fit.df_m},
                        {"r2_w", fit.r2_w}, {"r2_b", fit.r2_b}, {"r2_o", fit.r2_o}, {"rank", fit.rank},
                        {"rss", fit.rss}, {"rmse", fit.rmse}});
  if (a.estimator == PanelEstimator::random) {
    kit::post_scalars(e, {{"chi2", fit.chi2}, {"p", dist::chi2tail(fit.df_m, fit.chi2)}, {"sigma", fit.sigma},
                          {"sigma_u", fit.sigma_u}, {"sigma_e", fit.sigma_e}, {"rho", fit.rho}});
    post_theta(fit, e);
    e.macro("chi2type", "Wald").macro("sa", a.swamy_arora ? "sa" : "");
    return;
  }
  kit::post_scalars(e, {{"df_r", fit.df_r}, {"F", fit.F}, {"r2", fit.r2}, {"r2_a", fit.r2_a}, {"mss", fit.mss},
                        {"tss", fit.tss}, {"ll", fit.ll}, {"ll_0", fit.ll_0}});
  const bool between = a.estimator == PanelEstimator::between;
  kit::post_scalars(e, {{"p", dist::Ftail(between ? fit.df_m : fit.df_b, fit.df_r, fit.F)}});
  if (between) return;
  kit::post_scalars(e, {{"df_b", fit.df_b}, {"df_a", fit.df_a}, {"sigma", fit.sigma}, {"sigma_u", fit.sigma_u},
                        {"sigma_e", fit.sigma_e}, {"rho", fit.rho}, {"corr", fit.corr}, {"F_f", fit.F_f},
                        {"p_f", dist::Ftail(fit.df_a, fit.df_r, fit.F_f)}});
}

void theta_line(const Results& e, Output& out) {
  const auto shown = [](double x) { return kit::fixed_text(x, 4); };
  if (const double* theta = e.find_scalar("theta")) {
    out.line("theta = " + shown(*theta));
    return;
  }
  out.line("theta: min " + shown(e.scalar_or("thta_min")) + ", 5% " + shown(e.scalar_or("thta_5")) + ", median " +
           shown(e.scalar_or("thta_50")) + ", 95% " + shown(e.scalar_or("thta_95")) + ", max " +
           shown(e.scalar_or("thta_max")));
}

template <class Fit>
auto computed(const Args& a, const Context& c, const Fit& fit) {
  try {
    return kit::compute(c, fit);
  } catch (const Error& e) {
    const std::string what = e.what();
    if (what.find("nested") != std::string::npos)
      throw Error(498, "panels are not nested within clusters", std::nullopt,
                  {"each panel must lie in one cluster; option nonest computes the variance all the same"});
    if (what.find("constant within panel") != std::string::npos)
      throw Error(498, "weight must be constant within " + kit::declared_panel(c.frame, a.panel));
    throw;
  }
}

Output run_likelihood(const Args& a, const Context& c) {
  kit::PanelLikelihoodCall call;
  call.y = a.y;
  call.x = a.x;
  call.sample = a.sample;
  if (a.vce.kind != "oim") call.vce = a.vce;
  call.panel = kit::declared_panel(c.frame, a.panel);
  if (!a.correlation.empty()) call.correlation = a.correlation;
  call.no_constant = a.no_constant;
  call.no_log = a.no_log;
  call.iterations = a.iterations;
  call.display = a;
  return a.choice == Choice::ml ? kit::estimate_panel_mle(call, c) : kit::estimate_panel_average(call, c);
}

Output run_linear(const Args& a, const Context& c);

Output run(const Args& given, const Context& c) {
  if (given.y.empty()) {
    const bool average = c.e && c.e->results.macro_or("cmd2") == "xtreg";
    return kit::replay(average ? "xtgee" : "xtreg", given, c);
  }
  check_options(given);
  if (given.choice == Choice::ml || given.choice == Choice::pa) return run_likelihood(given, c);
  Args a = given;
  a.estimator = a.choice == Choice::fe   ? PanelEstimator::fixed
                : a.choice == Choice::be ? PanelEstimator::between
                                         : PanelEstimator::random;
  return run_linear(a, c);
}

// A fit with what it was made from; streamed: names and words alone.
struct PanelModel {
  kit::EstimationSample sample;
  kit::Design design;
  kit::VceChoice vce;
  numeric::PanelFit fit;
};

PanelModel fit_sample(const Args& a, const Vce& asked, const std::string& panel, const Context& c) {
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  needed.groups.push_back(panel);
  PanelModel m;
  m.sample = kit::mark_sample(c, a.sample, a.weight, needed);
  m.vce = kit::choose_vce(asked, "conventional", m.sample, c);
  m.design = kit::make_design(a.x, true, m.sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], m.sample, c);
  const kit::GroupCodes panels = kit::group_codes(panel, m.sample, c);

  numeric::PanelSpec spec;
  spec.estimator = a.estimator;
  spec.y = y;
  spec.x = m.design.x;
  spec.panel = panels.codes;
  spec.weights = m.sample.weights;
  spec.weight_kind = m.sample.weight_kind;
  spec.swamy_arora_exact = a.swamy_arora;
  spec.between_wls = a.wls;
  spec.allow_nonnested = a.nonest;
  spec.dof_adjusted = a.dfadj;
  m.fit = computed(a, c, [&](numeric::Progress& p) { return numeric::fit_panel(spec, m.vce.spec(), p); });
  return m;
}

std::optional<PanelModel> fit_streamed(const Args& a, const Vce& asked, const std::string& panel, const Context& c) {
  if (a.estimator != PanelEstimator::fixed) return std::nullopt;
  auto vce = kit::streamed_vce(asked, "conventional", a.weight.kind, c);
  if (!vce) return std::nullopt;
  Terms terms = {a.y.front()};
  terms.insert(terms.end(), a.x.begin(), a.x.end());
  auto columns = kit::streamed_columns({.terms = std::move(terms), .effects = {panel}, .clusters = vce->variables,
                                        .sample = a.sample, .weight = a.weight},
                                       c);
  if (!columns) return std::nullopt;
  numeric::StreamedPanelSpec spec{.data = std::move(columns->data), .kind = vce->spec().kind,
                                  .allow_nonnested = a.nonest, .dof_adjusted = a.dfadj};
  auto fit = computed(a, c, [&](numeric::Progress& p) { return numeric::fit_fixed_effects(spec, p); });
  if (!fit) return std::nullopt;
  return PanelModel{kit::streamed_sample(std::move(fit->used), c.frame.rows), kit::names_only(a.x, true),
                    *std::move(vce), std::move(fit->fit)};
}

Output run_linear(const Args& a, const Context& c) {
  const std::string panel = kit::declared_panel(c.frame, a.panel);
  Vce asked = a.vce;
  const bool by_panel = asked.kind == "robust" || (asked.kind.empty() && a.weight.kind == WeightKind::pweight);
  if (by_panel) asked = Vce{"cluster", {panel}, panel};
  std::optional<PanelModel> streamed = fit_streamed(a, asked, panel, c);
  const PanelModel m = streamed ? *std::move(streamed) : fit_sample(a, asked, panel, c);
  const numeric::PanelFit& result = m.fit;

  const kit::Coefficients k = kit::coefficients(m.design, result.b, result.V, result.omitted);
  Results e = kit::begin_estimates("xtreg", title_of(a.estimator), kit::depvar_name(a.y), c);
  post_fit(a, result, e);
  kit::post_vce(m.vce, result.N_clust, e);
  if (by_panel) e.macro("vce", "robust");
  kit::post_weight(e, a.weight);
  e.macro("ivar", panel).macro("model", model_of(a.estimator));
  if (c.frame.panel && !c.frame.panel->time.empty()) e.macro("tvar", c.frame.panel->time);
  kit::post_coefficients(e, k);

  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(e, m.sample, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  if (a.theta) theta_line(e, out);
  return out;
}

}  // namespace

extern const Command xtreg_command =
    define<Args>("xtreg", "Linear models for panel data: fixed effects, random effects, between")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .one_of(&Args::choice,
                {{"re", Choice::re}, {"fe", Choice::fe}, {"be", Choice::be}, {"mle", Choice::ml}, {"pa", Choice::pa}},
                "estimator: random effects (default), fixed effects, between, random effects by maximum likelihood, "
                "population-averaged")
        .choice("Corr", &Args::correlation, {"exchangeable", "independent"}, "correlation within panels (pa)")
        .flag("noCONStant", &Args::no_constant, "no constant term (mle, pa)")
        .integer("ITERate", &Args::iterations, 0, 16000, "most iterations (mle, pa)")
        .flag("noLOg", &Args::no_log, "leave out the iteration log (mle)")
        .variable("i", &Args::panel, "panel variable, when it is not the one of xtset")
        .vce(&Args::vce, {"conventional", "robust", "cluster", "oim"})
        .flag("nonest", &Args::nonest, "allow panels that are not nested within clusters")
        .flag("dfadj", &Args::dfadj, "count the panel effects in the clustered variance (fe)")
        .flag("sa", &Args::swamy_arora, "Swamy-Arora variance components for unbalanced panels (re)")
        .flag("wls", &Args::wls, "weigh panel means by their number of observations (be)")
        .flag("theta", &Args::theta, "show theta (re)")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(g_min)", "smallest panel"},
                 {"e(g_avg)", "average panel size"},
                 {"e(g_max)", "largest panel"},
                 {"e(Tbar)", "harmonic mean of the panel sizes"},
                 {"e(df_m)", "model degrees of freedom; fe counts the panel effects"},
                 {"e(df_b)", "slopes (fe)"},
                 {"e(df_a)", "panel effects - 1 (fe)"},
                 {"e(df_r)", "residual degrees of freedom (fe, be)"},
                 {"e(F)", "F test of the slopes (fe, be)"},
                 {"e(chi2)", "Wald test of the slopes (re)"},
                 {"e(r2_w)", "R-squared within"},
                 {"e(r2_b)", "R-squared between"},
                 {"e(r2_o)", "R-squared overall"},
                 {"e(r2_a)", "adjusted R-squared (fe, be)"},
                 {"e(sigma_u)", "standard deviation of the panel effects"},
                 {"e(sigma_e)", "standard deviation of the idiosyncratic errors"},
                 {"e(rho)", "share of the variance due to the panel effects"},
                 {"e(corr)", "corr(u_i, Xb) (fe)"},
                 {"e(p)", "p-value of e(F) or e(chi2)"},
                 {"e(F_f)", "F test that all effects are zero (fe, conventional)"},
                 {"e(p_f)", "its p-value"},
                 {"e(theta)", "share of the panel mean taken off (re, balanced); else e(thta_min) … e(thta_max)"},
                 {"e(ivar)", "panel variable"},
                 {"e(model)", "fe, re, be, ml or pa; after pa e(cmd) is xtgee"},
                 {"e(ll)", "log likelihood (mle); e(ll_0) constant only, e(ll_c) without panel effects"},
                 {"e(ll_0)", "log likelihood of the constant alone (mle)"},
                 {"e(ll_c)", "log likelihood without panel effects (mle)"},
                 {"e(chi2_c)", "likelihood-ratio test of sigma_u = 0 (mle); e(p_c) its p-value"},
                 {"e(phi)", "scale parameter (pa)"},
                 {"e(alpha)", "correlation within panels (pa)"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Baltagi, B. H. (2021). Econometric Analysis of Panel Data, 6th ed., chapters 2 and 9.")
        .reference("Hsiao, C. (2014). Analysis of Panel Data, 3rd ed., section 3.3.3 (mle).")
        .reference("Liang, K.-Y. and Zeger, S. L. (1986). Biometrika 73, 13-22 (pa).")
        .reference("Swamy, P. A. V. B. and Arora, S. S. (1972). Econometrica 40, 261-275.")
        .reference("Baltagi, B. H. and Chang, Y.-J. (1994). Journal of Econometrics 62, 67-89 (option sa).")
        .remark("vce(robust) clusters by panel. With clusters the panel effects are not counted, as they are nested.")
        .remark("re weighs with the harmonic mean of the panel sizes; sa gives the exact unbalanced form.")
        .example("Fixed effects of three panels",
                 "clear\nset obs 12\ngenerate id = ceil(_n/4)\ngenerate t = mod(_n - 1, 4) + 1\nxtset id t\n"
                 "generate x = mod(7*_n, 5)\ngenerate y = 2*x + 10*id + mod(_n, 2)\nxtreg y x, fe",
                 "e(N_g) == 3 & e(df_r) == 8")
        .remark("mle: e(b) ends with sigma_u and sigma_e; the interval of rho is symmetric on the logit scale. pa: "
                "vce(robust) clusters by panel with the factor G/(G-1).")
        .example("Maximum likelihood",
                 "clear\nset obs 24\ngenerate id = ceil(_n/4)\nxtset id\ngenerate x = mod(7*_n, 5)\n"
                 "generate y = 2*x + 3*mod(id, 3) + mod(_n, 2) - mod(_n, 3)\nxtreg y x, mle",
                 "e(chi2_c) > 0 & abs(e(rho) - e(sigma_u)^2/(e(sigma_u)^2 + e(sigma_e)^2)) < 1e-12")
        .example("The population-averaged model with independent errors is least squares",
                 "sysuse auto\nxtset rep78\nregress price mpg if rep78 < .\nscalar b = _b[mpg]\n"
                 "xtreg price mpg, pa corr(independent)",
                 "abs(_b[mpg] - b) < 1e-8 & e(model) == \"pa\"")
        .example("Random effects",
                 "clear\nset obs 24\ngenerate id = ceil(_n/4)\nxtset id\ngenerate x = mod(7*_n, 5)\n"
                 "generate y = 2*x + 3*mod(id, 3) + mod(_n, 2) - mod(_n, 3)\nxtreg y x, re theta",
                 "e(model) == \"re\" & e(df_m) == 1")
        .runs(run);

}  // namespace nqp::commands::xtreg_
