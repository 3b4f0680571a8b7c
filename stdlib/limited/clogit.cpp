// clogit: conditional (fixed-effects) logistic regression.
#include "interpreter/text/format.hpp"
#include "stdlib/kit/grouped_outcome.hpp"
#include "stdlib/kit/likelihood_declaration.hpp"

namespace nqp::commands::clogit_ {
namespace {

using namespace command;

struct Args : kit::LikelihoodArgs {
  std::string group;
};

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("clogit", kit::likelihood_display(a, "Odds ratio"), c);
  if (a.group.empty()) throw Error(198, "option group() required");
  kit::GroupedData d;
  kit::grouped_data(
      a, a.group, [](double rows, double sum) { return sum > 0 && sum < rows; },
      [](double y) { return y != 0 ? 1.0 : 0.0; }, true, c, d);
  const kit::VceChoice vce = kit::choose_vce(a.vce, "oim", d.data.sample, c);
  numeric::GroupSpec spec;
  spec.group = numeric::conditional_logit(d.rows);
  spec.parameters = d.data.x.cols;
  spec.iterations = a.iterations;
  kit::LikelihoodResult r;
  r.fit = kit::fit_groups(d, spec, vce, c);
  r.ll_0 = 0;
  const std::vector<double> none(d.data.x.cols, 0.0);
  for (std::size_t g = 0; g < d.groups.count; ++g)
    r.ll_0 += (d.weights.empty() ? 1 : d.weights[g]) * spec.group(g, none.data(), nullptr, nullptr);
  if (d.dropped_groups > 0)
    r.notes.push_back(text::macro_number(d.dropped_groups) + " groups (" + text::macro_number(d.dropped_rows) +
                      " obs) omitted because of all positive or all negative outcomes.");
  r.cmd = "clogit";
  r.title = "Conditional (fixed-effects) logistic regression";
  r.eform = "Odds ratio";
  r.equations = {{kit::depvar_name(a.y), true, false, "_cons"}};
  kit::post_groups(d, a.group, vce, r);
  return kit::post_likelihood(a, d.data, vce, std::move(r), c);
}

Command command() {
  auto d = define<Args>("CLOGit", "Conditional (fixed-effects) logistic regression");
  d.dependent(&Args::y)
      .terms(&Args::x, {0})
      .replays()
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .vce(&Args::vce, {"oim", "robust", "cluster"})
      .variable("GRoup", &Args::group, "matched group")
      .variable("STRata", &Args::group, "the same")
      .variable("OFFset", &Args::offset, "variable whose coefficient is fixed at 1")
      .flag("or", &Args::ratios, "odds ratios: exponentiated coefficients");
  kit::maximisation_options(d);
  return kit::common_likelihood_results(d)
      .stores({{"e(ll_0)", "log likelihood with all coefficients 0"},
               {"e(r2_p)", "McFadden's pseudo R-squared"},
               {"e(N_g)", "number of groups"},
               {"e(g_min)", "rows of the smallest group"},
               {"e(g_avg)", "their mean"},
               {"e(g_max)", "rows of the largest group"},
               {"e(N_drop)", "rows left out: groups with one outcome only"},
               {"e(N_group_drop)", "such groups"},
               {"e(group)", "group variable"}})
      .reference("Chamberlain, G. (1980). Analysis of covariance with qualitative data. Review of Economic Studies 47, "
                 "225-238.")
      .remark("Robust variances are those of the groups' scores, with the factor G/(G-1).")
      .remark("predict: pu0 (probability with the group's effect at 0), pc1 (given one positive outcome), xb, stdp.")
      .example("Pairs: the logit of differences without a constant",
               "clear\ninput id y x\n1 1 3\n1 0 1\n2 1 2\n2 0 4\n3 1 5\n3 0 2\n4 0 1\n4 1 2\nend\n"
               "clogit y x, group(id)\nscalar B0 = _b[x]\nscalar L0 = e(ll)\n"
               "clear\ninput one d\n1 2\n1 -2\n1 3\n1 1\n0 -2\n0 2\n0 -3\n0 -1\nend\nlogit one d, noconstant",
               "abs(_b[d] - B0) < 1e-8 & abs(e(ll) - 2*L0) < 1e-8")
      .example("Groups without variation leave; clusters of groups",
               "sysuse nlswork_sample\ngenerate city = mod(idcode, 20)\n"
               "clogit union tenure not_smsa, group(idcode) vce(cluster city) or",
               "e(N_drop) > 0 & e(N_clust) == 20 & e(N_g) < 400")
      .runs(run);
}

}  // namespace

extern const Command clogit_command = command();

}  // namespace nqp::commands::clogit_
