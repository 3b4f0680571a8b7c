// adopath: accepted so that do-files written elsewhere run; there is nothing to do.
#include "stdlib/kit/accepted.hpp"

namespace nqp::commands::adopath_ {

using command::Command;

extern const Command adopath_command = kit::accepted("adopath", "Accepted; programs are found in the working folder", "adopath");

}  // namespace nqp::commands::adopath_
