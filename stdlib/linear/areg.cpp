// areg: linear regression with absorbed categorical variables, all of their levels counted.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/streamed_regression.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"

namespace nqp::commands::areg_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  Variables absorb;
};

void post_fit(const numeric::AbsorbedFit& fit, Results& e) {
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F}, {"r2", fit.r2},
                        {"r2_a", fit.r2_a}, {"rmse", fit.rmse}, {"mss", fit.mss}, {"rss", fit.rss}, {"tss", fit.tss},
                        {"ll", fit.ll}, {"ll_0", fit.ll_0}, {"rank", fit.rank + 1}, {"df_a", fit.df_a},
                        {"k_absorb", fit.k_absorb}});
  if (!data::is_missing(fit.F_absorb)) e.scalar("F_absorb", fit.F_absorb);
}

kit::StreamedRegression fit_sample(const Args& a, const Context& c) {
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  needed.groups.insert(needed.groups.end(), a.absorb.begin(), a.absorb.end());
  kit::StreamedRegression out;
  out.sample = kit::mark_sample(c, a.sample, a.weight, needed);
  out.vce = kit::choose_vce(a.vce, "ols", out.sample, c);
  out.design = kit::make_design(a.x, true, out.sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], out.sample, c);
  std::vector<kit::GroupCodes> groups;
  for (const std::string& v : a.absorb) groups.push_back(kit::group_codes(v, out.sample, c));

  numeric::AbsorbedSpec spec;
  spec.y = y;
  spec.x = out.design.x;
  for (const kit::GroupCodes& g : groups) spec.effects.push_back(numeric::Effect{g.codes});
  spec.weights = out.sample.weights;
  spec.weight_kind = out.sample.weight_kind;
  spec.convention = numeric::AbsorbConvention::areg;
  spec.drop_singletons = false;
  out.fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_absorbed(spec, out.vce.spec(), p); });
  return out;
}

kit::StreamedRegression fit_model(const Args& a, const Context& c) {
  kit::AbsorbRequest absorb;
  for (const std::string& v : a.absorb) absorb.terms.push_back({v, {}, true, {}});
  kit::RegressionRequest asked{.y = a.y, .x = a.x, .sample = a.sample, .weight = a.weight, .absorb = absorb,
                               .vce = a.vce, .classical = "ols"};
  asked.convention = numeric::AbsorbConvention::areg;
  asked.keep_singletons = true;
  auto streamed = a.absorb.size() == 1 ? kit::streamed_regression(asked, c) : std::nullopt;
  return streamed ? *std::move(streamed) : fit_sample(a, c);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("areg", a, c);
  if (a.absorb.empty())
    throw Error(198, "option absorb() required", std::nullopt, {"absorb(varname) names the effects"});
  const bool leverage = a.vce.kind == "hc2" || a.vce.kind == "hc3";
  if (leverage && a.weight.kind != WeightKind::none && a.weight.kind != WeightKind::aweight)
    throw Error(101, "vce(" + a.vce.kind + ") allows no weights but aweights", std::nullopt,
                {"vce(robust) works with all weights"});
  if (leverage && a.absorb.size() > 1)
    throw Error(198, "vce(" + a.vce.kind + ") is for one absorbed variable", std::nullopt,
                {"vce(robust) works with several"});
  const kit::StreamedRegression m = fit_model(a, c);
  const numeric::AbsorbedFit& fit = m.fit;
  const kit::Coefficients k = kit::coefficients(m.design, fit.b, fit.V, fit.omitted);
  Results e = kit::begin_estimates("areg", "Linear regression, absorbing indicators", kit::depvar_name(a.y), c);
  post_fit(fit, e);
  kit::post_vce(m.vce, fit.N_clust, e);
  kit::post_weight(e, a.weight);
  e.macro("absvar", text::joined(a.absorb)).macro("model", "ols");
  kit::post_coefficients(e, k);
  report::Document table = kit::show_estimates(e, a, c);
  Output out = kit::estimation(std::move(e), m.sample, k, kit::level_or_default(a.level, c));
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command areg_command =
    define<Args>("areg", "Linear regression with a large set of indicators absorbed")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight})
        .variables("Absorb", &Args::absorb, "variables whose indicators are absorbed")
        .vce(&Args::vce, {"ols", "robust", "hc2", "hc3", "cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "slopes estimated"},
                 {"e(df_r)", "N - slopes - levels; clusters - 1 with vce(cluster)"},
                 {"e(df_a)", "absorbed levels - 1"},
                 {"e(k_absorb)", "absorbed levels"},
                 {"e(F)", "F test of the slopes"},
                 {"e(F_absorb)", "F test that all levels are equal (classical variance only)"},
                 {"e(r2)", "R-squared of the regression with indicators"},
                 {"e(r2_a)", "adjusted R-squared"},
                 {"e(rmse)", "root mean squared error"},
                 {"e(absvar)", "absorbed variable"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .remark("The absorbed levels are always counted in the degrees of freedom, also with clusters; xtreg, fe and "
                "reghdfe leave them out when they are nested in the clusters.")
        .reference("MacKinnon, J. G. and White, H. (1985). Journal of Econometrics 29, 305-325 (hc2, hc3).")
        .remark("vce(hc2) and vce(hc3) take the leverages of the regression with all indicators.")
        .remark("Several variables are absorbed together, the redundant levels not counted; predict then knows xb and "
                "stdp, reghdfe keeps residuals.")
        .example("The slope of the regression with indicators",
                 "clear\nset obs 20\ngenerate g = mod(_n, 4)\ngenerate x = mod(_n, 7)\ngenerate y = x + g^2 + "
                 "mod(_n, 3)\nregress y x i.g\nscalar b = _b[x]\nareg y x, absorb(g)",
                 "abs(_b[x] - b) < 1e-10 & e(df_a) == 3")
        .example("Two sets of indicators",
                 "webuse grunfeld, clear\nquietly regress invest mvalue kstock i.company i.year, vce(cluster company)\n"
                 "scalar S = _se[mvalue]\nareg invest mvalue kstock, absorb(company year) vce(cluster company)",
                 "abs(_se[mvalue]/S - 1) < 1e-9 & e(df_a) == 28")
        .example("Clustered",
                 "clear\nset obs 20\ngenerate g = mod(_n, 4)\ngenerate x = mod(_n, 7)\ngenerate y = x + g^2 + "
                 "mod(_n, 3)\nareg y x, a(g) vce(cluster g)",
                 "e(df_r) == 3")
        .runs(run);

}  // namespace nqp::commands::areg_
