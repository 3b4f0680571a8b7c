// fvexpand: writes factor-variable terms out level by level.
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/series.hpp"

namespace nqp::commands::fvexpand_ {
namespace {

using namespace command;

struct Args {
  Terms terms;
  Sample sample;
};

Output run(const Args& a, const Context& c) {
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, {a.terms, {}});
  std::string list;
  bool factors = false, time = false;
  for (const ast::Interaction& t : a.terms)
    for (const ast::Factor& f : t.factors)
      for (const ast::VariableOperator& op : f.operators) (kit::is_time_operator(op) ? time : factors) = true;
  for (const kit::Slot& slot : kit::make_design(a.terms, true, sample, c).slots)
    list += (list.empty() ? "" : " ") + kit::slot_name(slot);
  Output out;
  out.r = Results{}.macro("varlist", list);
  if (factors) out.r->macro("fvops", "true");
  if (time) out.r->macro("tsops", "true");
  return out;
}

}  // namespace

extern const Command fvexpand_command =
    define<Args>("fvexpand", "Write factor-variable terms out level by level")
        .terms(&Args::terms)
        .if_in(&Args::sample)
        .changes(Effect::results)
        .stores({{"r(varlist)", "the terms, one for each level, base levels marked b"},
                 {"r(fvops)", "true when there are factor-variable operators"},
                 {"r(tsops)", "true when there are time-series operators"}})
        .remark("Levels are those of the rows in which no term is missing.")
        .example("Levels of a variable", "sysuse auto\nfvexpand i.foreign mpg",
                 "r(varlist) == \"0b.foreign 1.foreign mpg\" & r(fvops) == \"true\"")
        .example("With a condition and a base", "sysuse auto\nfvexpand ib4.rep78 if rep78 > 2",
                 "r(varlist) == \"3.rep78 4b.rep78 5.rep78\"")
        .example("Lags", "clear\nset obs 3\ngenerate t = _n\ngenerate x = _n\ntsset t\nfvexpand L(0/1).x",
                 "r(varlist) == \"x L.x\" & r(tsops) == \"true\"")
        .runs(run);

}  // namespace nqp::commands::fvexpand_
