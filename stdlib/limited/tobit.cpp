// tobit: normal regression of an outcome that is censored at known limits.
#include <algorithm>
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/numeric/likelihood/normal_rows.hpp"

namespace nqp::commands::tobit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string lower, upper;            // ll(), ul()
  bool lower_at_minimum = false, upper_at_maximum = false;
};

constexpr double infinite = std::numeric_limits<double>::infinity();

struct Censoring {
  std::vector<double> low, high;       // per row; ±∞ without a limit
  std::vector<double> from, to;        // where the latent outcome lies: equal where it is seen
  double left = 0, right = 0, seen = 0;
};

Censoring censor(const Args& a, const kit::LikelihoodData& d, const Context& c) {
  Censoring k;
  k.low = kit::limit_values(a.lower, -infinite, d.sample, c);
  k.high = kit::limit_values(a.upper, infinite, d.sample, c);
  // Both slots of ll see the option, with or without its argument.
  if (a.lower_at_minimum && a.lower.empty()) k.low.assign(d.y.size(), *std::min_element(d.y.begin(), d.y.end()));
  if (a.upper_at_maximum && a.upper.empty()) k.high.assign(d.y.size(), *std::max_element(d.y.begin(), d.y.end()));
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    if (!(k.low[i] < k.high[i])) throw Error(198, "ll() must be less than ul()");
    const bool left = d.y[i] <= k.low[i], right = d.y[i] >= k.high[i];
    const double copies = d.sample.weight_kind == WeightKind::fweight ? d.sample.weights[i] : 1;
    (left ? k.left : right ? k.right : k.seen) += copies;
    k.from.push_back(left ? -infinite : right ? k.high[i] : d.y[i]);
    k.to.push_back(left ? k.low[i] : right ? infinite : d.y[i]);
  }
  if (k.seen == 0)
    throw Error(2000, "no uncensored observations", std::nullopt, {"every outcome is at or beyond a limit"});
  return k;
}

// The limit as it is stored: a number where it is one for all rows, else the variable's name.
void post_limit(const std::string& name, const std::string& given, const std::vector<double>& values,
                kit::LikelihoodResult& r) {
  double number = 0;
  const bool variable = !given.empty() && given != "." && !kit::is_limit_number(given, number);
  if (variable) r.macros.emplace_back(name, given);
  else if (std::isfinite(values[0])) r.scalars.emplace_back(name, values[0]);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("tobit", kit::likelihood_display(a, ""), c);
  const bool bounded = !a.lower.empty() || !a.upper.empty() || a.lower_at_minimum || a.upper_at_maximum;
  kit::LikelihoodData d = kit::likelihood_data(a, c);
  kit::find_omitted(d, !a.no_constant);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  const Censoring k = censor(a, d, c);
  kit::LikelihoodResult r;
  if (!bounded) r.notes.push_back("neither ll nor ul is given: no outcome is censored, as in regress.");
  kit::NormalFit f = kit::fit_normal(numeric::interval_rows(k.from, k.to), d.y, d, a, vce, !a.no_constant, c);
  r.fit = std::move(f.fit);
  r.ll_0 = f.ll_0;
  const double variance = std::exp(2 * r.fit.b.back());
  kit::transform_parameter(r.fit, r.fit.b.size() - 1, variance, 2 * variance);
  const std::string y = kit::depvar_name(a.y);
  r.cmd = "tobit";
  r.title = "Tobit regression";
  r.equations = {{y, true, !a.no_constant, "_cons"}, {"", false, true, "/var(e." + y + ")"}};
  r.df_r = r.fit.N - static_cast<double>(d.x.cols);
  r.scalars = {{"N_unc", k.seen}, {"N_lc", k.left}, {"N_rc", k.right}, {"sigma", std::sqrt(variance)}, {"k_aux", 1}};
  post_limit("llopt", a.lower, k.low, r);
  post_limit("ulopt", a.upper, k.high, r);
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("TOBit", "Tobit regression: a censored normal outcome");
  kit::common_likelihood_options(d)
      .weights(&Args::weight,
               {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight})
      .flag("ll", &Args::lower_at_minimum, "censored from below at the least outcome")
      .text("ll", &Args::lower, "censored from below at this number or variable")
      .flag("ul", &Args::upper_at_maximum, "censored from above at the largest outcome")
      .text("ul", &Args::upper, "censored from above at this number or variable");
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
      .reference("Tobin, J. (1958). Estimation of relationships for limited dependent variables. Econometrica 26, "
                 "24-36.")
      .reference("Greene, W. H. (2018). Econometric Analysis, 8th ed., section 19.3.")
      .remark("An outcome at or below ll() is left-censored, one at or above ul() right-censored. The last coefficient "
              "is the variance of the latent outcome, var(e.y); its interval is made in logarithms.")
      .remark("predict: xb, stdp, stdf, pr(a,b), e(a,b) and ystar(a,b), with . for an infinite limit. margins knows "
              "the same.")
      .example("Nothing censored: the maximum-likelihood variance of least squares",
               "sysuse auto\nquietly regress mpg weight\nscalar slope = _b[weight]\nscalar v = e(rss)/e(N)\n"
               "tobit mpg weight, ll(0)",
               "abs(_b[weight] - slope) < 1e-9 & abs(_b[/var(e.mpg)] - v) < 1e-6 & e(N_lc) == 0")
      .example("Hours of work cannot be negative", "sysuse mroz\ntobit hours nwifeinc educ age, ll(0)",
               "e(N_lc) == 325 & e(N_unc) == 428 & e(llopt) == 0 & e(r2_p) > 0")
      .example("Censored at the largest value, clustered", "sysuse auto\ntobit mpg weight, ll(17) ul vce(cluster rep78)",
               "e(N_rc) == 1 & e(ulopt) == 41 & e(N_clust) == 5 & e(F) > 0")
      .example("Expected hours, zeros included",
               "sysuse mroz\nquietly tobit hours educ, ll(0)\npredict double h, ystar(0,.)\nquietly summarize h",
               "abs(r(mean) - 740.6) < 60 & r(min) > 0")
      .runs(run);
}

}  // namespace

extern const Command tobit_command = command();

}  // namespace nqp::commands::tobit_
