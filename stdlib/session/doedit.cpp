// doedit: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::doedit_ {

using command::Command;

extern const Command doedit_command =
    kit::accepted("DOEdit", "Accepted; there is no editor of do-files", "doedit x.do");

}  // namespace nqp::commands::doedit_
