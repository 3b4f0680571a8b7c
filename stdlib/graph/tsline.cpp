// tsline: the same as twoway tsline.
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
  kit::Chart chart = kit::read_twoway("tsline " + a.text, s, page);
  kit::show_chart(std::move(chart), page, s);
}

}  // namespace

extern const Command tsline_command =
    define<Args>("tsline", "Time series as lines")
        .raw(&Args::text)
        .changes(Effect::process)
        .example("A series", "set obs 5\ngenerate t = _n\ntsset t\ngenerate y = t^2\ntsline y\ngraph dir", "r(list) == \"Graph\"")
        .example("With options", "set obs 5\ngenerate t = _n\ntsset t\ngenerate y = t^2\ntsline y, name(g)\ngraph dir", "r(list) == \"g\"")
        .acts(act);

}  // namespace nqp::commands
