// tsline: the same as twoway tsline.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::commands::tsline_ {
namespace {

using namespace command;

constexpr char type[] = "tsline";

}  // namespace

extern const Command tsline_command =
    define<kit::PlotArgs>("tsline", "Time series as lines")
        .raw(&kit::PlotArgs::text)
        .changes(Effect::process)
        .example("A series", "set obs 5\ngenerate t = _n\ntsset t\ngenerate y = t^2\ntsline y\ngraph dir",
                 "r(list) == \"Graph\"")
        .example("With options", "set obs 5\ngenerate t = _n\ntsset t\ngenerate y = t^2\ntsline y, name(g)\ngraph dir",
                 "r(list) == \"g\"")
        .acts(kit::draw_plot<type>);

}  // namespace nqp::commands::tsline_
