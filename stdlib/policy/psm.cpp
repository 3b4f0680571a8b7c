// psm: matching under the name that the literature uses; the same engine as psmatch2.
#include "stdlib/kit/matching.hpp"

namespace nqp::commands::psm_ {
namespace {

using namespace command;
using Args = kit::MatchArgs;

Output run(const Args& a, const Context& c) { return kit::report_matching(kit::run_matching(a, c), a, c); }

Command command() {
  auto d = define<Args>("psm", "Propensity-score matching");
  kit::match_options(d);
  return kit::match_results(d)
      .remark("psm and psmatch2 are the same command; pstest checks the balance afterwards.")
      .example("Matching within years",
               "sysuse lalonde\npsm treat age educ married, outcome(re78) within(nodegree) radius caliper(.02) quietly",
               "r(N1) > 0 & r(att) < .")
      .example("The same numbers as psmatch2",
               "sysuse lalonde\nquietly psmatch2 treat age educ, outcome(re78)\nscalar first = r(att)\n"
               "psm treat age educ, outcome(re78) quietly",
               "r(att) == first")
      .example("Errors that know that the score is estimated",
               "sysuse lalonde\npsm treat age educ re74, outcome(re78) logit ate vce(ai2016) quietly",
               "r(seate) > 0 & r(seatt) < . & r(seatt) > 0")
      .example("Effects on the untreated and on all",
               "clear\ninput d p y\n0 .25 3\n0 .32 5\n0 .43 4\n0 .46 6\n0 .55 7\n0 .70 9\n1 .30 6\n1 .45 8\n1 .60 9\n"
               "1 .80 13\nend\npsm d, pscore(p) outcome(y) ate",
               "abs(r(atu) - 2) < 1e-12 & abs(r(ate) - 2.1) < 1e-12")
      .runs(run);
}

}  // namespace

extern const Command psm_command = command();

}  // namespace nqp::commands::psm_
