// preserve: keeps the data to come back to.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::preserve_ {
namespace {

using namespace nqp::command;

struct Args {
  bool changed = false;
};

void act(const Args&, runtime::Session& s) { s.preserve(); }

}  // namespace

extern const Command preserve_command =
    define<Args>("preserve", "Keep the data to come back to")
        .flag("changed", &Args::changed, "accepted for compatibility")
        .remark("Costs nothing: columns are shared until they change. A program's data come back when it ends.")
        .example("A detour", "set obs 3\npreserve\ndrop in 1\nrestore\nscalar n = _N", "n == 3")
        .example("Twice is an error", "set obs 1\npreserve\ncapture preserve\nscalar rc = _rc\nrestore", "rc == 621")
        .acts(act);

}  // namespace nqp::commands::preserve_
