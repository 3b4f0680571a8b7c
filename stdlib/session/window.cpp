// window: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::window_ {

using command::Command;

extern const Command window_command =
    kit::accepted("WINdow", "Accepted; there are no windows", "window manage minimize");

}  // namespace nqp::commands::window_
