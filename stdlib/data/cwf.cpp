// cwf: go to another frame.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::cwf_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string name;
};

void act(const Args& a, runtime::Session& s) {
  if (a.name.empty()) throw Error(198, "cwf needs the name of a frame");
  s.change_frame(a.name);
}

}  // namespace

extern const Command cwf_command =
    define<Args>("cwf", "Go to another frame")
        .anything(&Args::name)
        .no_by()
        .example("There and back", "set obs 2\nframe create b\ncwf b\nset obs 5\ncwf default", "_N == 2")
        .example("A frame that does not exist", "capture cwf nowhere\nscalar rc = _rc", "rc == 111")
        .acts(act);

}  // namespace nqp::commands::cwf_
