#include "stdlib/kit/two_list_did.hpp"

#include "grammar/ast/error.hpp"
#include "stdlib/kit/cohort_did.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_did.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Effect;
using command::Output;
using command::WeightKind;

command::Definition<TwoListArgs> two_lists(std::string_view name, std::string_view title, bool panel) {
  auto d = command::define<TwoListArgs>(name, title);
  d.anything(&TwoListArgs::body)
      .replays()
      .if_in(&TwoListArgs::sample)
      .variable("Group", &TwoListArgs::group, "groups that are treated or not: clusters unless vce() says else")
      .variable("Time", &TwoListArgs::time, panel ? "periods; default from xtset" : "periods")
      .number("Level", &TwoListArgs::level, 10, 99.99, "confidence level in percent")
      .changes(Effect::estimates | Effect::results);
  return d;
}

}  // namespace

command::Definition<TwoListArgs> group_did_declaration(std::string_view name, std::string_view title, bool panel) {
  command::Definition<TwoListArgs> d = two_lists(name, title, panel);
  d.weights(&TwoListArgs::weight, {WeightKind::fweight, WeightKind::aweight, WeightKind::pweight})
      .vce(&TwoListArgs::vce, {"unadjusted", "robust", "cluster"})
      .stores({{"e(N)", "observations"},
               {"e(N_clust)", "clusters"},
               {"e(df_r)", "residual degrees of freedom"},
               {"e(treatment)", "the treatment"},
               {"e(groupvars)", "the groups"},
               {"e(timevar)", "the periods"},
               {"e(b)", "ATET:r1vs0.d, then covariates, periods and the constant in equation Controls"},
               {"e(V)", "variances and covariances"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .remark(std::string("The first list has the outcome and covariates, the second the treatment, 0/1 or a dose: "
                          "(d, continuous). The same as ") +
              (panel ? "xtreg, fe with period dummies" : "areg with period dummies and group effects absorbed") +
              "; errors are clustered by group unless vce() says else.")
      .remark(
          "estat ptrends tests whether linear trends before treatment are parallel, estat granger the leads of the "
          "treatment; estat trendplots [, omeans ltrends] draws means by period and straight lines through them.");
  return d;
}

command::Definition<TwoListArgs> cohort_did_declaration(std::string_view name, std::string_view title, bool panel) {
  command::Definition<TwoListArgs> d = two_lists(name, title, panel);
  d.weights(&TwoListArgs::weight, {WeightKind::pweight, WeightKind::aweight})
      .vce(&TwoListArgs::vce, {"cluster"})
      .choice("CONTROLgroup", &TwoListArgs::control, {"never", "notyet"},
              "controls: never treated (default) or not yet")
      .choice("BASEtime", &TwoListArgs::base, {"adaptive", "common"},
              "before treatment compare with the period before (default) or with the last before treatment")
      .stores({{"e(N)", "observations"},
               {"e(N_cohorts)", "cohorts"},
               {"e(N_clust)", "clusters"},
               {"e(b)", "effects by cohort and period"},
               {"e(V)", "their variances and covariances"},
               {"e(cohortvar)", "_did_cohort, a new variable: the first treated period, 0 for never"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(Effect::data)
      .reference("Callaway, B. and Sant'Anna, P. H. C. (2021). Journal of Econometrics 225, 200-230.")
      .remark(
          "The body is an estimator and two lists: ra (y x) (d), ipw (y) (d x), aipw (y x) (d x), twfe (y x) (d). d "
          "is the 0/1 treatment of the period.")
      .remark(std::string("ra, ipw and aipw are the estimators of csdid") + (panel ? "" : " without ivar()") +
              ": method(reg), (stdipw) and (dripw); twfe is that of jwdid" +
              (panel ? "." : " with effects of groups.") + " Effects have the names of these commands.")
      .remark(
          "estat aggregation averages the effects (overall, cohort, time or dynamic; graph draws them), estat "
          "atetplot draws those of each cohort, estat ptrends tests those before treatment, estat sci has "
          "intervals that hold for all effects together (sci does that for the other two); estat simple, group, "
          "calendar, event and all do as after csdid.");
  return d;
}

Output run_group_did(const std::string& cmd, bool panel, const TwoListArgs& a, const Context& c) {
  if (a.body.empty()) return replay(cmd, a, c);
  if (a.group.empty())
    throw Error(198, "option group() required", std::nullopt, {"group(state): what is treated or not"});
  GroupDidRequest q;
  q.cmd = cmd, q.body = a.body, q.sample = a.sample, q.weight = a.weight;
  q.group = a.group, q.time = a.time, q.vce = a.vce, q.level = a.level;
  if (panel) {
    if (!c.frame.panel || c.frame.panel->panel.empty())
      throw Error(459, "panel variable not set", std::nullopt, {"declare the data first: xtset id year"});
    q.panel = c.frame.panel->panel;
    if (q.time.empty()) q.time = c.frame.panel->time;
  }
  if (q.time.empty()) throw Error(198, "option time() required", std::nullopt, {"time(year): the periods"});
  return estimate_group_did(q, c);
}

Output run_cohort_did(const std::string& cmd, bool panel, const TwoListArgs& a, const Context& c) {
  if (a.body.empty()) return replay(cmd, a, c);
  if (!panel && (a.group.empty() || a.time.empty()))
    throw Error(198, "options group() and time() required", std::nullopt,
                {"hdidregress ra (y x) (d), group(state) time(year): states are treated or not, in some year on"});
  return estimate_cohort_did(cmd, panel, a, c);
}

}  // namespace nqp::kit
