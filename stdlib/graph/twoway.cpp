// twoway: plots over a pair of axes.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::commands {
namespace {

using namespace command;

struct Args {
  std::string text;
};

void act(const Args& a, runtime::Session& s) {
  kit::Page page;
  kit::Chart chart = kit::read_twoway(a.text, s, page);
  kit::show_chart(std::move(chart), page, s);
}

}  // namespace

extern const Command twoway_command =
    define<Args>("TWoway", "Plots over a pair of axes")
        .raw(&Args::text)
        .alias("tw")
        .changes(Effect::process)
        .remark("Plot types: scatter line connected area bar spike dropline rcap rspike rbar rarea rline lfit qfit lfitci "
                "kdensity histogram function scatteri tsline. graph export writes the figure.")
        .example("Points and a line", "sysuse auto\ntwoway (scatter mpg weight) (lfit mpg weight), title(\"Mileage\")\ngraph dir",
                 "r(list) == \"Graph\"")
        .example("Plots apart by bars, written to a file",
                 "sysuse auto\ntempfile f\ntwoway scatter mpg weight || qfit mpg weight ||, xline(3000) name(g1, replace)\n"
                 "graph export `f'.svg, replace\nscalar there = fileexists(\"`f'.svg\")", "there == 1")
        .acts(act);

}  // namespace nqp::commands
