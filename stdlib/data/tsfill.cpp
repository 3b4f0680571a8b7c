#include <algorithm>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::tsfill_ {
using namespace nqp::command;
namespace {

struct Args {
  bool full = false;
};

Output run(const Args& a, const Context& c) {
  const kit::Panel p = kit::panel_of(c, true);
  const double delta = p.declared.delta;
  double first = data::missing, last = -data::missing;
  for (const auto& rows : p.rows) {
    first = std::min(first, p.time[rows.front()]);
    last = std::max(last, p.time[rows.back()]);
  }
  double total = 0;
  for (const auto& rows : p.rows)
    total += a.full ? (last - first) / delta + 1 : (p.time[rows.back()] - p.time[rows.front()]) / delta + 1;
  kit::require_room(c.frame, total);
  std::vector<double> ids, times;
  for (std::size_t k = 0; k < p.rows.size(); ++k) {
    const auto& rows = p.rows[k];
    double expected = a.full ? first : p.time[rows.front()];
    const auto until = [&](double time) {
      for (; expected < time - delta * 1e-6; expected += delta) ids.push_back(p.ids[k]), times.push_back(expected);
    };
    for (const data::Row i : rows) {
      until(p.time[i]);
      expected = p.time[i] + delta;
    }
    if (a.full) until(last + delta);
  }
  Output out;
  if (!times.empty()) out.frame = kit::add_periods(c, p, ids, times);
  out.line(kit::count_of(times.size(), "observation created", "observations created"));
  return out;
}

}  // namespace

extern const Command tsfill_command =
    define<Args>("tsfill", "Add observations for the periods that are missing")
        .flag("Full", &Args::full, "from the first to the last period of all panels")
        .no_by()
        .changes(Effect::data)
        .example("Gaps", "clear\ninput id t x\n1 1 5\n1 3 6\n2 2 7\nend\nxtset id t\ntsfill",
                 "_N == 4 & t[2] == 2 & missing(x[2])")
        .example("A rectangle", "clear\ninput id t x\n1 1 5\n1 3 6\n2 2 7\nend\nxtset id t\ntsfill, full",
                 "_N == 6 & id[6] == 2")
        .runs(run);

}  // namespace nqp::commands::tsfill_
