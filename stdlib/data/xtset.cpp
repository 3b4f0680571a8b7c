#include "stdlib/kit/panel_setting.hpp"

namespace nqp::commands::xtset_ {
using namespace nqp::command;
namespace {

Output run(const kit::PanelArgs& a, const Context& c) { return kit::set_panel(a, c, true); }

Command command() {
  auto d = define<kit::PanelArgs>("xtset", "Declare data to be panel data");
  return kit::panel_options(d)
      .remark(
          "The data are sorted by panel and time. Time-series operators refer to time values: after a gap the lag "
          "is missing. A panel variable must be numeric; egen id = group(name) makes one of strings.")
      .example("Firms and years", "sysuse grunfeld\nxtset firm year, yearly", "r(tmin) == 1935 & r(imax) == 10")
      .example("Report", "sysuse grunfeld\nxtset firm year\nxtset", "r(gaps) == 0 & r(tdelta) == 1")
      .example("Only panels", "sysuse grunfeld\nxtset firm", "r(imin) == 1")
      .example("Two-year periods",
               "sysuse grunfeld\nkeep if mod(year, 2)\nxtset firm year, delta(2)\ngenerate double l = L.invest",
               "missing(l[1]) & l[2] == invest[1]")
      .runs(run);
}

}  // namespace

extern const Command xtset_command = command();

}  // namespace nqp::commands::xtset_
