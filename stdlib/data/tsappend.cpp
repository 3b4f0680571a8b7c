#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::commands::tsappend_ {
using namespace nqp::command;
namespace {

struct Args {
  int add = 0;
  std::string last, time_format, panel;
};

Output run(const Args& a, const Context& c) {
  const kit::Panel p = kit::panel_of(c, true);
  if (a.add == 0 && a.last.empty()) throw Error(198, "tsappend needs add() or last()");
  const double end =
      a.last.empty() ? data::missing : eval::evaluate_number(*grammar::parse_expression(a.last), c.scope);
  const double only =
      a.panel.empty() ? data::missing : eval::evaluate_number(*grammar::parse_expression(a.panel), c.scope);
  if (!a.panel.empty() && std::find(p.ids.begin(), p.ids.end(), only) == p.ids.end())
    throw Error(198, "panel(" + a.panel + "): there is no such panel");
  std::vector<double> ids, times;
  for (std::size_t k = 0; k < p.rows.size(); ++k) {
    if (!a.panel.empty() && p.ids[k] != only) continue;
    double time = p.time[p.rows[k].back()];
    for (int n = 0; a.last.empty() ? n < a.add : time < end; ++n) {
      time += p.declared.delta;
      ids.push_back(p.ids[k]);
      times.push_back(time);
    }
  }
  Output out;
  if (!times.empty()) out.frame = kit::add_periods(c, p, ids, times);
  out.line(kit::count_of(times.size(), "observation created", "observations created"));
  out.r = Results{}.scalar("add", a.add);
  return out;
}

}  // namespace

extern const Command tsappend_command =
    define<Args>("tsappend", "Add periods at the end of every series")
        .integer("add", &Args::add, 1, 1 << 30, "number of periods")
        .text("last", &Args::last, "last period, an expression such as tm(2020m12)")
        .text("tsfmt", &Args::time_format, "accepted; last() is an expression")
        .text("panel", &Args::panel, "only this panel")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(add)", "periods added"}})
        .example("Two more years", "sysuse grunfeld\nxtset firm year\ntsappend, add(2)", "_N == 220 & year[22] == 1956")
        .example("One panel", "sysuse grunfeld\nxtset firm year, noquery\ntsappend, add(1) panel(3)", "_N == 201")
        .example("Until a period", "clear\nset obs 3\ngenerate t = _n\ntsset t\ntsappend, last(5) tsfmt(%tg)",
                 "_N == 5 & t[5] == 5")
        .runs(run);

}  // namespace nqp::commands::tsappend_
