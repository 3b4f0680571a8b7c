// tsrevar: variables for time-series operators.
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/temporary_series.hpp"
#include "stdlib/kit/written_varlist.hpp"

namespace nqp::commands::tsrevar_ {
namespace {

using namespace command;

struct Args {
  Terms terms;
  Sample sample;
  bool substitute = false, list = false;
};

void act(const Args& a, runtime::Session& s) {
  for (const ast::Interaction& t : a.terms)
    if (t.factors.size() > 1 || kit::is_categorical(t.factors[0]))
      throw Error(101, "factor-variable operators not allowed", t.span, {"fvrevar takes them"});
  kit::SeriesRequest q;
  q.terms = a.terms;
  q.zero.assign(a.terms.size(), false);
  if (a.sample.condition || a.sample.range) q.rows = kit::select(s.context(), a.sample).flags(s.frame().rows);
  for (const ast::Interaction& t : a.terms) q.names.push_back(term_name(t));
  const std::vector<std::string> names = a.list ? kit::base_variables(a.terms) : kit::make_series(q, s);
  s.r() = Results{}.macro("varlist", text::joined(names));
}

}  // namespace

extern const Command tsrevar_command =
    define<Args>("tsrevar", "Variables for time-series operators")
        .terms(&Args::terms)
        .if_in(&Args::sample)
        .flag("Substitute", &Args::substitute, "make the variables; this is what happens anyway")
        .flag("List", &Args::list, "only list the variables behind the operators")
        .changes(Effect::data | Effect::results)
        .stores({{"r(varlist)", "names of the variables, temporary ones where there are operators"}})
        .example("A lag as a variable",
                 "clear\nset obs 3\ngenerate t = _n\ngenerate x = t^2\ntsset t\ntsrevar x L.x\n"
                 "local lag : word 2 of `r(varlist)'\nscalar l = `lag'[3]",
                 "l == 4")
        .example("Missing outside the rows asked for",
                 "clear\nset obs 3\ngenerate t = _n\ngenerate x = t^2\ntsset t\ntsrevar L.x if t < 3\n"
                 "scalar l = `r(varlist)'[2]\nscalar last = `r(varlist)'[3]",
                 "l == 1 & last == .")
        .example("The variables behind",
                 "clear\nset obs 3\ngenerate t = _n\ngenerate x = t\ntsset t\ntsrevar L(1/2).x, list",
                 "r(varlist) == \"x\"")
        .acts(act);

}  // namespace nqp::commands::tsrevar_
