// xthdidregress: difference in differences with effects that differ by cohort and period.
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/cell_effects.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/group_time.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::xthdidregress_ {
namespace {

using namespace command;

struct Args {
  std::string body, group, time, control = "never", base = "adaptive";
  Sample sample;
  Weight weight;
  Vce vce;
  double level = 0;
};

struct Model {
  std::string estimator, outcome, treat, covariates;
};

// "aipw (y x) (d z)"
Model read_body(const Args& a) {
  const std::vector<kit::Piece> pieces = kit::split_pieces(a.body);
  Model m;
  if (pieces.size() != 3 || pieces[0].grouped || !pieces[1].grouped || !pieces[2].grouped)
    throw Error(198, "xthdidregress takes an estimator and two lists in parentheses", std::nullopt,
                {"xthdidregress aipw (y x) (d), group(id)"});
  m.estimator = kit::lower(pieces[0].text);
  if (m.estimator != "ra" && m.estimator != "ipw" && m.estimator != "aipw" && m.estimator != "twfe")
    throw Error(198, "estimator " + pieces[0].text + " not allowed", std::nullopt, {"ra, ipw, aipw or twfe"});
  std::string_view first = kit::trim(pieces[1].text), second = kit::trim(pieces[2].text);
  m.outcome = kit::take_word(first), m.treat = kit::take_word(second);
  const std::string of_outcome(kit::trim(first)), of_treatment(kit::trim(second));
  if (m.estimator == "aipw" && !of_outcome.empty() && !of_treatment.empty() && of_outcome != of_treatment)
    throw Error(198, "the two lists of covariates differ", std::nullopt,
                {"outcome and treatment model have the same covariates here: give them once"});
  m.covariates = of_outcome.empty() ? of_treatment : of_outcome;
  return m;
}

Output run(const Args& a, const Context& c) {
  if (a.body.empty()) {
    kit::DisplayOptions shown;
    shown.level = a.level;
    return kit::replay("xthdidregress", shown, c);
  }
  const Model m = read_body(a);
  kit::DidRequest q;
  q.y = resolve_terms(m.outcome, c);
  if (q.y.size() != 1) throw Error(198, "one outcome is needed in the first list");
  if (!m.covariates.empty()) q.x = resolve_terms(m.covariates, c);
  q.sample = a.sample, q.weight = a.weight, q.time = a.time, q.level = a.level;
  q.treat = resolve_variables(m.treat, c).at(0);
  if (!a.vce.variables.empty()) q.clusters = a.vce.variables;
  else if (!a.group.empty()) q.clusters = {a.group};
  if (m.estimator == "twfe") {
    kit::CellRequest cells;
    cells.data = q, cells.cmd = "xthdidregress", cells.estimator = "wooldridge", cells.agg = "attgt";
    if (!q.clusters.empty()) cells.vce = {"cluster", q.clusters, q.clusters[0]};
    return kit::estimate_cells(cells, c);
  }
  kit::GroupTimeRequest g;
  g.data = q, g.cmd = "xthdidregress";
  g.method = m.estimator == "ra" ? "reg" : m.estimator == "ipw" ? "stdipw" : "dripw";
  g.not_yet = a.control == "notyet", g.as_in_r = true, g.universal = a.base == "common";
  return kit::estimate_group_time(g, c);
}

constexpr const char* panel =
    "clear\nset obs 96\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\nxtset id t\n"
    "generate g = cond(id <= 3, 4, cond(id <= 6, 6, 0))\ngenerate byte d = g > 0 & t >= g\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command xthdidregress_command = kit::loose_body(
    define<Args>("xthdidregress", "Difference in differences with heterogeneous effects")
        .anything(&Args::body)
        .replays()
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::pweight, WeightKind::aweight})
        .variable("Group", &Args::group, "groups that are treated or not: clusters; default the units")
        .variable("Time", &Args::time, "periods; default from xtset")
        .choice("CONTROLgroup", &Args::control, {"never", "notyet"}, "controls: never treated (default) or not yet")
        .choice("BASEtime", &Args::base, {"adaptive", "common"},
                "before treatment compare with the period before (default) or with the last before treatment")
        .vce(&Args::vce, {"cluster"})
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(N)", "observations"},
                 {"e(N_cohorts)", "cohorts"},
                 {"e(N_clust)", "clusters"},
                 {"e(b)", "effects by cohort and period"},
                 {"e(V)", "their variances and covariances"},
                 {"r(table)", "coefficients, standard errors, tests and intervals"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Callaway, B. and Sant'Anna, P. H. C. (2021). Journal of Econometrics 225, 200-230.")
        .remark(
            "ra, ipw and aipw are the estimators of csdid, method(reg), (stdipw) and (dripw); twfe is that of jwdid. "
            "Effects have the names of these commands. estat simple, group, calendar, event and all average them; "
            "csdid_plot draws them.")
        .example("The same as csdid",
                 std::string(panel) + "xthdidregress ra (y) (d), group(id)\nscalar b = _b[g4:t_3_5]\n"
                                      "quietly csdid y, ivar(id) time(t) gvar(g) method(reg)",
                 "b == _b[g4:t_3_5]")
        .example("Extended two-way fixed effects",
                 std::string(panel) + "xthdidregress twfe (y) (d), group(id)\nestat event",
                 "abs(el(r(b), 1, 2) - 2) < .3")
        .runs(run));

}  // namespace nqp::commands::xthdidregress_
