// ritest: randomisation inference, as permute does it.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/replications.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::ritest_ {
namespace {

using namespace command;

struct Args {
  std::string body, command, strata, cluster, saving, density_options;
  int reps = 100;
  std::optional<std::string> seed;
  double level = 0;
  bool left = false, right = false, no_dots = false, force = false, density = false;
};

void act(const Args& a, runtime::Session& s) {
  kit::require_command(a.command, "ritest");
  if (kit::trim(a.body).empty())
    throw Error(100, "ritest needs the treatment and what is compared", std::nullopt,
                {"ritest treat _b[treat], reps(500) cluster(village): regress y treat"});
  std::string options = fmt::format("reps({})", a.reps);
  if (a.seed) options += " seed(" + *a.seed + ")";
  if (!a.strata.empty()) options += " strata(" + a.strata + ")";
  if (!a.cluster.empty()) options += " cluster(" + a.cluster + ")";
  if (!a.saving.empty()) options += " saving(" + a.saving + ")";
  if (a.level > 0) options += fmt::format(" level({})", a.level);
  options += a.left ? " left" : a.right ? " right" : "";
  if (a.no_dots) options += " nodots";
  if (a.density) options += " kdensityplot";
  if (!a.density_options.empty()) options += " kdensityoptions(" + a.density_options + ")";
  s.run_command("permute " + a.body + ", " + options + ": " + a.command);
}

}  // namespace

extern const Command ritest_command = kit::loose_body(
    define<Args>("ritest", "Randomisation inference")
        .prefix(&Args::command)
        .anything(&Args::body)
        .integer("Reps", &Args::reps, 1, 1000000000, "number of reassignments")
        .text("SEed", &Args::seed, "seed of the random numbers")
        .text("STRata", &Args::strata, "reassign within strata")
        .text("CLUSter", &Args::cluster, "reassign whole clusters")
        .text("SAving", &Args::saving, "file of the results")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .flag("left", &Args::left, "count T <= T(obs)")
        .flag("right", &Args::right, "count T >= T(obs)")
        .flag("noDots", &Args::no_dots, "no dots")
        .flag("KDENSITYplot", &Args::density, "draw the density of the results, with a line at the observed one")
        .text("KDENSITYOptions", &Args::density_options, "options of that figure")
        .flag("force", &Args::force, "accepted: the command always runs on the reassigned data")
        .changes(Effect::results)
        .stores({{"r(b)", "observed results"},
                 {"r(c)", "reassignments at least as extreme"},
                 {"r(reps)", "reassignments that gave a result"},
                 {"r(p)", "c/n"},
                 {"r(se)", "standard error of p"},
                 {"r(ci)", "Clopper-Pearson interval of p"}})
        .reference("Hess, S. (2017). Randomization inference with Stata: A guide and software. Stata Journal 17, "
                   "630-651.")
        .remark("The same as permute, whose help has the rest.")
        .example("Whole clusters",
                 "clear\nset obs 80\ngenerate village = ceil(_n/8)\ngenerate byte d = village <= 5\n"
                 "generate y = village/20 + 2*d + mod(7*_n, 5)/10\n"
                 "ritest d _b[d], reps(200) seed(1) cluster(village) nodots: regress y d\nmatrix p = r(p)",
                 "p[1,1] < .05")
        .example("The same draws as permute",
                 "sysuse auto\nritest foreign _b[foreign], reps(50) seed(1) nodots: regress weight foreign\n"
                 "matrix p = r(p)\npermute foreign _b[foreign], reps(50) seed(1) nodots: regress weight foreign\n"
                 "matrix q = r(p)",
                 "p[1,1] == q[1,1]")
        .acts(act));

}  // namespace nqp::commands::ritest_
