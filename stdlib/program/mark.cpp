// mark: a 0/1 variable of the rows that if, in and weights name.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/mark_rows.hpp"

namespace nqp::commands::mark_ {
namespace {

using namespace nqp::command;

struct Args {
  std::vector<NewVariable> names;
  Sample sample;
  Weight weight;
  bool zeroweight = false, noby = false;
};

Output run(const Args& a, const Context& c) {
  kit::RowMarks use = c.select(a.sample);
  if (a.weight.value) kit::unmark_weightless(use, *a.weight.value, a.weight.kind, a.zeroweight, c);
  Output out;
  out.frame = c.frame;
  out.frame->add({a.names[0].name, kit::mark_column(use), "%8.0g", "", "", {}});
  return out;
}

}  // namespace

extern const Command mark_command =
    define<Args>("mark", "Mark the observations that if, in and weights name")
        .new_variables(&Args::names, {1, 1})
        .if_in(&Args::sample)
        .weights(&Args::weight,
                 {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight})
        .flag("ZEROweight", &Args::zeroweight, "keep observations with zero weight")
        .flag("noby", &Args::noby, "accepted: mark itself never runs by group")
        .no_by()
        .changes(Effect::data)
        .remark("marksample makes such a variable of what syntax has read; markout takes out missing values.")
        .example("A condition", "sysuse auto\nmark use if foreign in 50/60\nquietly count if use", "r(N) == 8")
        .example("Weights of zero", "set obs 5\ngenerate w = _n - 1\nmark some [aw=w]\nmark all [aw=w], zeroweight",
                 "some[1] == 0 & some[2] == 1 & all[1] == 1")
        .runs(run);

}  // namespace nqp::commands::mark_
