// shellout: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::shellout_ {

using command::Command;

extern const Command shellout_command =
    kit::accepted("shellout", "Accepted; opens files elsewhere", "shellout using table.doc");

}  // namespace nqp::commands::shellout_
