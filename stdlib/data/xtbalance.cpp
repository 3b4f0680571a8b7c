#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::xtbalance_ {
using namespace nqp::command;
namespace {

struct Args {
  std::vector<double> range;
  std::string missing;
};

Output run(const Args& a, const Context& c) {
  if (a.range.size() != 2 || a.range[0] > a.range[1]) throw Error(198, "range() takes the first and the last period");
  const kit::Panel p = kit::panel_of(c, true);
  const Variables complete = a.missing.empty() ? Variables{} : resolve_variables(a.missing, c);
  const double periods = std::floor((a.range[1] - a.range[0]) / p.declared.delta + 1e-6) + 1;
  std::vector<std::uint8_t> keep(c.frame.rows, 0);
  for (const auto& rows : p.rows) {
    double n = 0;
    for (const data::Row i : rows) {
      bool whole = p.time[i] >= a.range[0] && p.time[i] <= a.range[1];
      for (const std::string& v : complete) whole = whole && !c.frame.at(v).column->missing_at(i);
      n += whole ? 1 : 0;
    }
    if (n < periods) continue;
    for (const data::Row i : rows) keep[i] = p.time[i] >= a.range[0] && p.time[i] <= a.range[1] ? 1 : 0;
  }
  std::size_t gone = 0;
  for (const std::uint8_t k : keep) gone += k ? 0u : 1u;
  Output out;
  out.frame = data::keep_rows(c.frame, keep);
  out.line(kit::count_of(gone, "observation deleted", "observations deleted"));
  return out;
}

}  // namespace

extern const Command xtbalance_command =
    define<Args>("xtbalance", "Keep the panels that are observed in every period")
        .numbers("Range", &Args::range, "first and last period")
        .text("Miss", &Args::missing, "variables that must not be missing either, or _all")
        .required("range")
        .no_by()
        .changes(Effect::data)
        .reference("After xtbalance by Lian Yujun (SSC)")
        .example("Complete panels", "clear\ninput id t x\n1 1 5\n1 2 6\n2 2 7\nend\nxtset id t\nxtbalance, range(1 2)",
                 "_N == 2 & id[2] == 1")
        .example("With values",
                 "clear\ninput id t x\n1 1 5\n1 2 .\n2 1 7\n2 2 7\nend\nxtset id t\nxtbalance, range(1 2) miss(_all)",
                 "_N == 2 & id[1] == 2")
        .runs(run);

}  // namespace nqp::commands::xtbalance_
