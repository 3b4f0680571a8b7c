// _rmcoll: marks the terms of a list that are linear combinations of those before them.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/collinear_terms.hpp"

namespace nqp::commands::_rmcoll_ {
namespace {

using namespace command;

struct Args {
  Terms terms;
  Sample sample;
  Weight weight;
  bool no_constant = false, forced = false, expand = false;
};

Output run(const Args& a, const Context& c) {
  const kit::CollinearTerms k = kit::find_collinear(a.terms, {}, !a.no_constant, a.sample, a.weight, c);
  Output out;
  kit::note_collinear(k, a.forced, out);
  out.r = Results{}.scalar("k_omitted", k.count).macro("varlist", kit::collinear_list(k, a.forced));
  return out;
}

}  // namespace

extern const Command _rmcoll_command =
    define<Args>("_rmcoll", "Mark the collinear terms of a list")
        .terms(&Args::terms)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight})
        .flag("noConstant", &Args::no_constant, "the model has no constant")
        .flag("FORCEdrop", &Args::forced, "leave collinear terms out of the list instead of marking them")
        .flag("expand", &Args::expand, "write factor variables out level by level; this is what happens anyway")
        .changes(Effect::results)
        .stores({{"r(varlist)", "the terms; collinear ones are marked o."},
                 {"r(k_omitted)", "number of collinear terms"}})
        .example("A sum of two variables",
                 "sysuse auto\ngenerate both = price + mpg\n_rmcoll price mpg both",
                 "r(varlist) == \"price mpg o.both\" & r(k_omitted) == 1")
        .example("Left out", "sysuse auto\ngenerate twice = 2*mpg\n_rmcoll mpg twice i.foreign, forcedrop",
                 "r(varlist) == \"mpg 0b.foreign 1.foreign\" & r(k_omitted) == 1")
        .runs(run);

}  // namespace nqp::commands::_rmcoll_
