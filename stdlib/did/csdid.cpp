// csdid: Callaway and Sant'Anna's difference in differences with several periods.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_time.hpp"

namespace nqp::commands::csdid_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Terms y, x;
  Sample sample;
  Weight weight;
  Vce vce;
  std::string ivar, time, gvar, method = "dripw", agg = "attgt";
  bool not_yet = false, universal = false, universal2 = false, as_in_r = false, pointwise = false, bootstrap = false;
  int reps = 999;
  std::string bootstrap_options, multiplier = "mammen", seed, influence_file;
  bool replace = false;
  std::vector<double> window;
};

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("csdid", a, c);
  kit::GroupTimeRequest q;
  q.data = {a.y, a.x, a.sample, a.weight, a.ivar, a.time, a.gvar, "", a.vce.variables, {}, a.level};
  q.data.cross_sections = a.ivar.empty();
  q.method = a.method, q.agg = a.agg, q.window = a.window;
  q.not_yet = a.not_yet, q.as_in_r = a.as_in_r, q.universal = a.universal || a.universal2;
  q.bootstrap = a.bootstrap, q.reps = a.reps, q.multiplier = a.multiplier, q.seed = a.seed;
  q.pointwise = a.pointwise;
  q.influence_file = a.influence_file, q.replace = a.replace;
  kit::read_multiplier_options(a.bootstrap_options, q);
  return kit::estimate_group_time(q, c);
}

}  // namespace

extern const Command csdid_command =
    define<Args>("csdid", "Difference in differences with several periods (Callaway and Sant'Anna)")
        .dependent(&Args::y)
        .terms(&Args::x, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::pweight, WeightKind::aweight, WeightKind::iweight})
        .variable("Ivar", &Args::ivar, "panel variable; without it every row is a unit: repeated cross sections")
        .variable("Time", &Args::time, "time variable")
        .required("time")
        .variable("Gvar", &Args::gvar, "first treated period; 0 or missing: never treated")
        .required("gvar")
        .choice("METHOD", &Args::method, {"dripw", "drimp", "reg", "stdipw", "ipw"}, "how covariates enter")
        .choice("AGG", &Args::agg, {"attgt", "simple", "group", "calendar", "event"}, "which averages are shown")
        .flag("NOTYet", &Args::not_yet, "controls: never and not yet treated units")
        .flag("long", &Args::universal, "before treatment, compare with the period before treatment")
        .flag("long2", &Args::universal2, "the same")
        .flag("ASINR", &Args::as_in_r, "before treatment, controls are those not treated yet at t, as in R's did")
        .numbers("WINdow", &Args::window, "event: first and last relative time")
        .flag("WBOOT", &Args::bootstrap, "standard errors and uniform bands by a multiplier bootstrap")
        .text("WBOOT", &Args::bootstrap_options, "the same with reps(), wbtype() and rseed() inside")
        .integer("reps", &Args::reps, 2, 1000000, "wboot: number of draws; default 999")
        .choice("WBTYPE", &Args::multiplier, {"mammen", "rademacher"}, "wboot: distribution of the multipliers")
        .text("RSEED", &Args::seed, "wboot: seed of the draws")
        .text("SEED", &Args::seed, "the same")
        .flag("POINTwise", &Args::pointwise, "wboot: pointwise intervals; others always are")
        .text("SAVErif", &Args::influence_file, "file of the influence functions, which csdid_stats reads again")
        .flag("replace", &Args::replace, "saverif(): the file may exist already")
        .vce(&Args::vce, {"cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations"},
                 {"e(N_units)", "units"},
                 {"e(N_treated_units)", "units treated at some time"},
                 {"e(N_cohorts)", "cohorts"},
                 {"e(N_clust)", "clusters"},
                 {"e(pre_chi2)", "Wald test that all effects before treatment are 0"},
                 {"e(pre_df)", "its degrees of freedom"},
                 {"e(pre_p)", "its p-value"},
                 {"e(agg)", "averages shown"},
                 {"e(method)", "method"},
                 {"e(control_group)", "Never treated or Not yet treated"},
                 {"e(b)", "what is shown"},
                 {"e(V)", "variances and covariances"},
                 {"e(b_attgt)", "effects by cohort and period, then cohort shares (equation wgt)"},
                 {"e(V_attgt)", "their variances and covariances"},
                 {"e(gtt)", "of each effect: cohort, base period, period, treated units, controls"},
                 {"e(event)", "relative time, effect, standard error, interval, treated units"},
                 {"e(crit)", "wboot: critical value of the bands"},
                 {"e(cband)", "wboot: b se t ll ul of what is shown"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::files)
        .reference("Callaway, B. and Sant'Anna, P. H. C. (2021). Journal of Econometrics 225, 200-230.")
        .reference("Sant'Anna, P. H. C. and Zhao, J. (2020). Journal of Econometrics 219, 101-122.")
        .remark("estat simple, group, calendar, event, attgt and pretrend average and test the effects afterwards; "
                "csdid_plot draws them. With wboot the bands are uniform over the rows that agg() shows.")
        .remark("Units treated in the first period are left out. Without never-treated units the not yet treated are "
                "the controls, and periods from the last cohort's date on are left out.")
        .remark("Covariates are taken in the earlier of the two periods that a cell compares.")
        .remark("Without ivar() the data are repeated cross sections: rows of both periods are compared, dripw and "
                "drimp in their locally efficient forms.")
        .example("County minimum wages",
                 "sysuse mpdta\ncsdid lemp lpop, ivar(countyreal) time(year) gvar(first_treat) method(dripw)\n"
                 "estat event",
                 "e(N_cohorts) == 3 & colsof(r(b)) == 9 & e(pre_df) == 5")
        .example("A uniform band for the event study",
                 "sysuse mpdta\ncsdid lemp, ivar(countyreal) time(year) gvar(first_treat) agg(event) wboot rseed(1)\n"
                 "csdid_plot, style(rarea)",
                 "e(crit) > invnormal(.975) & rowsof(e(cband)) == 9 & abs(_se[Tp0] / .0118 - 1) < .2")
        .example("Controls not yet treated",
                 "sysuse mpdta\ncsdid lemp, ivar(countyreal) time(year) gvar(first_treat) notyet agg(simple)",
                 "_b[ATT] < 0 & e(N_clust) == 500")
        .example("Repeated cross sections",
                 "sysuse mpdta\nset seed 2\nkeep if runiform() < .7\n"
                 "csdid lemp lpop, time(year) gvar(first_treat) agg(simple) vce(cluster countyreal)",
                 "e(datatype) == \"rcs\" & e(N_units) == e(N) & abs(_b[ATT]) < .2")
        .runs(run);

}  // namespace nqp::commands::csdid_
