// histogram: the same as twoway histogram.
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
  kit::Chart chart = kit::read_twoway("histogram " + a.text, s, page);
  kit::show_chart(std::move(chart), page, s);
}

}  // namespace

extern const Command histogram_command =
    define<Args>("HISTogram", "Histograms")
        .raw(&Args::text)
        .changes(Effect::process)
        .example("Densities", "sysuse auto\nhistogram mpg\ngraph dir", "r(list) == \"Graph\"")
        .example("With options", "sysuse auto\nhistogram mpg, bin(10) percent name(g)\ngraph dir", "r(list) == \"g\"")
        .acts(act);

}  // namespace nqp::commands
