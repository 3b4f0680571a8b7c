// did: one front over the estimators of difference in differences.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/bacon.hpp"
#include "stdlib/kit/cell_effects.hpp"
#include "stdlib/kit/did_declaration.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_time.hpp"
#include "stdlib/kit/imputed_effects.hpp"
#include "stdlib/kit/switcher_effects.hpp"
#include "stdlib/kit/synthetic_effects.hpp"
#include "stdlib/kit/two_by_two_effect.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::did_ {
namespace {

using namespace command;

struct Args : kit::DidArgs {
  std::string estimator, agg, treat_group, post, effects, saving;
  std::string method = "dripw", control = "never", base = "varying";
  std::vector<double> window, horizons;
  bool no_share_variance = false, share_variance = false, autosample = false, never = false;
  bool pointwise = false, details = false, leave_out = false, bootstrap = false;
  std::string bootstrap_options;
  double anticipation = 0, minn = 30;
  int pretrends = 0, reps = 50, seed = 1;
  std::string synthetic = "placebo";
};

std::string agg_or(const Args& a, const char* otherwise) { return a.agg.empty() ? otherwise : a.agg; }

Output group_time(const Args& a, const Context& c) {
  kit::GroupTimeRequest q;
  q.data = a.request(), q.cmd = "did";
  q.method = a.method, q.agg = agg_or(a, "simple"), q.window = a.window;
  q.not_yet = a.control == "notyet", q.as_in_r = true;
  q.universal = a.base == "universal", q.anticipation = a.anticipation;
  q.bootstrap = a.bootstrap, q.pointwise = a.pointwise;
  kit::read_multiplier_options(a.bootstrap_options, q);
  return kit::estimate_group_time(q, c);
}

Output imputation(const Args& a, const Context& c) {
  kit::ImputationRequest q;
  q.data = a.request(), q.cmd = "did";
  q.effects = a.effects, q.agg = agg_or(a, "simple");
  q.pretrends = a.pretrends, q.min_effective = a.minn;
  q.autosample = true, q.leave_out = a.leave_out;
  return kit::estimate_imputation(q, c);
}

Output cells(const Args& a, const Context& c) {
  kit::CellRequest q;
  q.data = a.request(), q.estimator = a.estimator;
  q.absorb = a.absorb, q.vce = a.vce, q.agg = agg_or(a, a.estimator == "sa" ? "event" : "simple");
  q.share_variance = !a.no_share_variance, q.before_cells = a.never;
  return kit::estimate_cells(q, c);
}

Output bacon(const Args& a, const Context& c) {
  kit::BaconRequest q;
  q.data = a.request(), q.cmd = "did", q.details = a.details;
  std::string file = a.saving;
  if (const std::size_t comma = file.find(','); comma != std::string::npos) {
    q.replace = kit::trim(std::string_view(file).substr(comma + 1)) == "replace";
    file.resize(comma);
  }
  q.file = kit::unquoted(kit::trim(file));
  q.graph = a.wanted(), q.graph_options = a.graph_options;
  return kit::estimate_bacon(q, c);
}

Output synthetic(const Args& a, const Context& c) {
  if (!a.agg.empty() && a.agg != "simple")
    throw Error(198, "agg(" + a.agg + ") does not go with estimator(sdid)", std::nullopt,
                {"e(tau) has the effects of cohorts"});
  if (a.weight.kind != WeightKind::none) throw Error(101, "estimator(sdid) takes no weights");
  if (!a.vce.kind.empty() || !a.vce.variables.empty())
    throw Error(198, "vce() does not go with estimator(sdid)", std::nullopt,
                {"synthetic(bootstrap), (jackknife), (placebo) or (noinference) choose the error"});
  kit::SyntheticRequest q;
  q.data = a.request(), q.cmd = "did";
  q.vce = a.synthetic, q.reps = a.reps, q.seed = a.seed;
  q.trends = a.wanted(), q.trend_options = a.graph_options;
  return kit::estimate_synthetic(q, c);
}

Output estimate(const Args& a, const Context& c) {
  if (a.estimator == "sdid") return synthetic(a, c);
  if (a.estimator == "dcdh") return kit::estimate_intertemporal(a.request(), agg_or(a, "simple"), a.window, c);
  if (a.estimator == "cs") return group_time(a, c);
  if (a.estimator == "bjs") return imputation(a, c);
  if (a.estimator == "gardner")
    return kit::estimate_gardner({a.request(), a.effects, agg_or(a, "simple") == "event", a.window}, c);
  if (a.estimator == "twfe") return kit::estimate_two_way({a.request(), a.absorb, a.vce}, c);
  if (a.estimator == "2x2") return kit::estimate_two_by_two({a.request(), "did", a.treat_group, a.post, a.vce}, c);
  return cells(a, c);
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) {
    kit::DisplayOptions shown;
    shown.level = a.level;
    return kit::replay("did", shown, c);
  }
  if (a.estimator.empty())
    throw Error(198, "option estimator() required", std::nullopt,
                {"one of 2x2, twfe, bacon, cs, sa, bjs, gardner, wooldridge, sdid, dcdh"});
  if (a.estimator == "bacon") return bacon(a, c);
  if (a.force && a.estimator != "twfe" && a.estimator != "dcdh")
    throw Error(198, "force goes with estimator(twfe)", std::nullopt,
                {"estimator(dcdh) takes treatments that end; the others compare cohorts that stay treated"});
  if ((a.bootstrap || !a.bootstrap_options.empty()) && a.estimator != "cs")
    throw Error(198, "wboot goes with estimator(cs) alone");
  Output out = estimate(a, c);
  if (a.wanted() && a.estimator != "sdid")
    kit::add_effect_figure(out, a.graph_options, a.level > 0 ? a.level : c.settings.level, c);
  return out;
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, 0))\ngenerate byte d = g > 0 & t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

Command command() {
  auto d = define<Args>("did", "Difference in differences with any of several estimators");
  kit::figure_wish(d, false);
  return kit::did_declaration(d)
      .choice("ESTimator", &Args::estimator,
              {"2x2", "twfe", "bacon", "cs", "sa", "bjs", "gardner", "wooldridge", "sdid", "dcdh"}, "which estimator")
      .choice("AGG", &Args::agg, {"attgt", "simple", "group", "calendar", "event"}, "averages that are reported")
      .choice("METHOD", &Args::method, {"dripw", "drimp", "reg", "stdipw", "ipw"}, "cs: how covariates enter")
      .choice("CONTrol", &Args::control, {"never", "notyet"}, "cs: controls")
      .choice("BAse", &Args::base, {"varying", "universal"}, "cs: base of periods before treatment")
      .number("ANTicipation", &Args::anticipation, 0, 1000, "cs: periods of anticipation")
      .numbers("WINdow", &Args::window, "event: first and last relative time")
      .text("fe", &Args::effects, "bjs, gardner: effects of the model of untreated outcomes")
      .number("minn", &Args::minn, 0, 1e9, "bjs: least number of effective observations; default 30")
      .integer("PREtrends", &Args::pretrends, 0, 1000, "bjs: periods before treatment that are tested")
      .flag("AUTOSample", &Args::autosample, "accepted; what cannot be imputed is left out")
      .flag("LEAVEOneout", &Args::leave_out, "bjs: leave the own cluster out of average effects")
      .flag("SHAREvar", &Args::share_variance, "sa: cohort shares are estimates (default)")
      .flag("NOSHAREvar", &Args::no_share_variance, "sa: cohort shares are known")
      .flag("never", &Args::never, "wooldridge: effects before treatment too")
      .variable("TREATGroup", &Args::treat_group, "2x2: 0/1 group")
      .variable("POst", &Args::post, "2x2: 0/1 period")
      .flag("DDETail", &Args::details, "bacon: show every pair")
      .text("SAving", &Args::saving, "bacon: file of the pairs: type g_treat g_ctrl b w")
      .choice("SYNThetic", &Args::synthetic, {"placebo", "bootstrap", "jackknife", "noinference"},
              "sdid: standard error; default placebo")
      .integer("reps", &Args::reps, 2, 1000000, "sdid: replications of it; default 50")
      .integer("seed", &Args::seed, 0, 2147483647, "sdid: seed of them")
      .flag("force", &Args::force, "keep going when the treatment ends")
      .flag("WBOOT", &Args::bootstrap, "cs: standard errors and uniform bands by a multiplier bootstrap")
      .text("WBOOT", &Args::bootstrap_options, "cs: the same with reps(), wbtype() and rseed() inside")
      .flag("POINTwise", &Args::pointwise, "cs: pointwise intervals of wboot; others always are")
      .stores({{"e(N)", "observations"},
               {"e(N_units)", "units"},
               {"e(N_treated_units)", "units treated at some time"},
               {"e(N_cohorts)", "cohorts"},
               {"e(N_clust)", "clusters"},
               {"e(estimator)", "the estimator"},
               {"e(gvar)", "variable of the treatment"},
               {"e(agg)", "averages reported"},
               {"e(event)", "rel b se lb ub n_treated"},
               {"e(b_attgt)", "cs: effects by cohort and period, cohort shares"},
               {"e(V_attgt)", "cs: their variances"},
               {"e(cband)", "cs, wboot: b se t ll ul of what is reported"},
               {"e(gtt)", "cs: cohort, base period, period, treated units, controls"},
               {"e(pre_chi2)", "cs: test of the periods before treatment"},
               {"e(pre_p)", "its p-value"},
               {"e(pre_df)", "its degrees of freedom"},
               {"e(b_interact)", "sa, wooldridge: effects by cohort and relative time"},
               {"e(V_interact)", "their variances"},
               {"e(ff_w)", "weights of them in what is reported"},
               {"e(tau)", "sdid: effect, time of adoption and weight of each cohort"},
               {"e(omega)", "sdid: weights of controls"},
               {"e(lambda)", "sdid: weights of periods"},
               {"e(share_neg)", "twfe: share of treated observations with negative weights"},
               {"e(sum_neg)", "twfe: sum of negative weights"},
               {"e(b)", "ATT; GAverage G#; CAverage T#; Pre_avg Post_avg Tm# Tp#; then covariates"},
               {"e(V)", "variances and covariances"},
               {"r(table)", "coefficients, standard errors, tests and intervals"}})
      .changes(Effect::estimates | Effect::results | Effect::files)
      .reference("Callaway, B. and Sant'Anna, P. H. C. (2021). Journal of Econometrics 225, 200-230.")
      .reference("Sun, L. and Abraham, S. (2021). Journal of Econometrics 225, 175-199.")
      .reference("Borusyak, K., Jaravel, X. and Spiess, J. (2024). Review of Economic Studies 91, 3253-3285.")
      .reference(
          "Wooldridge, J. M. (2021). Two-way fixed effects, the two-way Mundlak regression, and "
          "difference-in-differences estimators.")
      .remark("Errors are clustered by unit by default. cs, bjs and gardner use z; twfe, sa and wooldridge t.")
      .remark(
          "Units treated from their first period on are left out by cs, sa and wooldridge, and where they cannot "
          "be imputed by bjs and gardner; twfe and bacon keep them.")
      .remark(
          "Covariates: of the base period in cs, contemporaneous in the others, in bjs and gardner with "
          "coefficients from untreated observations.")
      .remark(
          "graph draws effects by relative time, cohort or period, with agg(event), agg(group) or agg(calendar); "
          "after estimator(bacon) the comparisons and their weights.")
      .remark("share_neg counts treated observations whose weight in the twfe coefficient is negative.")
      .example("Callaway and Sant'Anna by time since treatment",
               std::string(panel) + "did y, estimator(cs) gvar(g) agg(event)",
               "abs(_b[Post_avg] - 2) < .3 & e(N_cohorts) == 2 & e(pre_df) > 0")
      .example("A uniform band",
               std::string(panel) + "did y, estimator(cs) gvar(g) agg(event) wboot(reps(199) rseed(1)) graph",
               "rowsof(e(cband)) == colsof(e(b))")
      .example("Sun and Abraham", std::string(panel) + "did y, estimator(sa) treat(d) agg(event)",
               "abs(_b[Tp0] - 2) < .3 & colsof(e(b_interact)) == 10")
      .example("Imputation and two-way fixed effects",
               std::string(panel) +
                   "did y, estimator(bjs) gvar(g) minn(0)\nscalar b = _b[ATT]\n"
                   "did y, estimator(twfe) treat(d)",
               "abs(b - _b[ATT]) < .2 & e(share_neg) >= 0")
      .example("Treatments that switch",
               std::string(panel) + "did y, estimator(dcdh) treat(d) agg(event) window(-3 1)",
               "abs(_b[Tp0] - 2) < .3 & rowsof(e(event)) == 5")
      .example("Synthetic controls",
               std::string(panel) + "did y, estimator(sdid) treat(d) synthetic(noinference)",
               "abs(_b[ATT] - 2) < .3 & rowsof(e(tau)) == 2")
      .runs(run);
}

}  // namespace

extern const Command did_command = command();

}  // namespace nqp::commands::did_
