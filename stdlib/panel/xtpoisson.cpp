// xtpoisson: Poisson models for panels, conditional on the panel's total or with gamma random effects.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/declared_panel.hpp"
#include "stdlib/kit/grouped_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"

namespace nqp::commands::xtpoisson_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  bool fixed = false, random = false, normal = false;
  int points = 12;
  std::string method;
};

double same(double y) { return y; }

void check_counts(const kit::GroupedData& d, const std::string& name) {
  if (std::any_of(d.y.begin(), d.y.end(), [](double y) { return y < 0; }))
    throw Error(459, name + " must be greater than or equal to zero");
}

Output fixed_effects(const Args& a, const std::string& panel, const Context& c) {
  kit::GroupedData d;
  kit::grouped_data(a, panel, [](double rows, double sum) { return rows > 1 && sum > 0; }, same, true, c, d);
  check_counts(d, kit::depvar_name(a.y));
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.data.sample, c);
  numeric::GroupSpec spec;
  spec.group = numeric::conditional_poisson(d.rows);
  spec.parameters = d.data.x.cols;
  spec.iterations = a.iterations;
  kit::LikelihoodResult r;
  r.fit = kit::fit_groups(d, spec, vce, c);
  r.ll_0 = numeric::undefined;
  if (d.dropped_groups > 0)
    r.notes.push_back(text::macro_number(d.dropped_groups) + " groups (" + text::macro_number(d.dropped_rows) +
                      " obs) dropped because of one observation only or all zero outcomes.");
  r.title = "Conditional fixed-effects Poisson regression";
  r.cmd = "xtpoisson";
  r.eform = "IRR";
  r.equations = {{kit::depvar_name(a.y), true, false, "_cons"}};
  kit::post_groups(d, panel, vce, r);
  r.macros.insert(r.macros.end(), {{"ivar", panel}, {"model", "fe"}});
  return kit::post_likelihood(a, d.data, vce, std::move(r), c);
}

Output random_effects(const Args& a, const std::string& panel, const Context& c) {
  kit::GroupedData d;
  kit::grouped_data(a, panel, [](double, double) { return true; }, same, false, c, d);
  check_counts(d, kit::depvar_name(a.y));
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.data.sample, c);
  numeric::LikelihoodSpec pooled;
  pooled.rows = d.y.size();
  pooled.row = numeric::poisson_rows(d.y);
  pooled.indices = {{d.x, !a.no_constant, d.offset}};
  double mean = 0, exposed = 0;
  for (std::size_t i = 0; i < d.y.size(); ++i) {
    mean += d.y[i];
    exposed += d.offset.empty() ? 1 : std::exp(d.offset[i]);
  }
  if (mean == 0) throw Error(2000, kit::depvar_name(a.y) + " is zero in every row");
  pooled.start.assign(d.x.cols, 0.0);
  if (!a.no_constant) pooled.start.push_back(std::log(mean / exposed));
  const numeric::LikelihoodFit alone =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(pooled, {}, p); });
  numeric::GroupSpec spec;
  if (a.normal) {
    const numeric::NormalEffects effects = numeric::normal_effects(
        d.rows, !a.no_constant, numeric::poisson_rows(d.y), a.points, kit::adaptation_of(a.method));
    spec.group = effects.group;
    spec.adapt = effects.adapt;
  } else {
    spec.group = numeric::gamma_poisson(d.rows, !a.no_constant);
  }
  spec.parameters = d.x.cols + (a.no_constant ? 1 : 2);
  spec.iterations = a.iterations;
  spec.start = alone.b;
  spec.start.push_back(-0.5);
  kit::LikelihoodResult r;
  r.fit = kit::fit_groups(d, spec, vce, c);
  r.ll_0 = numeric::undefined;
  r.title = "Random-effects Poisson regression";
  r.cmd = "xtpoisson";
  r.eform = "IRR";
  r.equations = {{kit::depvar_name(a.y), true, !a.no_constant, "_cons"},
                 {"", false, true, a.normal ? "/lnsig2u" : "/lnalpha"}};
  if (a.normal)
    r.scalars = {{"sigma_u", std::exp(r.fit.b.back() / 2)}, {"n_quad", static_cast<double>(a.points)}};
  else
    r.scalars = {{"alpha", std::exp(r.fit.b.back())}};
  r.scalars.insert(r.scalars.end(), {{"ll_c", alone.ll}, {"k_aux", 1}});
  if (vce.kind == "oim") r.scalars.emplace_back("chi2_c", std::max(0.0, 2 * (r.fit.ll - alone.ll)));
  kit::post_groups(d, panel, vce, r);
  r.macros.insert(r.macros.end(), {{"ivar", panel}, {"model", "re"}, {"distrib", a.normal ? "Gaussian" : "Gamma"}});
  if (a.normal) r.macros.emplace_back("intmethod", a.method.empty() ? "mvaghermite" : a.method);
  return kit::post_likelihood(a, d.data, vce, std::move(r), c);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("xtpoisson", kit::likelihood_display(a, "IRR"), c);
  if (a.fixed && a.normal) throw Error(198, "options fe and normal may not be combined");
  if (!a.normal && (!a.method.empty() || a.points != 12))
    throw Error(198, "intpoints() and intmethod() need normal", std::nullopt, {"gamma effects have a closed form"});
  if (a.fixed && a.random) throw Error(198, "options fe and re may not be combined");
  const std::string panel = kit::declared_panel(c.frame);
  return a.fixed ? fixed_effects(a, panel, c) : random_effects(a, panel, c);
}

Command command() {
  auto d = define<Args>("XTPOISson", "Poisson models for panels");
  kit::common_likelihood_options(d)
      .flag("fe", &Args::fixed, "conditional fixed effects")
      .flag("re", &Args::random, "gamma random effects (default)")
      .flag("normal", &Args::normal, "normal random effects instead of gamma ones")
      .integer("INTPoints", &Args::points, 2, 195, "points of the quadrature with normal (12)")
      .choice("INTMethod", &Args::method, {"mvaghermite", "mcaghermite", "ghermite"},
              "nodes at each panel's mean (default), at its mode, or the same for all")
      .variable("Exposure", &Args::exposure, "exposure time: its logarithm has the coefficient 1")
      .flag("IRr", &Args::ratios, "incidence-rate ratios: exponentiated coefficients");
  return kit::common_likelihood_results(d)
      .stores({{"e(N_g)", "number of panels"},
               {"e(g_min)", "rows of the smallest panel"},
               {"e(g_avg)", "their mean"},
               {"e(g_max)", "rows of the largest panel"},
               {"e(N_drop)", "rows left out: panels with one row or no event (fe)"},
               {"e(N_group_drop)", "such panels (fe)"},
               {"e(alpha)", "variance of the effects (re)"},
               {"e(ll_c)", "log likelihood of the pooled model (re)"},
               {"e(chi2_c)", "likelihood-ratio test of alpha = 0; its p-value is half the chi-squared(1) tail (re)"},
               {"e(k_aux)", "1 (re)"},
               {"e(ivar)", "panel variable"},
               {"e(model)", "re or fe"},
               {"e(distrib)", "Gamma or Gaussian (re)"},
               {"e(sigma_u)", "standard deviation of the effects (re normal)"},
               {"e(n_quad)", "points of the quadrature (re normal)"},
               {"e(intmethod)", "kind of Gauss-Hermite quadrature (re normal)"}})
      .reference("Hausman, J., Hall, B. H. and Griliches, Z. (1984). Econometric models for count data with an "
                 "application to the patents-R&D relationship. Econometrica 52, 909-938.")
      .reference("Wooldridge, J. M. (1999). Distribution-free estimation of some nonlinear panel data models. Journal "
                 "of Econometrics 90, 77-97.")
      .remark("The panel variable is that of xtset. Robust variances are those of the panels' scores, as Wooldridge "
              "(1999) has them, with the factor G/(G-1).")
      .remark("predict: xb, stdp; nu0 is the count with the effect at 0.")
      .example("Fixed effects: the slopes of a Poisson model with a dummy for every panel",
               "clear\nset obs 40\ngenerate id = ceil(_n/5)\ngenerate x = mod(7*_n, 9)\n"
               "generate y = floor(exp(.1*x + mod(id, 3)) + mod(_n, 2))\nxtset id\n"
               "quietly poisson y x i.id\nscalar B0 = _b[x]\nscalar S0 = _se[x]\nxtpoisson y x, fe",
               "abs(_b[x] - B0) < 1e-8 & abs(_se[x] - S0) < 1e-8")
      .example("Robust fixed effects; a panel without events leaves",
               "clear\nset obs 40\ngenerate id = ceil(_n/5)\ngenerate x = mod(7*_n, 9)\n"
               "generate y = floor(exp(.1*x) + mod(_n, 2))*(id > 1)\nxtset id\nxtpoisson y x, fe vce(robust) irr",
               "e(N_group_drop) == 1 & e(N_drop) == 5 & e(N_g) == 7 & e(N_clust) == 7")
      .example("Gamma random effects",
               "clear\nset obs 60\ngenerate id = ceil(_n/5)\ngenerate x = mod(7*_n, 9)\n"
               "generate y = floor(exp(.1*x + mod(id, 3)) + mod(_n, 2))\nxtset id\nxtpoisson y x, vce(cluster id)\n"
               "quietly xtpoisson y x",
               "e(chi2_c) > 0 & e(alpha) > 0 & e(ll) > e(ll_c)")
      .example("Normal random effects",
               "clear\nset obs 60\ngenerate id = ceil(_n/5)\ngenerate x = mod(7*_n, 9)\n"
               "generate y = floor(exp(.1*x + mod(id, 3)) + mod(_n, 2))\nxtset id\nxtpoisson y x, normal",
               "e(ll) > e(ll_c) & abs(e(sigma_u)^2 - exp(_b[/lnsig2u])) < 1e-9 & e(n_quad) == 12")
      .runs(run);
}

}  // namespace

extern const Command xtpoisson_command = command();

}  // namespace nqp::commands::xtpoisson_
