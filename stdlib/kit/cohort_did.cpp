#include "stdlib/kit/cohort_did.hpp"

#include "grammar/ast/error.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/cell_effects.hpp"
#include "stdlib/kit/group_time.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

using command::Context;
using command::Output;

struct CohortModel {
  std::string estimator, outcome, treat, covariates;
};

CohortModel read_cohort_model(const std::string& cmd, bool panel, const std::string& body) {
  const std::vector<Piece> pieces = split_pieces(body);
  if (pieces.size() != 3 || pieces[0].grouped || !pieces[1].grouped || !pieces[2].grouped)
    throw Error(198, cmd + " takes an estimator and two lists in parentheses", std::nullopt,
                {cmd + " aipw (y x) (d), group(id)" + (panel ? "" : " time(year)")});
  CohortModel m;
  m.estimator = lower(pieces[0].text);
  if (m.estimator != "ra" && m.estimator != "ipw" && m.estimator != "aipw" && m.estimator != "twfe")
    throw Error(198, "estimator " + pieces[0].text + " not allowed", std::nullopt, {"ra, ipw, aipw or twfe"});
  std::string_view first = trim(pieces[1].text), second = trim(pieces[2].text);
  m.outcome = take_word(first), m.treat = take_word(second);
  const std::string of_outcome(trim(first)), of_treatment(trim(second));
  if (m.outcome.empty() || m.treat.empty())
    throw Error(198, "an outcome in the first list and a treatment in the second are needed");
  if (m.estimator == "aipw" && !of_outcome.empty() && !of_treatment.empty() && of_outcome != of_treatment)
    throw Error(198, "the two lists of covariates differ", std::nullopt,
                {"outcome and treatment model have the same covariates here: give them once"});
  m.covariates = of_outcome.empty() ? of_treatment : of_outcome;
  return m;
}

DidRequest cohort_data(bool panel, const TwoListArgs& a, const CohortModel& m, const Context& c) {
  DidRequest d;
  d.y = command::resolve_terms(m.outcome, c);
  if (d.y.size() != 1) throw Error(198, "one outcome is needed in the first list");
  if (!m.covariates.empty()) d.x = command::resolve_terms(m.covariates, c);
  d.sample = a.sample, d.weight = a.weight, d.time = a.time, d.level = a.level;
  d.treat = command::resolve_variables(m.treat, c).at(0);
  if (!a.vce.variables.empty()) d.clusters = a.vce.variables;
  else if (!a.group.empty()) d.clusters = {a.group};
  if (!panel) d.cross_sections = true, d.treated_groups = d.id = a.group;
  return d;
}

// The estimates' data with the cohort of every row that was read; an earlier variable of the name is replaced.
data::Frame with_cohorts(const DidRequest& request, const Context& c) {
  const DidData d = read_did(request, c);
  std::vector<double> cohort(c.frame.rows, data::missing);
  for (std::size_t i = 0; i < d.n(); ++i) cohort[d.sample.rows[i]] = d.cohort[i];
  data::Variable v;
  v.name = "_did_cohort", v.label = "first treated period, 0: never";
  v.column = data::make_narrowest(cohort);
  v.format = data::default_format(v.column->type());
  data::Frame f = c.frame;
  if (f.find(v.name)) f.remove(v.name);
  f.add(std::move(v));
  return f;
}

}  // namespace

Output estimate_cohort_did(const std::string& cmd, bool panel, const TwoListArgs& a, const Context& c) {
  const CohortModel m = read_cohort_model(cmd, panel, a.body);
  const DidRequest data = cohort_data(panel, a, m, c);
  Output out;
  if (m.estimator == "twfe") {
    CellRequest cells;
    cells.data = data, cells.cmd = cmd, cells.estimator = "wooldridge", cells.agg = "attgt";
    if (!data.clusters.empty()) cells.vce = {"cluster", data.clusters, data.clusters[0]};
    out = estimate_cells(cells, c);
  } else {
    GroupTimeRequest g;
    g.data = data, g.cmd = cmd;
    g.method = m.estimator == "ra" ? "reg" : m.estimator == "ipw" ? "stdipw" : "dripw";
    g.not_yet = a.control == "notyet", g.as_in_r = true, g.universal = a.base == "common";
    out = estimate_group_time(g, c);
  }
  out.frame = with_cohorts(data, c);
  out.e->results.macro("cohortvar", "_did_cohort");
  return out;
}

}  // namespace nqp::kit
