// ivreg2: instrumental variables with tests of identification, overidentification and endogeneity.
#include "stdlib/kit/iv_estimation.hpp"
#include "stdlib/kit/loose_body.hpp"

namespace nqp::commands::ivreg2_ {
namespace {

using namespace command;

Output run(const kit::IvArgs& a, const Context& c) {
  if (a.body.empty()) return kit::replay("ivreg2", a, c);
  const kit::InstrumentedEquation equation = kit::parse_instrumented(a.body, c);
  Variables groups;
  if (a.driscoll_kraay > 0 && c.frame.panel) groups.push_back(c.frame.panel->time);
  const kit::EstimationSample sample = kit::iv_sample(a, equation, groups, c);
  kit::InstrumentedColumns columns = kit::make_columns(equation, !a.no_constant, sample, c);
  return kit::estimate_ivreg2("ivreg2", a, equation, std::move(columns), sample, {}, {}, {}, c);
}

Command declare() {
  auto d = define<kit::IvArgs>("ivreg2", "Instrumental variables with diagnostic tests");
  kit::ivreg2_results(kit::ivreg2_options(d))
      .stores({{"e(rkf)", "robust: Kleibergen-Paap rk Wald F"},
               {"e(sargan)", "Sargan's statistic, without robust"},
               {"e(estat)", "endog(): C statistic of regressors"},
               {"e(estatp)", "its p-value"},
               {"e(cstat)", "orthog(): C statistic of instruments"},
               {"e(redstat)", "redundant(): LM statistic"},
               {"e(lambda)", "liml, fuller(): smallest eigenvalue"},
               {"e(kclass)", "liml, fuller(), kclass(): k"},
               {"e(bw)", "bandwidth of the kernel"},
               {"e(N_clust)", "number of clusters, the smallest"},
               {"e(partial)", "regressors partialled out"},
               {"e(dofminus)", "dofminus()"},
               {"e(sdofminus)", "sdofminus() and regressors partialled out"}})
      .remark("dofminus(#) and sdofminus(#): coefficients that were estimated before, as by demeaning. b0(b): e(j) at "
              "these coefficients.")
      .remark("Without small, tests are normal and variances divide by N.")
      .remark("J after robust 2SLS or LIML is that of the efficient GMM estimator.")
      .remark("Without (endogenous = instruments) it is ordinary least squares with the same variances.")
      .example("Two instruments: the tests of identification",
               "clear\nset obs 40\ngenerate z = mod(_n, 5)\ngenerate w = mod(_n, 7)\n"
               "generate x = z + w + mod(_n, 3)\ngenerate y = x + mod(_n, 11)\n"
               "ivreg2 y (x = z w), first savefirst saverf",
               "e(iddf) == 2 & e(widstat) == e(cdf) & abs(el(e(first), rownumb(e(first), \"F\"), 1) - e(cdf)) < 1e-8 "
               "& e(sargan) == e(j) & e(firsteqs) == \"_ivreg2_x\"")
      .example("Robust, with a test of endogeneity",
               "clear\nset obs 40\ngenerate z = mod(_n, 5)\ngenerate w = mod(_n, 7)\n"
               "generate x = z + w + mod(_n, 3)\ngenerate y = x + mod(_n, 11)\n"
               "ivreg2 y (x = z w), robust small endog(x) orthog(w) redundant(w)",
               "e(widstat) == e(rkf) & e(estatp) <= 1 & e(cstat) >= 0 & e(df_r) == 38 & e(redstat) > 0")
      .example("LIML, clustered, a regressor partialled out",
               "clear\nset obs 40\ngenerate g = ceil(_n/4)\ngenerate z = mod(_n, 5)\ngenerate w = mod(_n, 7)\n"
               "generate v = mod(_n, 9)\ngenerate x = z + w + mod(_n, 3)\ngenerate y = x + v + mod(_n, 11)\n"
               "ivreg2 y v (x = z w), liml cluster(g) partial(v)",
               "e(N_clust) == 10 & e(lambda) >= 1 & e(kclass) == e(lambda) & e(partial) == \"v _cons\"")
      .example("Autocorrelated errors",
               "clear\nset obs 40\ngenerate t = _n\ntsset t\ngenerate z = mod(_n, 5)\ngenerate w = mod(_n, 7)\n"
               "generate x = z + w + mod(_n, 3)\ngenerate y = x + mod(_n, 11)\nivreg2 y (x = z w), gmm2s robust bw(3)",
               "e(bw) == 3 & e(model) == \"gmm2s\"");
  return kit::loose_body(d.runs(run));
}

}  // namespace

extern const Command ivreg2_command = declare();

}  // namespace nqp::commands::ivreg2_
