// fvrevar: variables for the levels of factor-variable terms.
#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/series.hpp"
#include "stdlib/kit/temporary_series.hpp"
#include "stdlib/kit/written_varlist.hpp"

namespace nqp::commands::fvrevar_ {
namespace {

using namespace command;

struct Args {
  Terms terms;
  Sample sample;
  bool substitute = false, time_only = false, list = false;
  std::string stub;
};

// Only the series within the terms become variables; factor operators stay.
std::string without_time_operators(const Args& a, runtime::Session& s) {
  ast::Varlist list;
  for (ast::Interaction t : a.terms) {
    for (ast::Factor& f : t.factors) {
      kit::SeriesRequest q;
      q.terms.emplace_back().factors.push_back(kit::series_of(f));
      q.names = {kit::series_name(f)};
      q.zero = {false};
      f.pattern = kit::make_series(q, s)[0];
      std::vector<ast::VariableOperator> kept;
      for (const ast::VariableOperator& op : f.operators)
        if (!kit::is_time_operator(op)) kept.push_back(op);
      f.operators = std::move(kept);
    }
    list.items.push_back(std::move(t));
  }
  return grammar::unparse(list);
}

std::string written_out(const Args& a, runtime::Session& s) {
  const Context c = s.context();
  const kit::EstimationSample sample = kit::mark_sample(c, a.sample, {}, {a.terms, {}});
  kit::SeriesRequest q;
  q.stub = a.stub;
  for (kit::Slot& slot : kit::make_design(a.terms, true, sample, c).slots) {
    q.names.push_back(kit::slot_name(slot));
    q.zero.push_back(slot.state != kit::Slot::State::kept);
    q.terms.push_back(std::move(slot.term));
  }
  return text::joined(kit::make_series(q, s));
}

void act(const Args& a, runtime::Session& s) {
  const std::string list = a.list        ? text::joined(kit::base_variables(a.terms))
                           : a.time_only ? without_time_operators(a, s)
                                         : written_out(a, s);
  s.r() = Results{}.macro("varlist", list);
}

}  // namespace

extern const Command fvrevar_command =
    define<Args>("fvrevar", "Variables for the levels of factor-variable terms")
        .terms(&Args::terms)
        .if_in(&Args::sample)
        .flag("SUBstitute", &Args::substitute, "make the variables; this is what happens anyway")
        .flag("TSonly", &Args::time_only, "make variables for time-series operators only")
        .flag("List", &Args::list, "only list the variables behind the terms")
        .text("stub", &Args::stub, "lasting variables stub1, stub2 … instead of temporary ones")
        .changes(Effect::data | Effect::results)
        .stores({{"r(varlist)", "names of the variables, one for each term"}})
        .remark("Base levels become variables of zeros; a term that is a variable already keeps its name.")
        .example("Indicators", "sysuse auto\nfvrevar i.foreign mpg, stub(d)\nsummarize d2\nscalar m = r(mean)*74",
                 "abs(scalar(m) - 22) < 1e-9 & d1[1] == 0")
        .example("The variables behind", "sysuse auto\nfvrevar i.foreign##c.mpg, list", "r(varlist) == \"foreign mpg\"")
        .acts(act);

}  // namespace nqp::commands::fvrevar_
