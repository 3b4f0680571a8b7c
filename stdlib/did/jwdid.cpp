// jwdid: Wooldridge's extended two-way fixed effects.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/cell_effects.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::jwdid_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Variables cluster;
  std::string ivar, tvar, gvar, method, hettype = "timecohort", agg = "attgt";
  bool never = false;
};

void refuse(const Args& a) {
  const std::string method = kit::lower(a.method);
  if (!method.empty() && method != "regress" && method != "reghdfe")
    throw Error(198, "method(" + a.method + ") not allowed", std::nullopt,
                {"effects are estimated by linear regression"});
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("jwdid", a, c);
  refuse(a);
  if (a.gvar.empty())
    throw Error(198, "option gvar() required", std::nullopt, {"gvar(g): the first treated period, 0 for never"});
  kit::CellRequest q;
  q.data = {a.y, a.x, a.sample, a.weight, a.ivar, a.tvar, a.gvar, "", {}, {}, a.level};
  q.cmd = "jwdid", q.estimator = "wooldridge", q.agg = a.agg, q.before_cells = a.never;
  if (a.hettype != "timecohort") q.alike = a.hettype;
  if (!a.cluster.empty()) q.vce = {"cluster", a.cluster, a.cluster[0]};
  return kit::estimate_cells(q, c);
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, 0))\ngenerate y = id + t + 2*(g > 0 & t >= g) + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command jwdid_command =
    define<Args>("jwdid", "Difference in differences by extended two-way fixed effects (Wooldridge)")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::pweight, WeightKind::aweight, WeightKind::fweight})
        .variable("Ivar", &Args::ivar, "unit; default from xtset")
        .variable("Tvar", &Args::tvar, "period; default from xtset")
        .variable("TIME", &Args::tvar, "the same as tvar()")
        .variable("Gvar", &Args::gvar, "first treated period; 0: never treated")
        .variables("CLUSter", &Args::cluster, "clusters; default the units")
        .flag("never", &Args::never, "effects before treatment, too: never treated units are the controls")
        .choice("AGG", &Args::agg, {"attgt", "simple", "group", "calendar", "event"}, "what is shown")
        .text("METHOD", &Args::method, "regress: the only one")
        .choice("HETtype", &Args::hettype, {"timecohort", "time", "cohort", "event", "twfe"},
                "what effects differ by; default timecohort")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations"},
                 {"e(N_units)", "units"},
                 {"e(N_cohorts)", "cohorts"},
                 {"e(N_clust)", "clusters"},
                 {"e(df_r)", "residual degrees of freedom"},
                 {"e(cells)", "cohort, period, observations and units of every effect"},
                 {"e(b_interact)", "effects by cohort and relative time"},
                 {"e(V_interact)", "their variances and covariances"},
                 {"e(pre_F)", "never: test that all effects before treatment are 0"},
                 {"e(pre_p)", "its p-value"},
                 {"e(agg)", "what is shown"},
                 {"e(b)", "effects g2004:t_2005, or averages, then covariates"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference(
            "Wooldridge, J. M. (2021). Two-way fixed effects, the two-way Mundlak regression, and "
            "difference-in-differences estimators.")
        .remark(
            "One regression with unit and period effects and a dummy for every cohort and treated period. Covariates "
            "enter in their difference to the cohort's mean, with coefficients of their own in every cell, cohort and "
            "period.")
        .remark("hettype(time), (cohort) and (event) have one effect for all cells of a period, a cohort or a relative "
                "time, hettype(twfe) one for all; the table still lists cells.")
        .remark(
            "estat simple, group, calendar, event and all average afterwards, by numbers of observations that are "
            "taken as given; csdid_plot draws them.")
        .example("Cells, then averages by time since treatment",
                 std::string(panel) + "jwdid y, ivar(id) tvar(t) gvar(g)\nestat event",
                 "colsof(r(b)) == 4 & abs(el(r(b), 1, 1) - 2) < .3")
        .example("The average over treated cells is that of imputation",
                 std::string(panel) +
                     "jwdid y, ivar(id) tvar(t) gvar(g)\nestat simple\nscalar b = el(r(b), 1, 1)\n"
                     "xtset id t\nquietly did y, estimator(bjs) gvar(g) minn(0)",
                 "reldif(b, _b[ATT]) < 1e-8")
        .example("One effect for all cells is that of two-way fixed effects",
                 std::string(panel) +
                     "jwdid y, ivar(id) tvar(t) gvar(g) hettype(twfe)\nscalar b = _b[g4:t_5]\n"
                     "generate byte d = g > 0 & t >= g\nquietly reghdfe y d, absorb(id t)",
                 "reldif(b, _b[d]) < 1e-9")
        .example("Effects before treatment, too",
                 std::string(panel) + "jwdid y, ivar(id) tvar(t) gvar(g) never\nestat pretrend",
                 "r(df) == 5 & e(pre_p) < . & e(pre_F) < .")
        .runs(run);

}  // namespace nqp::commands::jwdid_
