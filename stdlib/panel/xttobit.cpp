// xttobit: a censored normal outcome with normal random effects.
#include <algorithm>
#include <cmath>

#include "stdlib/kit/censored_outcome.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/grouped_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/kit/normal_regression.hpp"
#include "stdlib/numeric/likelihood/normal_rows.hpp"

namespace nqp::commands::xttobit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs, kit::CensoringLimits {
  bool random = false, tobit = false;
  int points = 12;
  std::string method;
};

// Values of the rows in the order of the frame, put group after group.
std::vector<double> by_group(const std::vector<double>& values, const kit::GroupCodes& groups) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return groups.codes[a] < groups.codes[b]; });
  std::vector<double> out;
  for (const std::size_t i : order) out.push_back(values[i]);
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xttobit", a, c);
  const std::string panel = kit::declared_panel(c.frame);
  kit::GroupedData d;
  kit::grouped_data(a, panel, [](double, double) { return true; }, [](double y) { return y; }, false, c, d);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.data.sample, c);
  const kit::CensoredOutcome k = kit::censor_outcome(a, d.data, c);
  const std::string y = kit::depvar_name(a.y);
  kit::LikelihoodArgs plain = a;
  plain.vce = {};
  const kit::NormalFit alone = kit::fit_normal(numeric::interval_rows(k.from, k.to), d.data.y, d.data, plain,
                                               kit::choose_vce({}, "oim", d.data.sample, c), false, c, y);
  const std::vector<double> from = by_group(k.from, d.groups), to = by_group(k.to, d.groups);
  const numeric::NormalEffects effects = numeric::normal_effects(
      d.rows, !a.no_constant, numeric::interval_rows(from, to), a.points, kit::adaptation_of(a.method), true);
  numeric::GroupSpec spec;
  spec.group = effects.group;
  spec.adapt = effects.adapt;
  spec.parameters = alone.fit.b.size() + 1;
  spec.iterations = a.iterations;
  // Half of the variance to each part.
  spec.start = alone.fit.b;
  spec.start.back() -= std::log(2.0) / 2;
  spec.start.push_back(2 * spec.start.back());
  kit::LikelihoodResult r;
  r.fit = kit::fit_groups(d, spec, vce, c);
  const std::size_t e = spec.parameters - 2, u = spec.parameters - 1;
  const double sigma_e = std::exp(r.fit.b[e]), sigma_u = std::exp(r.fit.b[u] / 2);
  kit::transform_parameter(r.fit, e, sigma_e, sigma_e);
  kit::transform_parameter(r.fit, u, sigma_u, sigma_u / 2);
  // /sigma_u stands first.
  std::swap(r.fit.b[e], r.fit.b[u]);
  for (std::size_t j = 0; j < r.fit.b.size(); ++j) std::swap(r.fit.V(j, e), r.fit.V(j, u));
  for (std::size_t j = 0; j < r.fit.b.size(); ++j) std::swap(r.fit.V(e, j), r.fit.V(u, j));
  r.ll_0 = numeric::undefined;
  r.cmd = "xttobit";
  r.title = "Random-effects tobit regression";
  r.equations = {{y, true, !a.no_constant, "_cons"}, {"", false, true, "/sigma_u"}, {"", false, true, "/sigma_e"}};
  r.scalars = {{"sigma_u", sigma_u}, {"sigma_e", sigma_e},
               {"rho", sigma_u * sigma_u / (sigma_u * sigma_u + sigma_e * sigma_e)}, {"ll_c", alone.fit.ll},
               {"n_quad", static_cast<double>(a.points)}, {"k_aux", 2}};
  if (vce.kind == "oim") r.scalars.emplace_back("chi2_c", std::max(0.0, 2 * (r.fit.ll - alone.fit.ll)));
  kit::post_censoring(a, k, r);
  kit::post_groups(d, panel, vce, r);
  r.macros.insert(r.macros.end(), {{"ivar", panel}, {"model", "re"}, {"distrib", "Gaussian"},
                                   {"intmethod", a.method.empty() ? "mvaghermite" : a.method}});
  return kit::post_likelihood(a, d.data, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("XTTOBit", "Tobit regression with random effects for panels");
  kit::common_likelihood_options(d)
      .flag("re", &Args::random, "normal random effects (the only model)")
      .flag("tobit", &Args::tobit, "accepted: the test against the pooled tobit is always made")
      .integer("INTPoints", &Args::points, 2, 195, "points of the quadrature (12)")
      .choice("INTMethod", &Args::method, {"mvaghermite", "mcaghermite", "ghermite"},
              "nodes at each panel's mean (default), at its mode, or the same for all");
  kit::censoring_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(N_g)", "number of panels"},
               {"e(g_min)", "rows of the smallest panel"},
               {"e(g_avg)", "their mean"},
               {"e(g_max)", "rows of the largest panel"},
               {"e(N_unc)", "uncensored observations"},
               {"e(N_lc)", "left-censored observations"},
               {"e(N_rc)", "right-censored observations"},
               {"e(llopt)", "lower limit, or its variable"},
               {"e(ulopt)", "upper limit, or its variable"},
               {"e(sigma_u)", "standard deviation of the effects"},
               {"e(sigma_e)", "standard deviation of the rest"},
               {"e(rho)", "share of the effects in the variance"},
               {"e(ll_c)", "log likelihood of the pooled tobit"},
               {"e(chi2_c)", "likelihood-ratio test of sigma_u = 0; its p-value is half the chi-squared(1) tail"},
               {"e(n_quad)", "points of the quadrature"},
               {"e(k_aux)", "2"},
               {"e(ivar)", "panel variable"},
               {"e(model)", "re"},
               {"e(distrib)", "Gaussian"},
               {"e(intmethod)", "kind of Gauss-Hermite quadrature"}})
      .reference("Tobin, J. (1958). Estimation of relationships for limited dependent variables. Econometrica 26, "
                 "24-36.")
      .reference("Naylor, J. C. and Smith, A. F. M. (1982). Applications of a method for the efficient computation of "
                 "posterior distributions. Applied Statistics 31, 214-225.")
      .remark("The panel variable is that of xtset; the effects are integrated out by adaptive Gauss-Hermite "
              "quadrature. There is no fixed-effects tobit. predict: xb, stdp.")
      .example("Nothing censored: random effects by maximum likelihood",
               "webuse grunfeld, clear\nxtset company year\nquietly xtreg invest mvalue kstock, mle\n"
               "scalar L = e(ll)\nscalar U = e(sigma_u)\nxttobit invest mvalue kstock, ll(-1000) intpoints(30)",
               "abs(e(ll) - L) < 1e-5 & abs(e(sigma_u)/U - 1) < 1e-3 & e(N_unc) == 200")
      .example("Investment below 40 is not seen",
               "webuse grunfeld, clear\nxtset company year\nxttobit invest mvalue kstock, ll(40)",
               "e(N_lc) > 0 & e(chi2_c) > 10 & abs(_b[/sigma_u] - e(sigma_u)) < 1e-12 & e(llopt) == 40")
      .example("Robust", "webuse grunfeld, clear\nxtset company year\n"
               "xttobit invest mvalue kstock, ll(40) ul(1000) vce(cluster company)",
               "e(N_clust) == 10 & e(N_rc) > 0 & e(ulopt) == 1000")
      .runs(run);
}

}  // namespace

extern const Command xttobit_command = command();

}  // namespace nqp::commands::xttobit_
