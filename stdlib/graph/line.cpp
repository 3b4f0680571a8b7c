// line: the same as twoway line.
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
  kit::Chart chart = kit::read_twoway("line " + a.text, s, page);
  kit::show_chart(std::move(chart), page, s);
}

}  // namespace

extern const Command line_command =
    define<Args>("line", "Lines")
        .raw(&Args::text)
        .changes(Effect::process)
        .example("A line", "sysuse auto\nline mpg weight, sort\ngraph dir", "r(list) == \"Graph\"")
        .example("With options", "sysuse auto\nline mpg weight, sort lpattern(dash) xline(3000) name(g)\ngraph dir", "r(list) == \"g\"")
        .acts(act);

}  // namespace nqp::commands
