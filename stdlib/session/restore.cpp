// restore: brings preserved data back.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::restore_ {
namespace {

using namespace nqp::command;

struct Args {
  bool discard = false, keep = false;
};

void act(const Args& a, runtime::Session& s) { s.restore(a.keep, a.discard); }

}  // namespace

extern const Command restore_command =
    define<Args>("restore", "Bring preserved data back")
        .flag("not", &Args::discard, "forget the preserved data and keep the present ones")
        .flag("preserve", &Args::keep, "keep them preserved as well")
        .example("Keep the changes", "set obs 3\npreserve\ndrop in 1\nrestore, not\nscalar n = _N", "n == 2")
        .example("Nothing to restore", "capture restore\nscalar rc = _rc", "rc == 622")
        .example("Come back twice",
                 "set obs 3\npreserve\ndrop in 1\nrestore, preserve\ndrop in 1\nrestore\nscalar n = _N", "n == 3")
        .acts(act);

}  // namespace nqp::commands::restore_
