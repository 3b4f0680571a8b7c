// poisson: regression of counts.
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/count_outcome.hpp"
#include "stdlib/numeric/missing.hpp"

namespace nqp::commands::poisson_ {
namespace {

using namespace command;
using Args = kit::LikelihoodArgs;

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("poisson", kit::likelihood_display(a, "IRR"), c);
  kit::LikelihoodResult r;
  const kit::LikelihoodData d = kit::count_data(a, r.notes, c);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.sample, c);
  numeric::LikelihoodSpec spec = kit::poisson_spec(a, d);
  r.ll_0 = numeric::undefined;
  if (!a.no_constant) {
    numeric::LikelihoodSpec null_spec = kit::constant_only(spec, d);
    null_spec.start = {spec.start.back()};
    r.ll_0 = kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(null_spec, {}, p); }).ll;
  }
  r.equations = {{kit::depvar_name(a.y), true, !a.no_constant, "_cons"}};
  r.constraints = kit::likelihood_constraints(a, d, r.equations, c);
  if (r.constraints) spec.restriction = &r.constraints->restriction;
  r.fit = kit::compute(c, [&](numeric::Progress& p) { return numeric::maximise(spec, vce.spec(), p); });
  r.cmd = "poisson";
  r.title = "Poisson regression";
  r.eform = "IRR";
  return kit::post_likelihood(a, d, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("POISson", "Poisson regression of counts");
  kit::likelihood_options(d)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .variable("Exposure", &Args::exposure, "exposure time: its logarithm has the coefficient 1")
      .flag("IRr", &Args::ratios, "incidence-rate ratios: exponentiated coefficients");
  return kit::likelihood_results(d)
      .reference("Cameron, A. C. and Trivedi, P. K. (2013). Regression Analysis of Count Data, 2nd ed., chapter 3.")
      .remark("The dependent variable need not be an integer; with vce(robust) this is the Poisson pseudo maximum "
              "likelihood estimator.")
      .example("Two groups: the log ratio of means",
               "clear\ninput y x\n1 0\n3 0\n2 0\n6 1\n4 1\nend\npoisson y x",
               "abs(_b[x] - ln(5/2)) < 1e-9 & abs(_se[x] - sqrt(1/6 + 1/10)) < 1e-9")
      .example("Exposure", "clear\ninput y t\n2 10\n6 20\n1 10\nend\npoisson y, exposure(t) irr",
               "abs(exp(_b[_cons]) - 9/40) < 1e-9")
      .example("Clusters and an offset",
               "sysuse auto\ngenerate shift = mpg/100\npoisson rep78 weight, vce(cluster headroom) offset(shift)",
               "e(N_clust) > 1 & e(df_m) == 1")
      .runs(run);
}

}  // namespace

extern const Command poisson_command = command();

}  // namespace nqp::commands::poisson_
