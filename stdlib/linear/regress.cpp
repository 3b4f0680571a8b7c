// regress: linear regression by ordinary least squares.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/eform_table.hpp"
#include "stdlib/kit/posting.hpp"
#include "stdlib/kit/standardised.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::regress_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  bool no_constant = false, has_constant = false, total_centred = false;
  bool standardised = false;
  std::string title;
};

void check_vce(const Args& a) {
  const bool leverage = a.vce.kind == "hc2" || a.vce.kind == "hc3";
  const bool allowed = a.weight.kind == WeightKind::none || a.weight.kind == WeightKind::aweight;
  if (leverage && !allowed)
    throw Error(101, "vce(" + a.vce.kind + ") allows no weights but aweights", std::nullopt,
                {"vce(robust) works with all weights"});
}

void post_fit(const numeric::LinearFit& fit, Results& e) {
  kit::post_scalars(e, {{"N", fit.N}, {"df_m", fit.df_m}, {"df_r", fit.df_r}, {"F", fit.F}, {"r2", fit.r2},
                        {"rmse", fit.rmse}, {"mss", fit.mss}, {"rss", fit.rss}, {"r2_a", fit.r2_a}, {"ll", fit.ll},
                        {"ll_0", fit.ll_0}, {"rank", fit.rank}});
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("regress", a, c);
  check_vce(a);
  kit::Needed needed{a.y, a.vce.variables};
  needed.terms.insert(needed.terms.end(), a.x.begin(), a.x.end());
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, a.weight, needed);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "ols", sample, c);
  const bool constant = !a.no_constant && !a.has_constant;
  const kit::Design design = kit::make_design(a.x, constant, sample, c);
  const std::vector<double> y = kit::term_values(a.y[0], sample, c);

  numeric::LinearSpec spec;
  spec.y = y;
  spec.x = design.x;
  spec.constant = constant;
  spec.weights = sample.weights;
  spec.weight_kind = sample.weight_kind;
  spec.centred = a.has_constant || a.total_centred;
  const numeric::LinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, vce.spec(), p); });

  const kit::Coefficients k = kit::coefficients(design, fit.b, fit.V, fit.omitted);
  const std::string title = a.title.empty() ? "Linear regression" : a.title;
  Results e = kit::begin_estimates("regress", title, kit::depvar_name(a.y), c);
  post_fit(fit, e);
  kit::post_vce(vce, fit.N_clust, e);
  kit::post_weight(e, a.weight);
  e.macro("model", "ols");
  kit::post_coefficients(e, k);
  if (vce.kind != "ols") {  // predict's leverage needs the classical form
    numeric::Matrix classical = fit.xtx_inverse;
    for (double& v : classical.data) v *= fit.rmse * fit.rmse;
    const numeric::Matrix V = kit::coefficients(design, fit.b, classical, fit.omitted).V;
    e.matrix("V_modelbased", kit::named_matrix(V, k.names, k.names));
  }
  kit::DisplayOptions options = a;
  if (a.standardised) {
    options.beta = kit::standardised_coefficients(design, k, y, sample);
    e.matrix("beta", kit::named_row(options.beta, "y1", k.names));
  }
  report::Document table = kit::show_estimates(e, options, c);
  Output out = kit::estimation(std::move(e), sample, k, kit::level_or_default(a.level, c));
  kit::exponentiate_table(a, c, out);
  if (fit.V_repaired)
    out.line("note: the multiway clustered variance was not positive semidefinite; negative eigenvalues set to zero.",
             report::Style::note);
  out.document.append(std::move(table));
  return out;
}

}  // namespace

extern const Command regress_command =
    define<Args>("REGress", "Linear regression")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
        .vce(&Args::vce, {"ols", "robust", "hc2", "hc3", "cluster"})
        .flag("noConstant", &Args::no_constant, "no constant term")
        .flag("Hascons", &Args::has_constant, "the regressors span a constant: none is added, R² stays centred")
        .flag("TSScons", &Args::total_centred, "centre the total sum of squares in a model without a constant")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("Beta", &Args::standardised, "standardised coefficients instead of confidence intervals")
        .flag("noHEader", &Args::no_header, "leave out what stands above the coefficients")
        .flag("NOTable", &Args::no_table, "leave out the coefficients")
        .flag("BASElevels", &Args::base_levels, "show the base levels of factor variables")
        .text("EForm", &Args::eform, "exponentiate the coefficients; the text heads their column")
        .text("title", &Args::title, "title above the results")
        .stores({{"e(N)", "number of observations"},
                 {"e(df_m)", "model degrees of freedom: slopes estimated"},
                 {"e(df_r)", "residual degrees of freedom; clusters - 1 with vce(cluster)"},
                 {"e(F)", "F test that all slopes are zero; Wald form with robust variances"},
                 {"e(r2)", "R-squared"},
                 {"e(r2_a)", "adjusted R-squared"},
                 {"e(rmse)", "root mean squared error"},
                 {"e(mss)", "model sum of squares"},
                 {"e(rss)", "residual sum of squares"},
                 {"e(ll)", "log likelihood under normal errors"},
                 {"e(ll_0)", "log likelihood, constant only"},
                 {"e(rank)", "rank of e(V)"},
                 {"e(N_clust)", "number of clusters; the smallest with several cluster variables"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "their variances and covariances"},
                 {"e(V_modelbased)", "classical variance, when e(V) is another"},
                 {"e(beta)", "standardised coefficients, with beta"},
                 {"e(cmd)", "regress"},
                 {"e(depvar)", "name of the dependent variable"},
                 {"e(vce)", "ols, robust, hc2, hc3 or cluster"},
                 {"e(clustvar)", "cluster variables"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., chapter 4.")
        .reference("MacKinnon, J. G. and White, H. (1985). Journal of Econometrics 29, 305-325 (hc2, hc3).")
        .reference("Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2011). Journal of Business & Economic Statistics "
                   "29, 238-249 (several cluster variables).")
        .remark("Collinear regressors are left out from the right and shown as (omitted); e(b) keeps their place.")
        .remark("Several cluster variables use one small-sample factor with the smallest number of clusters.")
        .example("A straight line", "clear\ninput y x\n1 1\n2 2\n4 3\n5 5\nend\nregress y x",
                 "abs(_b[x] - 1.0285714) < 1e-6")
        .example("Robust standard errors and a factor variable",
                 "clear\nset obs 12\ngenerate g = mod(_n, 3)\ngenerate x = mod(_n, 5)\ngenerate y = x + g^2 + "
                 "mod(_n, 2)\nregress y x i.g, vce(robust)",
                 "e(df_m) == 3")
        .example("Standardised coefficients: with one regressor, the correlation",
                 "sysuse auto\nregress price mpg, beta\nscalar s = el(e(beta), 1, 1)\nquietly correlate price mpg",
                 "abs(s - r(rho)) < 1e-12")
        .example("Clusters, then the same results at another level",
                 "clear\nset obs 12\ngenerate g = mod(_n, 4)\ngenerate x = mod(_n, 5)\n"
                 "generate y = x + g + mod(_n, 2)\nquietly regress y x, vce(cluster g)\nregress, level(90)",
                 "e(N_clust) == 4 & r(level) == 90")
        .runs(run);

}  // namespace nqp::commands::regress_
