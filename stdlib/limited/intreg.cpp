// intreg: normal regression of an outcome that is known exactly, up to an interval or from one side.
#include <cmath>
#include <limits>

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/numeric/likelihood/normal_rows.hpp"

namespace nqp::commands::intreg_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

constexpr double infinite = std::numeric_limits<double>::infinity();

struct Intervals {
  std::vector<double> low, high, centre;
  double seen = 0, left = 0, right = 0, both = 0;
};

// Rows in which both limits are missing say nothing.
std::vector<std::uint8_t> informative_rows(const Args& a, const kit::Needed& needed, const Terms& limits,
                                           const Context& c) {
  kit::EstimationSample s = kit::mark_sample(c, a.sample, a.weight, needed);
  const std::vector<double> low = kit::term_values(limits[0], s, c), high = kit::term_values(limits[1], s, c);
  for (std::size_t i = 0; i < s.size(); ++i)
    if (data::is_missing(low[i]) && data::is_missing(high[i])) s.use[s.rows[i]] = 0;
  return s.use;
}

Intervals read_intervals(const Terms& limits, const kit::EstimationSample& s, const Context& c) {
  Intervals k;
  k.low = kit::term_values(limits[0], s, c);
  k.high = kit::term_values(limits[1], s, c);
  for (std::size_t i = 0; i < s.size(); ++i) {
    const bool no_low = data::is_missing(k.low[i]), no_high = data::is_missing(k.high[i]);
    if (no_low) k.low[i] = -infinite;
    if (no_high) k.high[i] = infinite;
    if (k.low[i] > k.high[i])
      throw Error(498, "the lower limit is above the upper limit", std::nullopt,
                  {"row " + std::to_string(s.rows[i] + 1) + ": the first variable holds lower limits"});
    const double copies = s.weight_kind == WeightKind::fweight ? s.weights[i] : 1;
    (no_low ? k.left : no_high ? k.right : k.low[i] == k.high[i] ? k.seen : k.both) += copies;
    k.centre.push_back(no_low ? k.high[i] : no_high ? k.low[i] : (k.low[i] + k.high[i]) / 2);
  }
  return k;
}

Output run(const Args& given, const Context& c) {
  if (given.y.empty()) return kit::replay("intreg", given, c);
  if (given.x.empty())
    throw Error(102, "too few variables specified", std::nullopt,
                {"intreg lower upper x: two variables hold the limits"});
  const Terms limits{given.y[0], given.x[0]};
  Args a = given;
  a.x.erase(a.x.begin());
  kit::Needed needed{a.x, a.vce.variables};
  if (!a.offset.empty()) needed.groups.push_back(a.offset);
  a.only = informative_rows(a, needed, limits, c);
  kit::LikelihoodData d = kit::likelihood_rows(a, needed, c);
  const Intervals k = read_intervals(limits, d.sample, c);
  kit::expand_design(a.x, !a.no_constant, d, c);
  kit::find_omitted(d, !a.no_constant);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  kit::NormalFit f = kit::fit_normal(numeric::interval_rows(k.low, k.high), k.centre, d, a, vce, !a.no_constant, c,
                                     "model");
  kit::LikelihoodResult r;
  r.fit = std::move(f.fit);
  r.ll_0 = f.ll_0;
  r.constraints = std::move(f.constraints);
  r.pseudo_r2 = false;
  const double sigma = std::exp(r.fit.b.back());
  const std::size_t last = r.fit.b.size() - 1;
  r.cmd = "intreg";
  r.title = "Interval regression";
  r.equations = {{"model", true, !a.no_constant, "_cons"}, {"", false, true, "/lnsigma"}};
  r.scalars = {{"N_unc", k.seen}, {"N_lc", k.left}, {"N_rc", k.right}, {"N_int", k.both}, {"sigma", sigma},
               {"se_sigma", sigma * std::sqrt(r.fit.V(last, last))}, {"k_aux", 1}};
  r.macros = {{"depvar", term_name(limits[0]) + " " + term_name(limits[1])}};
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("INTREG", "Interval regression");
  kit::common_likelihood_options(d).weights(
      &Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight});
  return kit::common_likelihood_results(d)
      .stores({{"e(N_unc)", "outcomes known exactly"},
               {"e(N_lc)", "left-censored outcomes"},
               {"e(N_rc)", "right-censored outcomes"},
               {"e(N_int)", "outcomes known up to an interval"},
               {"e(ll_0)", "log likelihood, constant only"},
               {"e(sigma)", "standard deviation"},
               {"e(se_sigma)", "its standard error"},
               {"e(k_aux)", "1"}})
      .reference("Stewart, M. B. (1983). On least squares estimation when the dependent variable is grouped. Review of "
                 "Economic Studies 50, 737-753.")
      .remark("intreg lower upper x: equal limits are a point, a missing lower limit means left-censored, a missing "
              "upper limit right-censored. Rows that miss both are left out.")
      .remark("predict: xb, stdp, stdf, pr(a,b), e(a,b), ystar(a,b).")
      .example("Points only: maximum likelihood of least squares",
               "sysuse auto\nquietly regress price mpg\nscalar B0 = _b[mpg]\nscalar L0 = e(ll)\n"
               "generate upper = price\nintreg price upper mpg",
               "abs(_b[mpg] - B0) < 1e-6 & abs(e(ll) - L0) < 1e-8 & e(N_unc) == 74")
      .example("Half-lines: the tobit, clustered",
               "sysuse auto\nquietly tobit mpg weight, ll(17)\nscalar B0 = _b[weight]\nscalar S0 = e(sigma)\n"
               "generate lower = cond(mpg <= 17, ., mpg)\ngenerate upper = cond(mpg <= 17, 17, mpg)\n"
               "intreg lower upper weight, vce(cluster headroom)",
               "abs(_b[weight] - B0) < 1e-7 & abs(e(sigma) - S0) < 1e-5 & e(N_lc) == 18 & e(N_clust) == 8")
      .example("Grouped outcomes", "sysuse auto\ngenerate low = 5*floor(mpg/5)\ngenerate high = low + 5\n"
               "intreg low high weight",
               "e(N_int) == 74 & e(sigma) > 0 & abs(_b[weight] + .006) < .001")
      .runs(run);
}

}  // namespace

extern const Command intreg_command = command();

}  // namespace nqp::commands::intreg_
