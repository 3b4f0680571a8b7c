// line: the same as twoway line.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::commands::line_ {
namespace {

using namespace command;

constexpr char type[] = "line";

}  // namespace

extern const Command line_command =
    define<kit::PlotArgs>("line", "Lines")
        .raw(&kit::PlotArgs::text)
        .changes(Effect::process)
        .example("A line", "sysuse auto\nline mpg weight, sort\ngraph dir", "r(list) == \"Graph\"")
        .example("With options", "sysuse auto\nline mpg weight, sort lpattern(dash) xline(3000) name(g)\ngraph dir",
                 "r(list) == \"g\"")
        .acts(kit::draw_plot<type>);

}  // namespace nqp::commands::line_
