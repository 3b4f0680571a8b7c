// nbreg: negative binomial regression of counts.
#include <cmath>

#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/count_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::commands::nbreg_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string dispersion;
  bool constant() const { return dispersion == "constant"; }
};

// The negative binomial model from the Poisson fit and a moderate dispersion.
numeric::LikelihoodSpec dispersed(const numeric::LikelihoodSpec& poisson, std::vector<double> start, bool constant,
                                  const kit::LikelihoodData& d) {
  numeric::LikelihoodSpec spec = poisson;
  spec.row = constant ? numeric::constant_dispersion_rows(d.y) : numeric::negative_binomial_rows(d.y);
  spec.indices.push_back({numeric::MatrixView(d.x.data.data(), d.y.size(), 0), true, {}});
  start.push_back(-0.5);
  spec.start = std::move(start);
  return spec;
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("nbreg", kit::likelihood_display(a, "IRR"), c);
  kit::LikelihoodResult r;
  const kit::LikelihoodData d = kit::count_data(a, r.notes, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  const auto fit = [&](const numeric::LikelihoodSpec& spec, const numeric::VceSpec& v) {
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, v, p); });
  };
  const numeric::LikelihoodSpec poisson = kit::poisson_spec(a, d);
  const numeric::LikelihoodFit first = fit(poisson, {});
  r.ll_0 = numeric::undefined;
  if (!a.no_constant) {
    const numeric::LikelihoodSpec null_spec =
        dispersed(kit::constant_only(poisson, d), {poisson.start.back()}, a.constant(), d);
    r.ll_0 = fit(null_spec, {}).ll;
  }
  r.equations = {{kit::depvar_name(a.y), true, !a.no_constant, "_cons"},
                 {"", false, true, a.constant() ? "/lndelta" : "/lnalpha"}};
  r.constraints = kit::likelihood_constraints(a, d, r.equations, c);
  numeric::LikelihoodSpec full = dispersed(poisson, first.b, a.constant(), d);
  if (r.constraints) full.restriction = &r.constraints->restriction;
  r.fit = fit(full, vce.spec());
  const double ln_dispersion = r.fit.b.back(), chi2_c = std::max(0.0, 2 * (r.fit.ll - first.ll));
  r.cmd = "nbreg";
  r.title = "Negative binomial regression";
  r.eform = "IRR";
  r.scalars = {{a.constant() ? "delta" : "alpha", std::exp(ln_dispersion)}, {"ll_c", first.ll}};
  if (vce.kind == "oim" && !r.constraints) r.scalars.emplace_back("chi2_c", chi2_c);
  r.scalars.emplace_back("k_aux", 1);
  r.macros = {{"dispersion", a.constant() ? "constant" : "mean"}};
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("NBREG", "Negative binomial regression of counts");
  kit::common_likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .choice("Dispersion", &Args::dispersion, {"mean", "constant"},
              "variance mean (1 + alpha mean), the default, or mean (1 + delta)")
      .variable("Exposure", &Args::exposure, "exposure time: its logarithm has the coefficient 1")
      .flag("IRr", &Args::ratios, "incidence-rate ratios: exponentiated coefficients");
  return kit::common_likelihood_results(d)
      .stores({{"e(alpha)", "overdispersion: the variance is mean (1 + alpha mean)"},
               {"e(ll_c)", "log likelihood of the Poisson model"},
               {"e(chi2_c)", "likelihood-ratio test of alpha = 0; its p-value is half the chi-squared(1) tail"},
               {"e(k_aux)", "1"},
               {"e(ll_0)", "log likelihood, constant only"},
               {"e(r2_p)", "McFadden's pseudo R-squared"},
               {"e(offset)", "the offset as predict adds it"},
               {"e(delta)", "overdispersion with dispersion(constant)"},
               {"e(dispersion)", "mean or constant"}})
      .reference("Cameron, A. C. and Trivedi, P. K. (2013). Regression Analysis of Count Data, 2nd ed., section 3.3.")
      .remark("The last coefficient, /lnalpha, is the logarithm of the overdispersion.")
      .example("More variance than a Poisson model has",
               "clear\ninput y x\n0 0\n9 0\n1 0\n2 0\n14 1\n0 1\n3 1\n25 1\nend\nnbreg y x",
               "abs(_b[x] - ln(42/12)) < 1e-6 & e(alpha) > .1 & e(ll) > e(ll_c)")
      .example("A variance proportional to the mean",
               "sysuse auto\nnbreg price weight, dispersion(constant)",
               "abs(e(delta) - exp(_b[/lndelta])) < 1e-9 & e(ll) > e(ll_c) & e(dispersion) == \"constant\"")
      .example("Exposure", "clear\ninput y t\n2 10\n16 20\n1 10\n0 10\nend\nnbreg y, exposure(t)",
               "e(alpha) > 0 & e(N) == 4")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\nnbreg price weight, vce(cluster rep78) offset(shift)",
               "e(N_clust) == 5 & e(df_m) == 1")
      .runs(run);
}

}  // namespace

extern const Command nbreg_command = command();

}  // namespace nqp::commands::nbreg_
