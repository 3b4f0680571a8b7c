// edit: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::edit_ {

using command::Command;

extern const Command edit_command =
    kit::accepted("EDit", "Accepted; there is no data editor, see replace and list", "edit");

}  // namespace nqp::commands::edit_
