// more: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::more_ {

using command::Command;

extern const Command more_command = kit::accepted("more", "Accepted; output never waits", "more");

}  // namespace nqp::commands::more_
