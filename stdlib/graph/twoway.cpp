// twoway: plots over a pair of axes.
#include "stdlib/kit/twoway.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::twoway_ {
namespace {

using namespace command;

void act(const kit::PlotArgs& a, runtime::Session& s) { kit::draw_twoway(a.text, s); }

}  // namespace

extern const Command twoway_command =
    define<kit::PlotArgs>("TWoway", "Plots over a pair of axes")
        .raw(&kit::PlotArgs::text)
        .alias("tw")
        .changes(Effect::process)
        .remark(
            "Plot types: scatter line connected area bar spike dropline rcap rspike rbar rarea rline lfit qfit lfitci "
            "kdensity histogram function scatteri tsline. graph export writes the figure.")
        .example("Points and a line",
                 "sysuse auto\ntwoway (scatter mpg weight) (lfit mpg weight), title(\"Mileage\")\ngraph dir",
                 "r(list) == \"Graph\"")
        .example(
            "Plots apart by bars, written to a file",
            "sysuse auto\ntempfile f\ntwoway scatter mpg weight || qfit mpg weight ||, xline(3000) name(g1, replace)\n"
            "graph export `f'.svg, replace\nscalar there = fileexists(\"`f'.svg\")",
            "there == 1")
        .acts(act);

}  // namespace nqp::commands::twoway_
