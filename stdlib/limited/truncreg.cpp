// truncreg: normal regression of an outcome that is seen within limits only.
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/numeric/likelihood/normal_rows.hpp"

namespace nqp::commands::truncreg_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string lower, upper;
};

constexpr double infinite = std::numeric_limits<double>::infinity();

// Rows whose outcome lies within the limits.
std::vector<std::uint8_t> inside(const Args& a, const kit::LikelihoodData& all, const Context& c) {
  const std::vector<double> low = kit::limit_values(a.lower, -infinite, all.sample, c);
  const std::vector<double> high = kit::limit_values(a.upper, infinite, all.sample, c);
  std::vector<std::uint8_t> use = all.sample.use;
  for (std::size_t i = 0; i < all.y.size(); ++i) {
    if (!(low[i] < high[i])) throw Error(198, "ll() must be less than ul()");
    if (!(all.y[i] > low[i] && all.y[i] < high[i])) use[all.sample.rows[i]] = 0;
  }
  return use;
}

void post_limit(const std::string& name, const std::string& given, kit::LikelihoodResult& r) {
  double number = 0;
  if (kit::is_limit_number(given, number)) r.scalars.emplace_back(name, number);
  else if (!given.empty() && given != ".") r.macros.emplace_back(name, given);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("truncreg", a, c);
  const kit::LikelihoodData all = kit::likelihood_data(a, c);
  kit::LikelihoodArgs within = a;
  within.only = inside(a, all, c);
  kit::LikelihoodData d = kit::likelihood_data(within, c);
  kit::find_omitted(d, !a.no_constant);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  const std::vector<double> low = kit::limit_values(a.lower, -infinite, d.sample, c);
  const std::vector<double> high = kit::limit_values(a.upper, infinite, d.sample, c);
  kit::NormalFit f = kit::fit_normal(numeric::truncated_rows(d.y, low, high), d.y, d, a, vce, false, c);
  kit::LikelihoodResult r;
  r.fit = std::move(f.fit);
  r.constraints = std::move(f.constraints);
  r.ll_0 = numeric::undefined;
  const double sigma = std::exp(r.fit.b.back());
  kit::transform_parameter(r.fit, r.fit.b.size() - 1, sigma, sigma);
  const double before = static_cast<double>(all.sample.size());
  const double cut = before - static_cast<double>(d.sample.size());
  r.notes.push_back(text::macro_number(cut) + " obs. truncated.");
  r.cmd = "truncreg";
  r.title = "Truncated regression";
  r.equations = {{"", true, !a.no_constant, "_cons"}, {"", false, true, "/sigma"}};
  r.scalars = {{"N_bf", before}, {"sigma", sigma}, {"k_aux", 1}};
  post_limit("llopt", a.lower, r);
  post_limit("ulopt", a.upper, r);
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("TRUNCreg", "Truncated regression");
  kit::common_likelihood_options(d)
      .weights(&Args::weight,
               {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight})
      .text("ll", &Args::lower, "outcomes above this number or variable are seen")
      .text("ul", &Args::upper, "outcomes below this number or variable are seen");
  return kit::common_likelihood_results(d)
      .stores({{"e(N_bf)", "rows before truncation"},
               {"e(llopt)", "lower limit, or its variable"},
               {"e(ulopt)", "upper limit, or its variable"},
               {"e(sigma)", "standard deviation before truncation"},
               {"e(k_aux)", "1"}})
      .reference(
          "Hausman, J. A. and Wise, D. A. (1977). Social experimentation, truncated distributions, and efficient "
          "estimation. Econometrica 45, 919-938.")
      .remark("Rows with outcomes at or beyond a limit are left out. The test of the model is a Wald test.")
      .remark("predict: xb, stdp, stdf, pr(a,b), e(a,b), ystar(a,b).")
      .example("Limits far away: maximum likelihood of least squares",
               "sysuse auto\nquietly regress mpg weight\nscalar B0 = _b[weight]\nscalar S0 = sqrt(e(rss)/e(N))\n"
               "truncreg mpg weight, ll(-1000) ul(1000)",
               "abs(_b[weight] - B0) < 1e-9 & abs(_b[/sigma] - S0) < 1e-7")
      .example("Working women's hours, clustered",
               "sysuse mroz\ntruncreg hours kidslt6 kidsge6 age educ, ll(0) vce(cluster city)",
               "e(N) == 428 & e(N_bf) == 753 & e(N_clust) == 2 & _b[/sigma] > 0")
      .runs(run);
}

}  // namespace

extern const Command truncreg_command = command();

}  // namespace nqp::commands::truncreg_
