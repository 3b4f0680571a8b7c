// xtivreg: instrumental variables for panels: fixed and random effects, between, first differences.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/differenced.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/iv_estimation.hpp"
#include "stdlib/kit/iv_report.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/panel_iv.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/streamed_regression.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::commands::xtivreg_ {
namespace {

using namespace command;

using Model = kit::PanelIvModel;

struct Args : kit::DisplayOptions {
  std::string body;
  Sample sample;
  Vce vce;
  Model model = Model::random;
  std::string panel;
  bool small = false, first = false, no_constant = false, theta = false;
};

const char* word_of(Model m) {
  return m == Model::random ? "re" : m == Model::fixed ? "fe" : m == Model::between ? "be" : "fd";
}

const char* title_of(Model m) {
  switch (m) {
    case Model::random: return "G2SLS random-effects IV regression";
    case Model::fixed: return "Fixed-effects (within) IV regression";
    case Model::between: return "Between-effects IV regression";
    case Model::difference: return "First-differenced IV regression";
  }
  return "";
}

void post_panel(const kit::PanelIvFit& r, const std::vector<double>& sizes, Model model, Results& e) {
  const auto [low, high] = std::minmax_element(sizes.begin(), sizes.end());
  const double rows = std::accumulate(sizes.begin(), sizes.end(), 0.0), panels = static_cast<double>(sizes.size());
  kit::post_scalars(e, {{"N", rows}, {"N_g", panels}, {"g_min", *low}, {"g_max", *high}, {"g_avg", rows / panels}});
  // Within, the residuals of two-stage least squares may have more variance than the dependent variable.
  const bool undefined_within = model == Model::fixed && r.r2_within < 0;
  kit::post_scalars(e, {{"r2_w", undefined_within ? numeric::undefined : r.r2_within}, {"r2_b", r.r2_between},
                        {"r2_o", r.r2_overall}});
  if (model == Model::fixed) kit::post_scalars(e, {{"corr", r.corr}, {"df_a", panels - 1}});
  if (model != Model::fixed && model != Model::random) return;
  const double u2 = r.sigma_u * r.sigma_u, e2 = r.sigma_e * r.sigma_e;
  kit::post_scalars(e, {{"sigma_u", r.sigma_u}, {"sigma_e", r.sigma_e}, {"sigma", std::sqrt(u2 + e2)},
                        {"rho", u2 / (u2 + e2)}});
  if (model == Model::random)
    kit::post_scalars(e, {{"thta_min", r.theta_low}, {"thta_max", r.theta_high}});
}

void post_test(const Args& a, const numeric::IvFit& fit, Results& e) {
  kit::post_scalars(e, {{"df_m", fit.df_m}, {"rss", fit.rss}, {"rmse", fit.rmse}, {"rank", fit.K}});
  if (a.small) {
    kit::post_scalars(e, {{"df_r", fit.df_r}, {"F", fit.F},
                          {"p", numeric::dist::Ftail(fit.df_m, fit.df_r, fit.F)}});
    return;
  }
  const double p = numeric::dist::chi2tail(fit.df_m, fit.chi2);
  kit::post_scalars(e, {{"chi2", fit.chi2}, {"chi2_p", p}, {"p", p}});
  e.macro("chi2type", "Wald");
}

// An estimated model with what its results are filed from.
struct PanelIv {
  kit::EstimationSample sample;
  kit::VceChoice vce;
  std::vector<double> sizes;  // of the panels
  kit::PanelIvFit result;
  std::optional<kit::StreamedIv> streamed;  // the columns of `result` are coordinates of it
};

std::optional<PanelIv> fit_streamed(const Args& a, const kit::InstrumentedEquation& equation, const Vce& asked,
                                    const std::string& panel, const Context& c) {
  if (a.model != Model::fixed) return std::nullopt;
  kit::AbsorbRequest absorb;
  absorb.terms.push_back({panel, {}, true, {}});
  PanelIv out;
  auto vce = kit::streamed_vce(asked, "conventional", WeightKind::none, c);
  if (!vce) return std::nullopt;
  out.vce = *std::move(vce);
  out.streamed = kit::streamed_iv({.equation = equation, .absorb = absorb, .sample = a.sample, .weight = {},
                                   .vce = asked, .constant = true, .keep_singletons = true},
                                  c);
  if (!out.streamed) return std::nullopt;
  out.sample = out.streamed->sample;
  out.sizes = out.streamed->fit.levels.weight;
  out.result = kit::fit_panel_iv(*out.streamed, c);
  return out;
}

PanelIv fit_sample(const Args& a, const kit::InstrumentedEquation& equation, const Vce& asked,
                   const std::string& panel, const Context& c) {
  PanelIv out;
  kit::Needed needed{equation.all(), a.vce.variables};
  needed.groups.push_back(panel);
  out.sample = kit::mark_sample(c, a.sample, {}, needed);
  const kit::GroupCodes panels = kit::group_codes(panel, out.sample, c);
  const numeric::PanelLayout layout = numeric::panel_layout(panels.codes);
  out.vce = kit::choose_vce(asked, "conventional", out.sample, c);
  const kit::InstrumentedColumns raw =
      kit::make_columns(equation, a.model == Model::fixed || !a.no_constant, out.sample, c);
  out.result = kit::fit_panel_iv(a.model, raw, out.sample, layout, out.vce, c);
  out.sizes = layout.sizes;
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) return kit::replay("xtivreg", a, c);
  const std::string panel = kit::declared_panel(c.frame, a.panel);
  kit::InstrumentedEquation equation = kit::parse_instrumented(a.body, c);
  if (a.model == Model::difference) equation = kit::differenced(equation, c);
  Vce asked = a.vce;
  if (asked.kind == "robust") asked = Vce{"cluster", {panel}, panel};
  if (a.model == Model::between && !asked.kind.empty() && asked.kind != "conventional")
    throw Error(198, "xtivreg, be has conventional standard errors only");
  std::optional<PanelIv> streamed = fit_streamed(a, equation, asked, panel, c);
  const PanelIv m = streamed ? *std::move(streamed) : fit_sample(a, equation, asked, panel, c);
  const kit::PanelIvFit& r = m.result;
  const kit::Coefficients k = kit::instrumented_coefficients(r.k, r.fit.b, r.fit.V);
  Results e = kit::begin_estimates("xtivreg", title_of(a.model), kit::depvar_name(equation.y), c);
  post_panel(r, m.sizes, a.model, e);
  post_test(a, r.fit, e);
  kit::post_vce(m.vce, r.fit.N_clust, e);
  e.macro("ivar", panel).macro("model", word_of(a.model));
  std::vector<std::string> all = r.k.x2_names;
  all.insert(all.end(), r.k.z1_names.begin(), r.k.z1_names.end());
  e.macro("instd", text::joined(r.k.x1_names)).macro("insts", text::joined(all));
  if (a.small) e.macro("small", "small");
  kit::post_coefficients(e, k);
  report::Document table;
  if (a.first && a.model != Model::between) {
    numeric::IvSpec spec = kit::panel_iv_spec(r.k);
    if (m.streamed) spec.data.summed = &m.streamed->fit.rows;
    table.append(kit::first_stage_tables(kit::first_stage_regressions(r.k, spec, c),
                                         kit::level_or_default(a.level, c), c));
  }
  table.append(kit::show_estimates(e, a, c));
  Output out = kit::estimation(std::move(e), m.sample, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command xtivreg_command = kit::loose_body(
    define<Args>("xtivreg", "Instrumental variables for panel data: fixed and random effects, between, differences")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .one_of(&Args::model,
                {{"re", Model::random}, {"fe", Model::fixed}, {"be", Model::between}, {"fd", Model::difference}},
                "estimator: random effects (the default), fixed effects, between, first differences")
        .variable("i", &Args::panel, "panel variable, when it is not the one of xtset")
        .vce(&Args::vce, {"conventional", "robust", "cluster"})
        .flag("small", &Args::small, "t and F statistics")
        .flag("first", &Args::first, "show the first-stage regressions")
        .flag("noCONstant", &Args::no_constant, "no constant term (re, be, fd)")
        .flag("theta", &Args::theta, "accepted; e(thta_min) and e(thta_max) hold it")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("NOFOOTer", &Args::no_footer, "leave out the lists of variables")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(N_g)", "number of panels"},
                 {"e(g_min)", "smallest panel"},
                 {"e(g_avg)", "average panel size"},
                 {"e(g_max)", "largest panel"},
                 {"e(df_m)", "slopes"},
                 {"e(df_r)", "residual degrees of freedom (small)"},
                 {"e(chi2)", "Wald test of the slopes"},
                 {"e(F)", "the same with small"},
                 {"e(p)", "its p-value, also in e(chi2_p)"},
                 {"e(df_a)", "panel effects - 1 (fe)"},
                 {"e(corr)", "correlation of effects and fitted values (fe)"},
                 {"e(r2_w)", "R-squared within; be, re and fd as a squared correlation"},
                 {"e(r2_b)", "R-squared between"},
                 {"e(r2_o)", "R-squared overall"},
                 {"e(sigma_u)", "standard deviation of the panel effects (fe, re)"},
                 {"e(sigma_e)", "standard deviation of the idiosyncratic errors (fe, re)"},
                 {"e(rho)", "share of the variance due to the panel effects"},
                 {"e(thta_max)", "re: largest share of the panel mean taken off"},
                 {"e(ivar)", "panel variable"},
                 {"e(model)", "re, fe, be or fd"},
                 {"e(instd)", "endogenous variables"},
                 {"e(insts)", "all instruments"},
                 {"e(b)", "coefficients: endogenous, exogenous, constant"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Balestra, P. and Varadharajan-Krishnakumar, J. (1987). Econometric Theory 3, 223-246 (G2SLS).")
        .reference("Baltagi, B. H. (2021). Econometric Analysis of Panel Data, 6th ed., chapter 7.")
        .remark("Variances divide by the degrees of freedom that are left; tests are normal unless small is given. "
                "vce(robust) clusters by panel.")
        .remark(
            "fe: the Wald chi-squared tests the constant along with the slopes, as Stata's does; R-squared within is "
            "that of the transformed regression, and missing when negative.")
        .remark("ivreghdfe and xtivreg2 add tests of identification.")
        .example("Fixed effects: as two-stage least squares with dummy variables",
                 "clear\nset obs 60\ngenerate id = ceil(_n/6)\nxtset id\ngenerate z = mod(7*_n, 11)\n"
                 "generate x = z + id + mod(_n, 3)\ngenerate y = 2*x + 3*id + mod(_n, 7)\n"
                 "quietly ivregress 2sls y i.id (x = z), small\nscalar b = _b[x]\nscalar s = _se[x]\n"
                 "xtivreg y (x = z), fe small",
                 "abs(_b[x] - b) < 1e-8 & abs(_se[x] - s) < 1e-8 & e(F) > 0 & e(sigma_u) > 0")
        .example("Random effects",
                 "clear\nset obs 60\ngenerate id = ceil(_n/6)\nxtset id\ngenerate z = mod(7*_n, 11)\n"
                 "generate x = z + mod(_n, 3)\ngenerate y = 2*x + 3*mod(id, 4) + mod(_n, 7)\nxtivreg y (x = z), re",
                 "e(model) == \"re\" & e(thta_max) > 0 & e(thta_max) < 1 & e(chi2) > 0")
        .runs(run));

}  // namespace nqp::commands::xtivreg_
