// missings dropobs: observations without any value go.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::missings_dropobs_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  bool force = false;
};

Output run(const Args& a, const Context& c) {
  if (c.frame.changed && !a.force)
    throw Error(4, "data in memory would be lost", std::nullopt, {"option force drops them all the same"});
  std::vector<std::uint8_t> keep(c.frame.rows, 1);
  std::size_t dropped = 0;
  for (const data::Row row : c.rows(a.sample)) {
    bool empty = !a.variables.empty();
    for (const std::string& name : a.variables) empty = empty && c.frame.at(name).column->missing_at(row);
    if (empty) keep[row] = 0, ++dropped;
  }
  Output out;
  out.line(kit::count_of(dropped, "observation deleted", "observations deleted"));
  out.r = Results{}.scalar("n_dropped", static_cast<double>(dropped));
  if (dropped > 0) out.frame = data::keep_rows(c.frame, keep);
  return out;
}

}  // namespace

extern const Command missings_dropobs_command =
    define<Args>("missings dropobs", "Drop observations that are missing throughout")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("force", &Args::force, "although the data have changes that are not saved")
        .no_by()
        .stores({{"r(n_dropped)", "observations dropped"}})
        .changes(Effect::data | Effect::results)
        .reference("Cox, N. J. (2015). Stata Journal 15, 1174-1185.")
        .example("Missing in the variables named", "sysuse auto\nmissings dropobs rep78, force",
                 "_N == 69 & r(n_dropped) == 5")
        .example("Missing in all variables", "clear\ninput x y\n1 .\n. .\n. 2\nend\nmissings dropobs, force", "_N == 2")
        .runs(run);

}  // namespace nqp::commands::missings_dropobs_
