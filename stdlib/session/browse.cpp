// browse: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::browse_ {

using command::Command;

extern const Command browse_command = kit::accepted("BRowse", "Accepted; there is no data browser, see list", "browse");

}  // namespace nqp::commands::browse_
