// view: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::view_ {

using command::Command;

extern const Command view_command =
    kit::accepted("view", "Accepted; there is no viewer, see help and type", "view browse");

}  // namespace nqp::commands::view_
