// psmatch2: propensity-score and Mahalanobis matching.
#include "stdlib/kit/matching.hpp"

namespace nqp::commands::psmatch2_ {
namespace {

using namespace command;
using Args = kit::MatchArgs;

Output run(const Args& a, const Context& c) { return kit::report_matching(kit::run_matching(a, c), a, c); }

Command command() {
  auto d = define<Args>("psmatch2", "Propensity-score matching");
  kit::match_options(d);
  return kit::match_results(d)
      .example("One neighbor, scores given",
               "clear\ninput d p y\n0 .25 3\n0 .32 5\n0 .43 4\n0 .46 6\n0 .55 7\n0 .70 9\n1 .30 6\n1 .45 8\n1 .60 9\n"
               "1 .80 13\nend\npsmatch2 d, pscore(p) outcome(y)",
               "abs(r(att) - 2.25) < 1e-12 & abs(r(seatt) - 1.701715) < 1e-6")
      .example("A caliper leaves a treated unit without a match",
               "clear\ninput d p y\n0 .25 3\n0 .32 5\n0 .43 4\n0 .46 6\n0 .55 7\n0 .70 9\n1 .30 6\n1 .45 8\n1 .60 9\n"
               "1 .80 13\nend\npsmatch2 d, pscore(p) outcome(y) caliper(.06)",
               "abs(r(att) - 5/3) < 1e-12 & r(off) == 1")
      .example("LaLonde's training programme",
               "sysuse lalonde\npsmatch2 treat age educ married nodegree re74 re75, outcome(re78) logit kernel quietly",
               "r(N1) <= 185 & r(att) < .")
      .example("Errors of Abadie and Imbens that know that the score is estimated",
               "sysuse lalonde\npsmatch2 treat age educ re74, outcome(re78) logit ate vce(ai2016) quietly",
               "r(seate) > 0 & r(seatt) > 0")
      .example("Effects on the untreated and on all",
               "clear\ninput d p y\n0 .25 3\n0 .32 5\n0 .43 4\n0 .46 6\n0 .55 7\n0 .70 9\n1 .30 6\n1 .45 8\n1 .60 9\n"
               "1 .80 13\nend\npsmatch2 d, pscore(p) outcome(y) ate",
               "abs(r(atu) - 2) < 1e-12 & abs(r(ate) - 2.1) < 1e-12")
      .runs(run);
}

}  // namespace

extern const Command psmatch2_command = command();

}  // namespace nqp::commands::psmatch2_
