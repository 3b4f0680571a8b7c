// pwf: which frame is current.
#include "stdlib/kit/frames.hpp"

#include "interpreter/command/definition.hpp"

namespace nqp::commands::pwf_ {
namespace {

using namespace nqp::command;

struct Args {};

void act(const Args&, runtime::Session& s) { kit::show_current_frame(s); }

}  // namespace

extern const Command pwf_command =
    define<Args>("pwf", "Name the current frame")
        .no_by()
        .stores({{"r(currentframe)", "its name"}})
        .example("The first frame", "pwf", "r(currentframe) == \"default\"")
        .example("Another one", "frame create b\ncwf b\npwf", "r(currentframe) == \"b\" & c(frame) == \"b\"")
        .acts(act);

}  // namespace nqp::commands::pwf_
