// cls: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::cls_ {

using command::Command;

extern const Command cls_command = kit::accepted("cls", "Accepted; clears the screen elsewhere", "cls");

}  // namespace nqp::commands::cls_
