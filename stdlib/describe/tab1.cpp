// tab1: a one-way table for each variable.
#include "stdlib/kit/tabulation.hpp"

namespace nqp::commands::tab1_ {
namespace {

using namespace command;
using Args = kit::TabulateArgs;

Output run(const Args& a, const Context& c) {
  Output out;
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample, a.weight);
  for (const std::string& name : a.variables) {
    out.document.blank().line("-> tabulation of " + name);
    kit::tabulate_one_way(name, rows, a, c, out);
  }
  return out;
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("tab1", "One-way tables of several variables");
  d.varlist(&Args::variables)
      .if_in(&Args::sample)
      .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::iweight});
  kit::one_way_options(d);
  return d;
}

}  // namespace

extern const Command tab1_command =
    definition()
        .stores({{"r(N)", "number of observations in the last table"}, {"r(r)", "number of rows in the last table"}})
        .changes(Effect::results)
        .example("Two tables", "sysuse auto\ntab1 foreign rep78, missing", "r(r) == 6")
        .example("Most frequent first", "sysuse auto\ntab1 rep78 if foreign == 0, sort nolabel", "r(N) == 48")
        .runs(run);

}  // namespace nqp::commands::tab1_
