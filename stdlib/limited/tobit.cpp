// tobit: normal regression of an outcome that is censored at known limits.
#include <cmath>

#include "stdlib/kit/censored_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/numeric/likelihood/normal_rows.hpp"

namespace nqp::commands::tobit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs, kit::CensoringLimits {};

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("tobit", a, c);
  if (!a.any())
    throw Error(198, "option ll() or ul() required", std::nullopt,
                {"ll or ul alone is the least or largest outcome; without limits regress fits the model"});
  kit::LikelihoodData d = kit::likelihood_data(a, c);
  kit::find_omitted(d, !a.no_constant);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  const kit::CensoredOutcome k = kit::censor_outcome(a, d, c);
  kit::LikelihoodResult r;
  const std::string y = kit::depvar_name(a.y);
  kit::NormalFit f = kit::fit_normal(numeric::interval_rows(k.from, k.to), d.y, d, a, vce, !a.no_constant, c, y);
  r.fit = std::move(f.fit);
  r.ll_0 = f.ll_0;
  r.constraints = std::move(f.constraints);
  const double variance = std::exp(2 * r.fit.b.back());
  kit::transform_parameter(r.fit, r.fit.b.size() - 1, variance, 2 * variance);
  r.cmd = "tobit";
  r.title = "Tobit regression";
  r.equations = {{y, true, !a.no_constant, "_cons"}, {"", false, true, "/var(e." + y + ")"}};
  r.df_r = r.fit.N - static_cast<double>(d.x.cols);
  r.scalars = {{"sigma", std::sqrt(variance)}, {"k_aux", 1}};
  kit::post_censoring(a, k, r);
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("TOBit", "Tobit regression: a censored normal outcome");
  kit::common_likelihood_options(d)
      .weights(&Args::weight,
               {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight});
  kit::censoring_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(N_unc)", "uncensored observations"},
               {"e(N_lc)", "left-censored observations"},
               {"e(N_rc)", "right-censored observations"},
               {"e(llopt)", "lower limit, or its variable"},
               {"e(ulopt)", "upper limit, or its variable"},
               {"e(ll_0)", "log likelihood, constant only"},
               {"e(r2_p)", "McFadden's pseudo R-squared"},
               {"e(df_r)", "degrees of freedom of t and F"},
               {"e(F)", "test of all slopes with robust variances"},
               {"e(sigma)", "standard deviation of the latent outcome"},
               {"e(k_aux)", "1"}})
      .reference(
          "Tobin, J. (1958). Estimation of relationships for limited dependent variables. Econometrica 26, "
          "24-36.")
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 19.3.")
      .remark(
          "An outcome at or below ll() is left-censored, one at or above ul() right-censored. The last coefficient "
          "is the variance of the latent outcome, var(e.y); its interval is made in logarithms.")
      .remark("constraints() may name the coefficients and /lnsigma, the logarithm of the standard deviation.")
      .remark(
          "predict: xb, stdp, stdf, pr(a,b), e(a,b) and ystar(a,b), with . for an infinite limit. margins knows "
          "the same.")
      .example("Nothing censored: the maximum-likelihood variance of least squares",
               "sysuse auto\nquietly regress mpg weight\nscalar slope = _b[weight]\nscalar v = e(rss)/e(N)\n"
               "tobit mpg weight, ll(0)",
               "abs(_b[weight] - slope) < 1e-9 & abs(_b[/var(e.mpg)] - v) < 1e-6 & e(N_lc) == 0")
      .example("Hours of work cannot be negative", "sysuse mroz\ntobit hours nwifeinc educ age, ll(0)",
               "e(N_lc) == 325 & e(N_unc) == 428 & e(llopt) == 0 & e(r2_p) > 0")
      .example("Censored at the largest value, clustered",
               "sysuse auto\ntobit mpg weight, ll(17) ul vce(cluster rep78)",
               "e(N_rc) == 1 & e(ulopt) == 41 & e(N_clust) == 5 & e(F) > 0")
      .example("Expected hours, zeros included",
               "sysuse mroz\nquietly tobit hours educ, ll(0)\npredict double h, ystar(0,.)\nquietly summarize h",
               "abs(r(mean) - 740.6) < 60 & r(min) > 0")
      .runs(run);
}

}  // namespace

extern const Command tobit_command = command();

}  // namespace nqp::commands::tobit_
