// discard: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::discard_ {

using command::Command;

extern const Command discard_command = kit::accepted("discard", "Accepted; programs are never cached", "discard");

}  // namespace nqp::commands::discard_
