// simulate: runs a command many times and leaves a data set of its results.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/replications.hpp"

namespace nqp::commands::simulate_ {
namespace {

using namespace command;

struct Args {
  std::string list, command, saving;
  int reps = 0, dots = 1;
  std::optional<std::string> seed;
  bool no_dots = false, wide = false, no_legend = false, verbose = false, trace = false;
};

void act(const Args& a, runtime::Session& s) {
  kit::require_command(a.command, "simulate");
  const std::vector<kit::AskedResult> asked = kit::parse_expression_list(a.list);
  kit::SessionKeeper keeper(s);
  kit::Plan plan;
  plan.word = "simulate";
  plan.heading = "Simulations";
  plan.command = a.command;
  plan.count = static_cast<std::size_t>(a.reps);
  plan.file = kit::parse_saving(a.saving, s);
  plan.seed = kit::replication_seed(a.seed, s);
  plan.dots = a.no_dots ? 0 : a.dots;
  plan.data = [&](std::size_t, numeric::Rng&) { return keeper.data(); };
  plan.start = keeper.start();

  // The first replication tells what there is to collect; its error ends the command.
  const numeric::Rng generator = s.generator();
  s.estimates_slot().reset();
  kit::run_replication(plan, 0, s);
  const std::vector<kit::CollectedResult> list = kit::list_statistics(asked, s, s.estimates() != nullptr, "_sim_");
  kit::Replicates done;
  done.rows.push_back(kit::statistic_values(list, s));
  s.set_frame(keeper.data());
  s.generator() = generator;

  const bool wide = a.wide || plan.file.wide;
  plan.table = [&](const auto& rows) { return kit::replicate_frame(list, rows, {}, wide, s); };
  kit::replicate(plan, list, s, done);
  data::Frame f = plan.table(done.rows);
  f.label = "simulate: " + a.command;
  s.set_frame(std::move(f));
  keeper.leave_data();
  s.r() = Results{};
}

}  // namespace

extern const Command simulate_command = kit::loose_body(
    define<Args>("SIMULate", "Monte Carlo simulations")
        .prefix(&Args::command)
        .anything(&Args::list)
        .integer("Reps", &Args::reps, 1, 1000000000, "number of replications")
        .required("reps")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .text("SAving", &Args::saving, "file of the results: saving(file, replace every(#) double)")
        .integer("dots", &Args::dots, 0, 1000000, "a dot for so many replications")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("DOUble", &Args::wide, "store doubles")
        .flag("noLegend", &Args::no_legend, "accepted")
        .flag("Verbose", &Args::verbose, "accepted")
        .flag("TRace", &Args::trace, "accepted")
        .changes(Effect::data)
        .remark("Every replication starts from the data as they are and draws from a random stream of its own, so its "
                "numbers do not depend on those before it. A replication that fails gives missing values and an x.")
        .example("Means of normal samples",
                 "program m, rclass\ndrop _all\nset obs 20\ngenerate x = rnormal()\nsummarize x\nreturn scalar mean = "
                 "r(mean)\nend\nsimulate mean=r(mean), reps(30) seed(1) nodots: m",
                 "_N == 30 & abs(mean[1]) < 5/sqrt(20)")
        .example("All coefficients", "sysuse auto\nsimulate _b _se, reps(3) nodots: regress price weight",
                 "_b_weight[1] == _b_weight[3] & _se_cons[1] > 0")
        .acts(act));

}  // namespace nqp::commands::simulate_
