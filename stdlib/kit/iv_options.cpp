#include "stdlib/kit/iv_estimation.hpp"

namespace nqp::kit {

using command::WeightKind;

command::Definition<IvArgs>& ivreg2_options(command::Definition<IvArgs>& d) {
  d.anything(&IvArgs::body)
      .replays()
      .if_in(&IvArgs::sample)
      .weights(&IvArgs::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .vce(&IvArgs::vce, {"unadjusted", "robust", "cluster"})
      .flag("gmm2s", &IvArgs::gmm, "two-step efficient GMM")
      .flag("gmm", &IvArgs::gmm, "the same, with robust")
      .flag("liml", &IvArgs::liml, "limited-information maximum likelihood")
      .flag("cue", &IvArgs::cue, "continuously updated GMM")
      .number("fuller", &IvArgs::fuller, 0, 1e6, "Fuller's modified LIML with this parameter")
      .number("kclass", &IvArgs::k_class, 0, 1e6, "k-class estimator with this k")
      .flag("coviv", &IvArgs::tsls_bread, "LIML and k-class: variances from the bread of 2SLS")
      .text("b0", &IvArgs::at, "J of continuously updated GMM at these coefficients, a matrix with their names")
      .integer("dofminus", &IvArgs::dof_minus, 0, 1e9, "taken from N in all variances, as effects removed before")
      .integer("sdofminus", &IvArgs::dof_small, 0, 1e9, "taken from N in small-sample factors only")
      .flag("small", &IvArgs::small, "t and F statistics with small-sample factors")
      .flag("noCONstant", &IvArgs::no_constant, "no constant term")
      .text("bw", &IvArgs::bandwidth, "bandwidth of the kernel: a number (lags plus one) or auto")
      .text("kernel", &IvArgs::kernel, "kernel: bartlett, parzen, qs, truncated, thanning, thamming, daniell, tent")
      .number("dkraay", &IvArgs::driscoll_kraay, 1e-8, 1e6, "Driscoll-Kraay standard errors with this bandwidth")
      .flag("center", &IvArgs::centred, "centre the moments")
      .flag("first", &IvArgs::first, "show the first-stage regressions")
      .flag("ffirst", &IvArgs::first_summary, "show first-stage statistics only")
      .flag("sfirst", &IvArgs::first_summary, "the same")
      .flag("rf", &IvArgs::reduced_form, "show the reduced form")
      .flag("savefirst", &IvArgs::save_first, "store the first stages as estimates _ivreg2_x, for each endogenous x")
      .text("SAVEFPrefix", &IvArgs::first_prefix, "the same under this prefix")
      .flag("saverf", &IvArgs::save_reduced, "store the reduced form as estimates _ivreg2_y")
      .text("SAVERFPrefix", &IvArgs::reduced_prefix, "the same under this prefix")
      .flag("noid", &IvArgs::no_identification, "leave out the tests of identification")
      .flag("nocollin", &IvArgs::no_check, "accepted: collinear columns are always looked for")
      .flag("useqr", &IvArgs::ignored, "accepted: it is the way of solving")
      .text("ENDOG", &IvArgs::endog, "test whether these regressors are endogenous")
      .text("ORTHOG", &IvArgs::orthog, "test whether these instruments are exogenous")
      .text("REDundant", &IvArgs::redundant, "test whether these instruments are redundant")
      .text("ENDOGTEST", &IvArgs::endog, "the same as endog()")
      .text("PARTIAL", &IvArgs::partial, "exogenous regressors to be partialled out")
      .text("FWL", &IvArgs::partial, "the same")
      .flag("NOPARTIALSMALL", &IvArgs::partial_not_small, "those do not count in small-sample factors")
      .number("Level", &IvArgs::level, 10, 99.99, "confidence level in percent")
      .flag("noHEader", &IvArgs::no_header, "leave out what stands above the coefficients")
      .flag("NOTable", &IvArgs::no_table, "leave out the coefficients")
      .flag("NOFOOTer", &IvArgs::no_footer, "leave out what stands below the coefficients")
      .flag("NOOUTput", &IvArgs::ignored, "accepted")
      .flag("BASElevels", &IvArgs::base_levels, "show the base levels of factor variables")
      .text("EForm", &IvArgs::eform, "exponentiate the coefficients; the text heads their column")
      .text("title", &IvArgs::title, "title above the results");
  return d;
}

command::Definition<IvArgs>& ivreg2_results(command::Definition<IvArgs>& d) {
  d.stores({{"e(N)", "number of observations"},
            {"e(df_m)", "slopes"},
            {"e(df_r)", "residual degrees of freedom (small)"},
            {"e(yy)", "uncentred total sum of squares"},
            {"e(yyc)", "centred total sum of squares"},
            {"e(rss)", "residual sum of squares"},
            {"e(mss)", "centred total less residual sum of squares"},
            {"e(r2)", "R-squared, centred when there is a constant; may be negative"},
            {"e(r2_a)", "adjusted R-squared"},
            {"e(r2c)", "centred R-squared"},
            {"e(r2u)", "uncentred R-squared"},
            {"e(rmse)", "root mean squared error"},
            {"e(ll)", "log likelihood under normal errors"},
            {"e(F)", "F test of the slopes"},
            {"e(Fp)", "its p-value"},
            {"e(Fdf1)", "its degrees of freedom"},
            {"e(Fdf2)", "of its denominator"},
            {"e(idstat)", "underidentification: Anderson LM, or Kleibergen-Paap rk LM"},
            {"e(iddf)", "its degrees of freedom"},
            {"e(idp)", "its p-value"},
            {"e(cdf)", "weak identification: Cragg-Donald F"},
            {"e(widstat)", "weak identification: Cragg-Donald F, or Kleibergen-Paap rk Wald F"},
            {"e(j)", "Sargan's or Hansen's statistic"},
            {"e(jdf)", "overidentifying restrictions"},
            {"e(jp)", "its p-value"},
            {"e(arf)", "Anderson-Rubin test of the endogenous regressors, F"},
            {"e(arfp)", "its p-value"},
            {"e(archi2)", "the same as chi-squared"},
            {"e(sstat)", "Stock-Wright S statistic"},
            {"e(rankxx)", "regressors, the constant counted"},
            {"e(rankzz)", "instruments, the constant counted"},
            {"e(first)", "first stages: a column for each endogenous regressor, rows F, pr2, SWF …"},
            {"e(firsteqs)", "names of the stored first stages (savefirst)"},
            {"e(rfeq)", "name of the stored reduced form (saverf)"},
            {"e(instd)", "endogenous regressors"},
            {"e(inexog)", "included instruments"},
            {"e(exexog)", "excluded instruments"},
            {"e(insts)", "all instruments"},
            {"e(model)", "iv, liml, gmm2s, cue or ols"},
            {"e(b)", "coefficients: endogenous, exogenous, constant"},
            {"e(V)", "their variances and covariances"},
            {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(command::Effect::estimates | command::Effect::results)
      .reference("Baum, C. F., Schaffer, M. E. and Stillman, S. (2007). Stata Journal 7, 465-506.")
      .reference("Kleibergen, F. and Paap, R. (2006). Journal of Econometrics 133, 97-126.")
      .reference("Stock, J. H. and Yogo, M. (2005). Testing for weak instruments in linear IV regression.")
      .reference("Sanderson, E. and Windmeijer, F. (2016). Journal of Econometrics 190, 212-221.");
  return d;
}

}  // namespace nqp::kit
