#include "stdlib/kit/panel_setting.hpp"

namespace nqp::commands::tsset_ {
using namespace nqp::command;
namespace {

Output run(const kit::PanelArgs& a, const Context& c) { return kit::set_panel(a, c, false); }

Command command() {
  auto d = define<kit::PanelArgs>("tsset", "Declare data to be time-series data");
  return kit::panel_options(d)
      .remark("tsset timevar declares one series, tsset panelvar timevar a panel.")
      .example("One series", "clear\nset obs 4\ngenerate t = 1999 + _n\ngenerate x = _n^2\ntsset t\ngenerate d = D.x",
               "r(tmax) == 2003 & d[2] == 3")
      .example("Monthly", "clear\nset obs 3\ngenerate t = ym(2020, _n)\ntsset t, monthly", "r(tmin) == 720")
      .example("Forget it", "sysuse grunfeld\ntsset firm year\ntsset, clear\ncapture tsset", "_rc == 459")
      .runs(run);
}

}  // namespace

extern const Command tsset_command = command();

}  // namespace nqp::commands::tsset_
