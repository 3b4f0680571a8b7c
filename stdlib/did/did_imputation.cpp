// did_imputation: effects imputed from untreated observations (Borusyak, Jaravel and Spiess).
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/imputed_effects.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::did_imputation_ {
namespace {

using namespace command;

struct Args : kit::DisplayOptions {
  Variables variables;
  Sample sample;
  Weight weight;
  Terms controls;
  Variables unit_controls, time_controls;
  Variables cluster;
  Variables treated_weights, project, effect_cells;
  std::string effects, save_estimates, by;
  bool save_weights = false;
  std::vector<double> horizons;
  bool all_horizons = false, balanced = false, autosample = false, leave_out = false;
  bool no_dots = false, verbose = false, sum = false;
  bool no_se = false;
  int pretrends = 0, max_iterations = 100, shift = 0;
  double minn = 30, delta = 1, tolerance = 1e-6, alpha = 0;
};

Output run(const Args& a, const Context& c) {
  if (a.variables.empty()) return kit::replay("did_imputation", a, c);
  if (a.variables.size() != 4)
    throw Error(102, "did_imputation takes four variables", std::nullopt,
                {"outcome, unit, time, first treated period (missing: never treated)"});
  if (a.all_horizons && !a.horizons.empty())
    throw Error(184, "options horizons() and allhorizons may not be combined");
  if (!a.project.empty() && (a.sum || !a.by.empty() || !a.treated_weights.empty()))
    throw Error(198, "project() may not be combined with wtr(), sum and hetby()", std::nullopt,
                {"project() regresses the effects themselves"});
  if (a.sum && a.treated_weights.empty())
    throw Error(198, "sum goes with wtr()", std::nullopt, {"wtr(w) sum reports Σ w effect, without it the mean"});
  kit::ImputationRequest q;
  q.treated_weights = a.treated_weights, q.sum = a.sum, q.by = a.by, q.project = a.project;
  q.effect_cells = a.effect_cells;
  q.data.y = resolve_terms(a.variables[0], c);
  q.data.x = a.controls;
  for (const auto& [by, list] : {std::pair(a.variables[1], a.unit_controls), {a.variables[2], a.time_controls}})
    for (const std::string& v : list) {
      const Terms slopes = resolve_terms("i." + by + "#c." + v, c);
      q.data.x.insert(q.data.x.end(), slopes.begin(), slopes.end());
    }
  q.data.sample = a.sample, q.data.weight = a.weight;
  q.data.id = a.variables[1], q.data.time = a.variables[2], q.data.gvar = a.variables[3];
  q.data.clusters = a.cluster;
  q.data.level = a.alpha > 0 ? 100 * (1 - a.alpha) : a.level;
  q.effects = a.effects;
  q.horizons = a.horizons, q.all_horizons = a.all_horizons, q.balanced_horizons = a.balanced;
  q.pretrends = a.pretrends, q.min_effective = a.minn, q.delta = a.delta, q.shift = a.shift;
  q.autosample = a.autosample, q.leave_out = a.leave_out;
  q.save_effects = a.save_estimates, q.save_weights = a.save_weights;
  return kit::estimate_imputation(q, c);
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 5, .))\n"
    "generate y = id + t + 2*(t >= g) + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command did_imputation_command =
    define<Args>("did_imputation", "Difference in differences by imputation (Borusyak, Jaravel and Spiess)")
        .varlist(&Args::variables, {0})
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
        .numbers("HORizons", &Args::horizons, "effects by time since treatment")
        .flag("ALLHorizons", &Args::all_horizons, "all that occur")
        .flag("HBALance", &Args::balanced, "only units seen at all horizons")
        .variables("wtr", &Args::treated_weights, "weights of treated observations: tau_w for each variable w")
        .flag("SUM", &Args::sum, "weighted sums instead of means, with wtr()")
        .variable("HETby", &Args::by, "effects for each value of this variable: tau_1, tau0_1 …")
        .variables("PROJect", &Args::project, "effects regressed on these variables: tau_cons tau_x")
        .variables("AVGEFFectsby", &Args::effect_cells,
                   "observations whose effects are taken as alike for the variance; default cohort and period")
        .integer("PREtrends", &Args::pretrends, 0, 1000, "periods before treatment that are tested")
        .number("minn", &Args::minn, 0, 1e9, "estimands with fewer effective observations are not reported; default 30")
        .flag("AUTOSample", &Args::autosample, "leave out observations that cannot be imputed")
        .text("fe", &Args::effects, "effects of the model of untreated outcomes; default unit and time; . none")
        .term_list("Controls", &Args::controls, "covariates of that model")
        .variables("UNITControls", &Args::unit_controls, "covariates with a coefficient for each unit")
        .variables("TIMEControls", &Args::time_controls, "covariates with a coefficient for each period")
        .variables("CLUSter", &Args::cluster, "cluster variable; default the unit")
        .number("delta", &Args::delta, 1e-9, 1e9, "length of a period")
        .integer("shift", &Args::shift, 0, 1000, "date treatment so many periods earlier: tau0 is the first of them")
        .flag("noSE", &Args::no_se, "accepted: standard errors are computed all the same")
        .flag("LEAVEOneout", &Args::leave_out, "leave the own cluster out of average effects in the variance")
        .flag("SAVEWeights", &Args::save_weights,
              "new variables __w_tau …: every estimate is the sum of the outcome times these weights")
        .text("SAVEestimates", &Args::save_estimates, "new variable with the imputed effects")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .number("alpha", &Args::alpha, 0.0001, 0.9, "1 - level/100")
        .number("tol", &Args::tolerance, 1e-15, 1, "accepted; the solution is exact")
        .integer("maxit", &Args::max_iterations, 1, 1000000, "accepted; the solution is exact")
        .flag("noDots", &Args::no_dots, "accepted")
        .flag("VERBose", &Args::verbose, "accepted")
        .stores({{"e(N)", "observations used"},
                 {"e(Nc)", "untreated ones"},
                 {"e(Nt)", "treated ones"},
                 {"e(N_clust)", "clusters"},
                 {"e(N_cohorts)", "cohorts"},
                 {"e(pre_F)", "joint test of the periods before treatment"},
                 {"e(pre_df)", "its degrees of freedom"},
                 {"e(pre_p)", "its p-value"},
                 {"e(event)", "relative time, effect, standard error, interval, treated observations"},
                 {"e(b)", "tau, or tau0 tau1 …, then pre1 pre2 …"},
                 {"e(V)", "variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results | Effect::data)
        .reference("Borusyak, K., Jaravel, X. and Spiess, J. (2024). Review of Economic Studies 91, 3253-3285.")
        .remark("The fourth variable is the first treated period; missing or 0 means never treated.")
        .remark("pre1, pre2 … come from a separate regression on untreated observations; their reference is all "
                "earlier periods, so they are not on one line with tau0, tau1 ….")
        .remark("Estimands with fewer than minn(30) effective observations are suppressed; small data need minn(0).")
        .example("One effect", std::string(panel) + "did_imputation y id t g, minn(0)",
                 "abs(_b[tau] - 2) < .2 & e(Nt) == 15 & e(N_clust) == 10")
        .example("By time since treatment, with a test of the periods before",
                 std::string(panel) + "did_imputation y id t g, allhorizons pretrends(2) minn(0)",
                 "_b[tau0] > 1.5 & e(pre_df) == 2 & rowsof(e(event)) == 5")
        .runs(run);

}  // namespace nqp::commands::did_imputation_
