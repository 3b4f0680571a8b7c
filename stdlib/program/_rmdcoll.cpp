// _rmdcoll: _rmcoll, and an error when the dependent variable is a linear combination of the terms.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/collinear_terms.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::commands::_rmdcoll_ {
namespace {

using namespace command;

struct Args {
  Terms y, terms;
  Sample sample;
  Weight weight;
  bool no_constant = false, accepted = false, expand = false;
};

Output run(const Args& a, const Context& c) {
  const kit::CollinearTerms k = kit::find_collinear(a.terms, a.y, !a.no_constant, a.sample, a.weight, c);
  Output out;
  kit::note_collinear(k, false, out);
  const bool collinear = k.rss_share < 1e-13;  // of the squares, as for regressors
  if (collinear && !a.accepted)
    throw Error(459, kit::depvar_name(a.y) + " collinear with the independent variables", std::nullopt,
                {"a regression on them would fit perfectly"});
  out.r = Results{}.scalar("k_omitted", k.count).macro("varlist", kit::collinear_list(k, false));
  return out;
}

}  // namespace

extern const Command _rmdcoll_command =
    define<Args>("_rmdcoll", "Mark collinear terms and check the dependent variable")
        .dependent(&Args::y)
        .terms(&Args::terms)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight, WeightKind::iweight})
        .flag("noConstant", &Args::no_constant, "the model has no constant")
        .flag("NORMCOLL", &Args::accepted, "accept a dependent variable that is collinear")
        .flag("expand", &Args::expand, "write factor variables out level by level; this is what happens anyway")
        .changes(Effect::results)
        .stores(
            {{"r(varlist)", "the terms; collinear ones are marked o."}, {"r(k_omitted)", "number of collinear terms"}})
        .example("A perfect fit is refused",
                 "sysuse auto\ngenerate y = 3*mpg - 1\ncapture _rmdcoll y mpg weight\nscalar rc = _rc", "rc == 459")
        .example("Nothing collinear", "sysuse auto\n_rmdcoll price mpg weight",
                 "r(varlist) == \"mpg weight\" & r(k_omitted) == 0")
        .runs(run);

}  // namespace nqp::commands::_rmdcoll_
