// tab2: a two-way table for each pair of variables.
#include "stdlib/kit/tabulation.hpp"

namespace nqp::commands::tab2_ {
namespace {

using namespace command;
using Args = kit::TabulateArgs;

Output run(const Args& a, const Context& c) {
  Output out;
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  const std::size_t firsts = a.first_only ? 1 : a.variables.size() - 1;
  for (std::size_t i = 0; i < firsts; ++i) {
    for (std::size_t j = i + 1; j < a.variables.size(); ++j) {
      out.document.blank().line("-> tabulation of " + a.variables[i] + " by " + a.variables[j]);
      kit::tabulate_two_way(a.variables[i], a.variables[j], rows, a, c, out);
    }
  }
  return out;
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("tab2", "Two-way tables of all pairs of variables");
  d.varlist(&Args::variables, Count{2})
      .if_in(&Args::sample)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::iweight})
      .flag("FIRSTonly", &Args::first_only, "only the first variable with each of the others");
  kit::one_way_options(d);
  kit::two_way_options(d);
  return d;
}

}  // namespace

extern const Command tab2_command =
    definition()
        .stores({{"r(N)", "number of observations in the last table"},
                 {"r(r)", "number of rows in the last table"},
                 {"r(c)", "number of columns in the last table"},
                 {"r(chi2)", "Pearson's chi-squared, with chi2"},
                 {"r(p)", "its significance"}})
        .changes(Effect::results)
        .example("Three pairs", "sysuse auto\ngenerate heavy = weight > 3000\ntab2 foreign heavy rep78, chi2",
                 "r(N) == 69 & r(c) == 5")
        .example("Against the first",
                 "sysuse auto\ngenerate heavy = weight > 3000\ntab2 foreign heavy rep78, firstonly cell", "r(r) == 2")
        .runs(run);

}  // namespace nqp::commands::tab2_
