// didplacebo: placebo tests of stored difference-in-differences estimates.
#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/stored_estimates.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::didplacebo_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string name, treat, saving, graph_options;
  std::vector<double> shifts;
  bool unit = false, no_graph = false;
  int mixed = 0, reps = 500, treated = 0;
  std::optional<std::string> seed;
};

// The shifts have to be 1, 2, …: placebo goes back one period at a time.
int lags_of(const Args& a) {
  for (std::size_t i = 0; i < a.shifts.size(); ++i)
    if (a.shifts[i] != static_cast<double>(i + 1))
      throw Error(198, "pbotime() takes 1(1)#", std::nullopt, {"adoption is moved 1, 2, … periods back"});
  return static_cast<int>(a.shifts.size());
}

void act(const Args& a, Session& s) {
  if (a.treat.empty()) throw Error(198, "option treatvar() required", std::nullopt, {"the 0/1 treatment of the model"});
  if (int(a.unit) + int(a.mixed > 0) + int(!a.shifts.empty()) != 1)
    throw Error(198, "one of pbounit, pbotime() and pbomix() is needed", std::nullopt,
                {"pbounit: other units; pbotime(1(1)5): earlier dates; pbomix(2) or pbomix(3): both"});
  const Results& e = kit::find_estimates(a.name.empty() ? "." : a.name, s).results;
  const std::string* command = e.find_macro("cmdline");
  if (!command) throw Error(301, "the estimates do not say which command made them");
  std::string options = fmt::format("treat({}) reps({})", a.treat, a.reps);
  if (!a.shifts.empty()) options += fmt::format(" type(time) lags({})", lags_of(a));
  if (a.unit) options += " type(unit)";
  if (a.mixed > 0) options += a.mixed == 2 ? " type(mixed) randdate" : " type(mixed)";
  if (a.seed) options += " seed(" + *a.seed + ")";
  if (a.treated > 0) options += fmt::format(" ntreat({})", a.treated);
  if (!a.saving.empty()) options += " saving(" + a.saving + ")";
  if (a.no_graph) options += " nograph";
  if (!a.graph_options.empty()) options += " graph(" + a.graph_options + ")";
  s.run_command("placebo, " + options + ": " + *command);
}

constexpr const char* panel =
    "clear\nset obs 60\ngenerate id = ceil(_n/6)\ngenerate t = mod(_n - 1, 6) + 1\nxtset id t\n"
    "generate byte d = (id <= 3 & t >= 4) | (inrange(id, 4, 6) & t >= 5)\n"
    "generate y = id + t + 2*d + mod(7*_n, 5)/10\n";

}  // namespace

extern const Command didplacebo_command =
    define<Args>("didplacebo", "Placebo tests of stored difference-in-differences estimates")
        .anything(&Args::name)
        .text("TReatvar", &Args::treat, "the 0/1 treatment of the model")
        .numbers("PBOTime", &Args::shifts, "in time: adoption 1, 2, … periods earlier")
        .flag("PBOUnit", &Args::unit, "in space: adoption by other units")
        .integer("PBOMix", &Args::mixed, 1, 3, "both: 2 each unit a date of its own, 1 and 3 cohorts stay together")
        .integer("REPeat", &Args::reps, 1, 100000000, "number of draws; default 500")
        .integer("ntreat", &Args::treated, 1, 100000000, "number of units that get the treatment")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .text("SAving", &Args::saving, "file of the draws")
        .text("GRaph", &Args::graph_options, "options of the figure")
        .flag("noGRaph", &Args::no_graph, "no figure")
        .stores({{"r(b)", "the estimate"},
                 {"r(p2)", "two-sided p-value"},
                 {"r(pr)", "right-sided p-value"},
                 {"r(pl)", "left-sided p-value"},
                 {"r(reps_ok)", "draws that gave an estimate"},
                 {"r(draws)", "b se t p of every draw"}})
        .changes(Effect::results)
        .reference("Chen, Q., Qi, J. and Yan, G. (2023). didplacebo: Stata module for in-time, in-space and mixed "
                   "placebo tests for DID.")
        .remark("Runs the command of the stored estimates again under placebo, whose help says what is stored and "
                "drawn.")
        .example("Other units",
                 std::string(panel) + "quietly xtreg y d i.t, fe vce(cluster id)\nestimates store base\n"
                 "didplacebo base, treatvar(d) pbounit rep(40) seed(1)",
                 "abs(r(b) - 2) < .2 & r(reps_ok) == 40")
        .example("Earlier dates",
                 std::string(panel) + "quietly reghdfe y d, absorb(id t)\nestimates store base\n"
                 "didplacebo base, treatvar(d) pbotime(1(1)2)",
                 "r(reps_ok) == 2")
        .acts(act);

}  // namespace nqp::commands::didplacebo_
