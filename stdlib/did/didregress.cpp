// didregress: difference in differences with repeated cross sections.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_did.hpp"
#include "stdlib/kit/loose_body.hpp"

namespace nqp::commands::didregress_ {
namespace {

using namespace command;

struct Args {
  std::string body, group, time;
  Sample sample;
  Weight weight;
  Vce vce;
  double level = 0;
};

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) {
    kit::DisplayOptions shown;
    shown.level = a.level;
    return kit::replay("didregress", shown, c);
  }
  if (a.group.empty())
    throw Error(198, "option group() required", std::nullopt, {"group(state): what is treated or not"});
  kit::GroupDidRequest q;
  q.cmd = "didregress", q.body = a.body, q.sample = a.sample, q.weight = a.weight;
  q.group = a.group, q.time = a.time, q.vce = a.vce, q.level = a.level;
  if (q.time.empty()) throw Error(198, "option time() required", std::nullopt, {"time(year): the periods"});
  return kit::estimate_group_did(q, c);
}

constexpr const char* panel =
    "clear\nset obs 80\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\nxtset id t\n"
    "generate byte d = id <= 4 & t >= 5\ngenerate x = mod(13*_n, 7)\n"
    "generate y = id + .3*t + 2*d + .1*x + mod(7*_n, 11)/20\n";

}  // namespace

extern const Command didregress_command = kit::loose_body(
    define<Args>("didregress", "Difference in differences with repeated cross sections")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight})
        .variable("Group", &Args::group, "groups that are treated or not")
        .variable("Time", &Args::time, "periods")
        .vce(&Args::vce, {"unadjusted", "robust", "cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations"},
                 {"e(N_clust)", "clusters"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(treatment)", "the treatment"},
                 {"e(groupvars)", "the groups"},
                 {"e(timevar)", "the periods"},
                 {"e(b)", "ATET:r1vs0.d, then covariates, periods and the constant in equation Controls"},
                 {"e(V)", "variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .remark(
            "The first list has the outcome and covariates, the second the treatment, 0/1 or a dose: (d, continuous). "
            "The same as areg with period dummies and group effects absorbed; errors are clustered by "
            "group unless vce() says else.")
        .remark(
            "estat ptrends tests whether linear trends before treatment are parallel, estat granger the leads of the "
            "treatment; estat trendplots [, omeans ltrends] draws means by period and straight lines through them.")
        .example("A treatment of groups",
                 std::string(panel) + "didregress (y x) (d), group(id) time(t)\nscalar b = _b[ATET:r1vs0.d]\n"
                                      "quietly areg y d x i.t, absorb(id) vce(cluster id)",
                 "reldif(b, _b[d]) < 1e-10")
        .example("Were trends parallel?",
                 std::string(panel) +
                     "didregress (y) (d), group(id) time(t)\nestat trendplots\nestat granger\nestat ptrends",
                 "r(df_m) == 1 & r(p) > 0")
        .runs(run));

}  // namespace nqp::commands::didregress_
