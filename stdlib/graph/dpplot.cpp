// dpplot: the density of a variable as a figure, as placebo tests show their draws.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::commands::dpplot_ {
namespace {

using namespace command;

constexpr char type[] = "kdensity";

}  // namespace

extern const Command dpplot_command =
    define<kit::PlotArgs>("dpplot", "Density of a variable")
        .raw(&kit::PlotArgs::text)
        .changes(Effect::process)
        .remark("The kernel density of twoway kdensity; options of twoway figures apply.")
        .example("Placebo draws", "clear\nset obs 200\nset seed 1\ngenerate b = rnormal()\n"
                 "dpplot b, xline(2.5, lpattern(dash)) xtitle(\"Estimate\")\ngraph dir", "r(list) == \"Graph\"")
        .example("With if and a name", "sysuse auto\ndpplot price if foreign, name(g)\ngraph dir", "r(list) == \"g\"")
        .acts(kit::draw_plot<type>);

}  // namespace nqp::commands::dpplot_
