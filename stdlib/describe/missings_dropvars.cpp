// missings dropvars: variables without any value go.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::missings_dropvars_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  bool force = false;
};

Output run(const Args& a, const Context& c) {
  if (c.frame.changed && !a.force)
    throw Error(4, "data in memory would be lost", std::nullopt, {"option force drops them all the same"});
  Output out;
  data::Frame f = c.frame;
  std::string dropped;
  for (const std::string& name : a.variables) {
    const data::Column& column = *c.frame.at(name).column;
    bool empty = true;
    for (std::size_t i = 0; i < c.frame.rows && empty; ++i) empty = column.missing_at(i);
    if (!empty || c.frame.rows == 0 || !f.find(name)) continue;
    f.remove(name);
    dropped += (dropped.empty() ? "" : " ") + name;
  }
  out.line(dropped.empty() ? "note: no variables qualify" : "note: " + dropped + " dropped");
  out.r = Results{}.macro("varlist", dropped);
  if (!dropped.empty()) out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command missings_dropvars_command =
    define<Args>("missings dropvars", "Drop variables that are missing throughout")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .flag("force", &Args::force, "although the data have changes that are not saved")
        .no_by()
        .stores({{"r(varlist)", "variables dropped"}})
        .changes(Effect::data | Effect::results)
        .reference("Cox, N. J. (2015). Stata Journal 15, 1174-1185.")
        .example("One empty variable", "sysuse auto\ngenerate e = .\nmissings dropvars, force",
                 "r(varlist) == \"e\" & c(k) == 12")
        .example("Nothing to drop", "sysuse auto\nmissings dropvars price rep78", "c(k) == 12")
        .runs(run);

}  // namespace nqp::commands::missings_dropvars_
