// update: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::update_ {

using command::Command;

extern const Command update_command =
    kit::accepted("update", "Accepted; nothing is fetched from the network", "update query");

}  // namespace nqp::commands::update_
