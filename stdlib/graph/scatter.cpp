// scatter: the same as twoway scatter.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::commands::scatter_ {
namespace {

using namespace command;

constexpr char type[] = "scatter";

}  // namespace

extern const Command scatter_command =
    define<kit::PlotArgs>("scatter", "Points")
        .alias("sc")
        .raw(&kit::PlotArgs::text)
        .changes(Effect::process)
        .example("Points", "sysuse auto\nscatter mpg weight\ngraph dir", "r(list) == \"Graph\"")
        .example("With options", "sysuse auto\nscatter mpg price weight, msymbol(D Oh) name(g) legend(off)\ngraph dir",
                 "r(list) == \"g\"")
        .acts(kit::draw_plot<type>);

}  // namespace nqp::commands::scatter_
