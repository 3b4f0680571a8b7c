// scatter: the same as twoway scatter.
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
  kit::Chart chart = kit::read_twoway("scatter " + a.text, s, page);
  kit::show_chart(std::move(chart), page, s);
}

}  // namespace

extern const Command scatter_command =
    define<Args>("SCatter", "Points")
        .raw(&Args::text)
        .changes(Effect::process)
        .example("Points", "sysuse auto\nscatter mpg weight\ngraph dir", "r(list) == \"Graph\"")
        .example("With options", "sysuse auto\nscatter mpg price weight, msymbol(D Oh) name(g) legend(off)\ngraph dir", "r(list) == \"g\"")
        .acts(act);

}  // namespace nqp::commands
