// pause: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands {

using command::Command;

extern const Command pause_command = kit::accepted("pause", "Accepted; nothing is interrupted", "pause off");

}  // namespace nqp::commands
