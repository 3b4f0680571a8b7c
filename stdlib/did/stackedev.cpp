// stackedev: event studies on stacked data, each cohort with the never treated.
#include <algorithm>
#include <map>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/estimation_call.hpp"
#include "stdlib/kit/replications.hpp"

namespace nqp::commands::stackedev_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  Terms y, x, covariates;
  Sample sample;
  Weight weight;
  std::string cohort, time, never, unit, cluster, other;
  double level = 0;
};

constexpr const char* stack_name = "_stack";

struct Stacked {
  std::vector<data::Row> rows;
  std::vector<double> stack;
  double stacks = 0;
};

// Rows of every cohort, followed by those of the never treated; as many times as there are cohorts.
Stacked stack_rows(const Args& a, const Context& c) {
  const data::Column &cohort = c.numeric(a.cohort), &never = c.numeric(a.never);
  const std::vector<data::Row> rows = c.rows(a.sample);
  const data::Column& unit = c.numeric(a.unit);
  std::map<double, double> control_of;
  std::vector<double> cohorts;
  bool any = false;
  for (const data::Row r : rows) {
    if (control_of.emplace(unit.number(r), never.number(r)).first->second != never.number(r))
      throw Error(459, a.never + " varies within " + a.unit, std::nullopt, {"1 for units that are never treated"});
    const double g = cohort.number(r), control = never.number(r);
    if (!data::is_missing(control) && control != 0 && control != 1)
      throw Error(459, a.never + " must be 0 or 1", std::nullopt, {"1 for units that are never treated"});
    any = any || control == 1;
    if (control != 1 && !data::is_missing(g)) cohorts.push_back(g);
  }
  if (!any)
    throw Error(459, "no never-treated units", std::nullopt,
                {"never_treat() is 1 for them; they are all the controls"});
  std::sort(cohorts.begin(), cohorts.end());
  cohorts.erase(std::unique(cohorts.begin(), cohorts.end()), cohorts.end());
  if (cohorts.empty()) throw Error(2000, "no treated units");
  Stacked out;
  out.stacks = static_cast<double>(cohorts.size());
  for (const double g : cohorts)
    for (const data::Row r : rows) {
      if (never.number(r) != 1 && cohort.number(r) != g) continue;
      out.rows.push_back(r), out.stack.push_back(g);
    }
  return out;
}

void act(const Args& a, Session& s) {
  for (const auto& [name, option] : {std::pair(&a.cohort, "cohort()"), std::pair(&a.time, "time()"),
                                     std::pair(&a.never, "never_treat()"), std::pair(&a.unit, "unit_fe()"),
                                     std::pair(&a.cluster, "clust_unit()")})
    if (name->empty()) throw Error(198, std::string("option ") + option + " required");
  kit::SessionKeeper keeper(s);
  const Stacked stacked = stack_rows(a, s.context());
  if (s.frame().find(stack_name))
    throw Error(110, "variable _stack already defined", std::nullopt, {"drop it first"});
  data::Frame f = data::gather(*keeper.data(), stacked.rows);
  f.panel.reset();
  f.sorted_by.clear();
  data::Variable v;
  v.name = stack_name, v.column = data::make_numeric(data::Storage::double_, stacked.stack);
  v.format = "%9.0g";
  f.add(std::move(v));
  s.set_frame(std::move(f));
  std::string regressors;
  for (const Terms* terms : {&a.x, &a.covariates})
    for (const ast::Interaction& t : *terms) regressors += " " + term_name(t);
  const std::string stack = std::string("#") + stack_name;
  kit::EstimationCall call;
  call.cmd = "reghdfe";
  call.absorb = a.unit + stack + " " + a.time + stack + " " + a.other;
  call.vce = {"cluster", {a.cluster + stack}, a.cluster + stack};
  if (a.level > 0) call.options = "level(" + text::macro_number(a.level) + ")";
  std::string line = call.text(term_name(a.y[0]), regressors, "");
  if (a.weight.kind != WeightKind::none) {
    const char* kind = a.weight.kind == WeightKind::pweight   ? "pweight"
                       : a.weight.kind == WeightKind::fweight ? "fweight"
                                                              : "aweight";
    line.insert(line.find(','), std::string(" [") + kind + " " + a.weight.text + "]");
  }
  s.run_command(line);
  Results e = s.estimates()->results;
  e.macro("cmd", "stackedev");
  e.scalar("stacks", stacked.stacks).scalar("N_stacked", static_cast<double>(stacked.rows.size()));
  std::vector<std::uint8_t> sample(keeper.data()->rows, 0);
  for (const data::Row r : stacked.rows) sample[r] = 1;
  s.set_frame(keeper.data());
  keeper.leave_data();
  keeper.leave_estimates();
  s.post({std::move(e)}, sample);
}

constexpr const char* panel =
    "clear\nset obs 120\ngenerate id = ceil(_n/8)\ngenerate t = mod(_n - 1, 8) + 1\n"
    "generate g = cond(id <= 4, 4, cond(id <= 8, 6, .))\ngenerate byte never = missing(g)\n"
    "generate y = id + t + 2*(t >= g) + mod(7*_n, 5)/10\n"
    "generate byte before = t - g < -1\ngenerate byte after = t >= g\n";

}  // namespace

extern const Command stackedev_command =
    define<Args>("stackedev", "Event studies on stacked data")
        .dependent(&Args::y)
        .terms(&Args::x)
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::pweight, WeightKind::aweight, WeightKind::fweight})
        .variable("cohort", &Args::cohort, "first treated period, missing for never treated units")
        .variable("time", &Args::time, "period")
        .variable("never_treat", &Args::never, "1 for units that are never treated")
        .variable("unit_fe", &Args::unit, "unit")
        .variable("clust_unit", &Args::cluster, "clusters; they are counted anew in every stack")
        .term_list("COVARiates", &Args::covariates, "covariates")
        .text("other_fe", &Args::other, "more fixed effects")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"e(stacks)", "cohorts, each with a stack"},
                 {"e(N_stacked)", "rows of all stacks"},
                 {"e(N)", "observations used of them"},
                 {"e(N_clust)", "clusters"},
                 {"e(b)", "coefficients"},
                 {"e(V)", "variances and covariances"}})
        .changes(Effect::estimates | Effect::results)
        .reference("Cengiz, D., Dube, A., Lindner, A. and Zipperer, B. (2019). Quarterly Journal of Economics 134, "
                   "1405-1454.")
        .reference("Bleiberg, J. (2021). STACKEDEV: Stata module to implement stacked event study estimator.")
        .remark("Every cohort is put together with the never treated; unit and period effects differ by stack, and "
                "clusters are clusters within a stack. The data are as before afterwards.")
        .remark("Weights are used; the original command leaves them out of its regression.")
        .example("Two cohorts",
                 std::string(panel) + "stackedev y before after, cohort(g) time(t) never_treat(never) unit_fe(id) "
                                      "clust_unit(id)",
                 "abs(_b[after] - 2) < .3 & e(stacks) == 2 & e(N_clust) == 22 & _N == 120")
        .example("One cohort is a regression with two-way effects",
                 std::string(panel) + "stackedev y after if g != 6, cohort(g) time(t) never_treat(never) unit_fe(id) "
                                      "clust_unit(id)\nscalar stacked = _b[after]\n"
                                      "quietly reghdfe y after if g != 6, absorb(id t) vce(cluster id)",
                 "reldif(stacked, _b[after]) < 1e-9")
        .acts(act);

}  // namespace nqp::commands::stackedev_
