// ereturn: e() of a program; ereturn list shows e().
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/post_estimates.hpp"
#include "stdlib/kit/results_listing.hpp"

namespace nqp::commands::ereturn_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void must_be_eclass(const runtime::Level& level) {
  if (level.program && level.program->result_class != "eclass")
    throw Error(152, "non-e-class program may not set e()", std::nullopt,
                {"program " + level.program->name + ", eclass"});
}

void act(const Args& a, runtime::Session& s) {
  std::string text = text::trimmed(a.text);
  const std::string first = text.substr(0, text.find_first_of(" \t,"));
  if (first.empty() || (first.size() >= 1 && std::string("list").compare(0, first.size(), first) == 0))
    return s.show(kit::list_results(s.estimates() ? s.estimates()->results : Results(), 'e'));
  if (first == "clear") {
    s.estimates_slot().reset();
    return;
  }
  if (first.size() >= 2 && std::string("display").compare(0, first.size(), first) == 0)
    return kit::display_estimates(text.substr(first.size()), s);
  must_be_eclass(s.level());
  if (first == "post") return kit::post_estimates(text.substr(4), s);
  if (first == "repost") return kit::repost_estimates(text.substr(6), s);
  if (!s.estimates_slot()) s.estimates_slot() = Estimates{};
  kit::file_result(text, s.estimates_slot()->results, s);
}

}  // namespace

extern const Command ereturn_command =
    define<Args>("EREturn", "Estimation results of a program; list e()")
        .raw(&Args::text)
        .remark(
            "ereturn post [b [V]] [weight] [, depname() obs(#) dof(#) esample(touse) properties()] makes a new e(); "
            "the matrices move into it and touse leaves the data.")
        .remark("ereturn repost [b = M] [V = M] [, esample() properties() rename] changes parts of it.")
        .remark("ereturn display [, level(#) eform(heading)] shows the coefficients.")
        .remark("ereturn scalar name = exp | local name [= exp | text] | matrix name [=] M [, copy] | clear | list.")
        .stores({{"r(table)", "display: coefficients, standard errors, statistics and intervals"},
                 {"r(level)", "display: confidence level"}})
        .changes(Effect::estimates)
        .example("Estimates of one's own",
                 "matrix b = (1, 2)\nmatrix colnames b = x y\nmatrix V = (4, 0 \\ 0, 9)\n"
                 "ereturn post b V, obs(30) dof(28) depname(z)\nereturn display, level(90)\nmatrix t = r(table)",
                 "_b[y] == 2 & _se[y] == 3 & e(N) == 30 & r(level) == 90 & t[2,1] == 2")
        .example("Add a scalar", "ereturn clear\nereturn scalar best = 3", "e(best) == 3")
        .example("Clear", "ereturn scalar x = 1\nereturn clear\nscalar gone = missing(e(x))", "gone == 1")
        .acts(act);

}  // namespace nqp::commands::ereturn_
