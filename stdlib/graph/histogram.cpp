// histogram: the same as twoway histogram.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/twoway.hpp"

namespace nqp::commands::histogram_ {
namespace {

using namespace command;

constexpr char type[] = "histogram";

}  // namespace

extern const Command histogram_command =
    define<kit::PlotArgs>("HISTogram", "Histograms")
        .raw(&kit::PlotArgs::text)
        .changes(Effect::process)
        .example("Densities", "sysuse auto\nhistogram mpg\ngraph dir", "r(list) == \"Graph\"")
        .example("With options", "sysuse auto\nhistogram mpg, bin(10) percent name(g)\ngraph dir", "r(list) == \"g\"")
        .acts(kit::draw_plot<type>);

}  // namespace nqp::commands::histogram_
