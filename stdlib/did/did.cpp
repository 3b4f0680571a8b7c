// did: one front over the estimators of difference in differences.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/bacon.hpp"
#include "stdlib/kit/cell_effects.hpp"
#include "stdlib/kit/did_declaration.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_time.hpp"
#include "stdlib/kit/imputed_effects.hpp"
#include "stdlib/kit/parse_number.hpp"
#include "stdlib/kit/saved_effects.hpp"
#include "stdlib/kit/switcher_effects.hpp"
#include "stdlib/kit/synthetic_effects.hpp"
#include "stdlib/kit/two_by_two_effect.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::did_ {
namespace {

using namespace command;

struct Args : kit::DidArgs {
  // Nothing given: empty text, missing or negative numbers.
  std::string estimator, agg, treat_group, post, effects, saving, generate;
  std::string method, control, base, bootstrap_options;
  std::vector<double> window, horizons;
  bool no_share_variance = false, share_variance = false, autosample = false, never = false, cells = false;
  bool pointwise = false, details = false, leave_out = false, bootstrap = false, as_in_r = false, hbalance = false;
  bool optimized = false;
  double anticipation = -1, minn = -1, balance = data::missing;
  int pretrends = 0, reps = -1, seed = -1;
};

std::string agg_or(const Args& a, const char* otherwise) { return a.agg.empty() ? otherwise : a.agg; }

Output group_time(const Args& a, const Context& c) {
  kit::GroupTimeRequest q;
  q.data = a.request(), q.cmd = "did";
  if (!a.method.empty()) q.method = a.method;
  q.agg = agg_or(a, "simple"), q.window = a.window, q.balance = a.balance;
  q.not_yet = a.control == "notyet", q.as_in_r = true;
  q.universal = a.base == "universal", q.anticipation = std::max(a.anticipation, 0.0);
  q.bootstrap = a.bootstrap, q.pointwise = a.pointwise;
  kit::read_multiplier_options(a.bootstrap_options, q);
  return kit::estimate_group_time(q, c);
}

// fe(), else unit, period and what absorb() adds.
std::string effects_of(const Args& a, const Context& c) {
  return a.effects.empty() ? a.listed_effects(c.frame) : a.effects;
}

Output imputation(const Args& a, const Context& c) {
  kit::ImputationRequest q;
  q.data = a.request(), q.cmd = "did";
  q.data.anticipation = std::max(a.anticipation, 0.0);
  q.effects = effects_of(a, c);
  q.agg = agg_or(a, a.horizons.empty() && a.window.empty() ? "simple" : "event");
  q.pretrends = a.pretrends;
  if (a.minn >= 0) q.min_effective = a.minn;
  q.autosample = true, q.leave_out = a.leave_out, q.save_effects = a.generate;
  q.horizons = a.horizons, q.balanced_horizons = a.hbalance;
  kit::check_window(a.window);
  if (a.window.empty()) return kit::estimate_imputation(q, c);
  if (a.window[0] < 0) q.pretrends = std::max(q.pretrends, static_cast<int>(-a.window[0]));
  q.last_horizon = a.window[1];
  return kit::estimate_imputation(q, c);
}

Output cells(const Args& a, const Context& c) {
  kit::CellRequest q;
  q.data = a.request(), q.estimator = a.estimator;
  q.data.anticipation = std::max(a.anticipation, 0.0);
  q.absorb = a.absorb, q.vce = a.vce, q.agg = agg_or(a, a.estimator == "sa" ? "event" : "simple");
  q.share_variance = !a.no_share_variance, q.before_cells = a.never, q.window = a.window;
  if (a.cells) q.agg = "attgt";
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

// The errors of synthetic controls; other estimators take those words for none of theirs.
bool of_synthetic(const Vce& vce) {
  return vce.kind == "bootstrap" || vce.kind == "jackknife" || vce.kind == "placebo" || vce.kind == "noinference";
}

// What stands behind the comma in vce(bootstrap, reps(100) seed(3)).
void read_replications(const std::string& text, kit::SyntheticRequest& q) {
  if (text.empty()) return;
  if (text[0] != ',')
    throw Error(198, "vce() takes its options behind a comma", std::nullopt, {"vce(bootstrap, reps(100) seed(3))"});
  const auto whole = [](const ast::Option& o, double least) {
    const double x = kit::parse_number(o.argument).value_or(-1);
    if (x < least || x > 2147483647 || x != std::floor(x))
      throw Error(198, o.name + "(" + o.argument + ") must be a whole number");
    return static_cast<int>(x);
  };
  for (const ast::Option& o : grammar::parse_options(std::string_view(text).substr(1))) {
    if (o.name == "reps") q.reps = whole(o, 2);
    else if (o.name == "seed") q.seed = whole(o, 0);
    else throw Error(198, "option " + o.name + " not allowed in vce()", std::nullopt, {"reps() and seed()"});
  }
}

Output synthetic(const Args& a, const Context& c) {
  if (!a.agg.empty() && a.agg != "simple")
    throw Error(198, "agg(" + a.agg + ") does not go with estimator(sdid)", std::nullopt,
                {"e(tau) has the effects of cohorts"});
  if (a.weight.kind != WeightKind::none) throw Error(101, "estimator(sdid) takes no weights");
  if (!a.vce.kind.empty() && !of_synthetic(a.vce))
    throw Error(198, "vce(" + a.vce.kind + ") does not go with estimator(sdid)", std::nullopt,
                {"vce(placebo), the default, vce(bootstrap), vce(jackknife) or vce(noinference)"});
  kit::SyntheticRequest q;
  q.data = a.request(), q.cmd = "did";
  if (a.reps > 0) q.reps = a.reps;
  if (a.seed >= 0) q.seed = a.seed;
  if (!a.method.empty()) q.method = a.method;
  q.optimized = a.optimized;
  if (!a.vce.kind.empty()) q.vce = a.vce.kind;
  read_replications(a.vce.text, q);
  q.trends = a.wanted(), q.trend_options = a.graph_options;
  return kit::estimate_synthetic(q, c);
}

Output estimate(const Args& a, const Context& c) {
  if (a.estimator == "sdid") return synthetic(a, c);
  if (a.estimator == "dcdh") return kit::estimate_intertemporal(a.request(), agg_or(a, "simple"), a.window, c);
  if (a.estimator == "cs") return group_time(a, c);
  if (a.estimator == "bjs") return imputation(a, c);
  if (a.estimator == "gardner")
    return kit::estimate_gardner({a.request(), effects_of(a, c), agg_or(a, "simple"), a.window}, c);
  if (a.estimator == "twfe") return kit::estimate_two_way({a.request(), a.absorb, a.vce}, c);
  if (a.estimator == "2x2") return kit::estimate_two_by_two({a.request(), "did", a.treat_group, a.post, a.vce}, c);
  return cells(a, c);
}

// An option and the estimators it goes with; one that would change nothing is refused.
struct OptionUse {
  bool given;
  const char* name;
  const char* estimators;
};

void check_options(const Args& a) {
  const bool of_sdid = a.method == "sdid" || a.method == "sc" || a.method == "did";
  const OptionUse uses[] = {
      {!a.method.empty() && !of_sdid, "method", "cs"},
      {of_sdid, "method", "sdid"},
      {!a.control.empty(), "control", "cs"},
      {!a.base.empty(), "base", "cs"},
      {a.anticipation >= 0, "anticipation", "cs sa bjs wooldridge"},
      {a.as_in_r, "asinr", "cs"},
      {!data::is_missing(a.balance), "balance", "cs"},
      {a.bootstrap || !a.bootstrap_options.empty(), "wboot", "cs"},
      {a.pointwise, "pointwise", "cs"},
      {!a.window.empty(), "window", "cs sa bjs gardner dcdh"},
      {!a.agg.empty() && a.agg != "simple", "agg", "cs sa bjs gardner wooldridge dcdh"},
      {a.agg == "attgt", "agg(attgt)", "cs sa wooldridge"},
      {!a.absorb.empty(), "absorb", "twfe sa bjs gardner wooldridge"},
      {!a.effects.empty(), "fe", "bjs gardner"},
      {a.minn >= 0, "minn", "bjs"},
      {a.pretrends > 0, "pretrends", "bjs"},
      {a.autosample, "autosample", "bjs gardner"},
      {a.leave_out, "leaveoneout", "bjs"},
      {!a.horizons.empty(), "horizons", "bjs"},
      {a.hbalance, "hbalance", "bjs"},
      {!a.generate.empty(), "generate", "bjs"},
      {a.share_variance || a.no_share_variance, "sharevar", "sa"},
      {a.never, "never", "wooldridge"},
      {a.cells, "cells", "wooldridge"},
      {!a.treat_group.empty() || !a.post.empty(), "treatgroup", "2x2"},
      {a.details, "ddetail", "bacon"},
      {a.reps > 0, "reps", "sdid"},
      {a.seed >= 0, "seed", "sdid"},
      {a.optimized, "optimized", "sdid"},
      {a.force, "force", "twfe dcdh"},
      {of_synthetic(a.vce), "vce(bootstrap), (jackknife), (placebo) or (noinference)", "sdid"},
      {a.vce.kind == "robust" || a.vce.kind == "unadjusted", "vce(robust) or (unadjusted)", "2x2 twfe sa wooldridge"},
  };
  const std::string own = " " + a.estimator + " ";
  for (const OptionUse& u : uses) {
    if (!u.given || (" " + std::string(u.estimators) + " ").find(own) != std::string::npos) continue;
    const std::string name = u.name;
    const std::string shown = name.find('(') == std::string::npos && name != "wboot" ? "option " + name : name;
    std::string note = "leave it out; estimators with it: " + std::string(u.estimators);
    if (name == "force") note = "only twfe and dcdh take treatments that end; the others need treatments that stay";
    if (name == "anticipation") note = "date the treatment earlier for others: generate g0 = g - 1 and gvar(g0)";
    if (name == "generate") note = "didsetup, generate(prefix) makes cohorts, relative time and dummies";
    if (of_synthetic(a.vce) && name.rfind("vce(b", 0) == 0)
      note = a.estimator == "cs" ? "wboot has bootstrap errors and uniform bands"
                                 : "bootstrap, cluster(id) idcluster(copy): did … draws whole units";
    throw Error(198, shown + " does not go with estimator(" + a.estimator + ")", std::nullopt, {note});
  }
  if (!a.window.empty() && !a.agg.empty() && a.agg != "event")
    throw Error(198, "window() goes with agg(event)", std::nullopt, {"it is the first and last relative time"});
  if (!data::is_missing(a.balance) && a.agg != "event") throw Error(198, "balance() goes with agg(event)");
  if (!a.horizons.empty() && !a.agg.empty() && a.agg != "event") throw Error(198, "horizons() goes with agg(event)");
}

Output run(const Args& a, const Context& c) {
  if (a.y.empty()) return kit::replay("did", a, c);
  if (a.estimator.empty())
    throw Error(198, "option estimator() required", std::nullopt,
                {"one of 2x2, twfe, bacon, cs, sa, bjs, gardner, wooldridge, sdid, dcdh"});
  check_options(a);
  if (a.estimator == "bacon") return bacon(a, c);
  const double level = a.level > 0 ? a.level : c.settings.level;
  Output out = estimate(a, c);
  if (a.cells && out.e) {
    const kit::NamedEffects all = kit::average_effects("simple", {}, out.e->results, data::missing);
    out.line("ATT over all cells: " +
             text::trimmed(text::format_number(all.effects.rows.at(0).effect, "%9.0g")) + ", std. err. " +
             text::trimmed(text::format_number(std::sqrt(all.effects.V(0, 0)), "%9.0g")));
  }
  kit::save_effects(out, a.saving, level, c);
  if (a.wanted() && a.estimator != "sdid") kit::add_effect_figure(out, a.graph_options, level, c);
  return out;
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, 0))\ngenerate byte d = g > 0 & t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

Command command() {
  auto d = define<Args>("did", "Difference in differences with any of several estimators");
  kit::figure_wish(d, false);
  return kit::did_declaration(d,
                              {"unadjusted", "robust", "cluster", "placebo", "bootstrap", "jackknife", "noinference"})
      .choice("ESTimator", &Args::estimator,
              {"2x2", "twfe", "bacon", "cs", "sa", "bjs", "gardner", "wooldridge", "sdid", "dcdh"}, "which estimator")
      .choice("AGG", &Args::agg, {"attgt", "simple", "group", "calendar", "event"}, "averages that are reported")
      .choice("METHOD", &Args::method, {"dripw", "drimp", "reg", "stdipw", "ipw", "sdid", "sc", "did"},
              "cs: how covariates enter, default dripw; sdid: sdid, sc or did")
      .choice("CONTrol", &Args::control, {"never", "notyet"}, "cs: controls")
      .choice("BAse", &Args::base, {"varying", "universal"}, "cs: base of periods before treatment")
      .number("ANTicipation", &Args::anticipation, 0, 1000,
              "cs, sa, bjs, wooldridge: so many periods before treatment count as affected, not as untreated")
      .flag("ASINR", &Args::as_in_r, "cs: controls as in R's did; that is the default")
      .number("BALance", &Args::balance, 0, 1000, "cs, event: only cohorts seen for so many periods of treatment")
      .numbers("WINdow", &Args::window, "event: first and last relative time; sa: its ends collect what lies beyond")
      .text("fe", &Args::effects, "bjs, gardner: effects of the model of untreated outcomes")
      .number("minn", &Args::minn, 0, 1e9, "bjs: least number of effective observations; default 30")
      .integer("PREtrends", &Args::pretrends, 0, 1000, "bjs: periods before treatment that are tested")
      .flag("AUTOSample", &Args::autosample, "accepted; what cannot be imputed is left out")
      .flag("LEAVEOneout", &Args::leave_out, "bjs: leave the own cluster out of average effects")
      .flag("SHAREvar", &Args::share_variance, "sa: cohort shares are estimates (default)")
      .flag("NOSHAREvar", &Args::no_share_variance, "sa: cohort shares are known")
      .numbers("HORizons", &Args::horizons, "bjs: relative times that are reported")
      .flag("HBALance", &Args::hbalance, "bjs: only units seen at all of them")
      .text("GENerate", &Args::generate, "bjs: new variable with the imputed effects")
      .flag("never", &Args::never, "wooldridge: effects before treatment too")
      .flag("cells", &Args::cells, "wooldridge: show the effects by cohort and period; estat averages them")
      .variable("TREATGroup", &Args::treat_group, "2x2: 0/1 group")
      .variable("POst", &Args::post, "2x2: 0/1 period")
      .flag("DDETail", &Args::details, "bacon: show every pair")
      .text("SAving", &Args::saving, "file of the effects, .dta or .csv; bacon: of the pairs, type g_treat g_ctrl b w")
      .integer("reps", &Args::reps, 2, 1000000, "sdid: replications of its standard error; default 50")
      .integer("seed", &Args::seed, 0, 2147483647, "sdid: seed of them")
      .flag("OPTimized", &Args::optimized, "sdid: coefficients of covariates found with the weights")
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
               {"e(b_iw)", "sa: effects by relative time; e(V_iw) their variances"},
               {"e(b_interact)", "sa, wooldridge: effects by cohort and relative time"},
               {"e(V_interact)", "their variances"},
               {"e(ff_w)", "weights of them in what is reported"},
               {"e(tau)", "sdid: effect, time of adoption and weight of each cohort"},
               {"e(omega)", "sdid: weights of controls"},
               {"e(lambda)", "sdid: weights of periods"},
               {"e(share_neg)", "twfe: share of treated observations with negative weights"},
               {"e(sum_neg)", "twfe: sum of negative weights"},
               {"e(sigma_fe)", "twfe: standard deviation of effects that all could be 0 on average with"},
               {"e(crit)", "cs: critical value of the intervals"},
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
      .remark(
          "Errors are clustered by unit by default. cs, bjs and gardner use z; twfe, sa and wooldridge t. sdid has "
          "errors of its own: vce(placebo), the default, vce(bootstrap), vce(jackknife) or vce(noinference).")
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
      .example("Treatments that switch", std::string(panel) + "did y, estimator(dcdh) treat(d) agg(event) window(-3 1)",
               "abs(_b[Tp0] - 2) < .3 & rowsof(e(event)) == 5")
      .example("Synthetic controls", std::string(panel) + "did y, estimator(sdid) treat(d) vce(noinference)",
               "abs(_b[ATT] - 2) < .3 & rowsof(e(tau)) == 2")
      .runs(run);
}

}  // namespace

extern const Command did_command = command();

}  // namespace nqp::commands::did_
