// mata: not supported; says what to use instead.
#include "stdlib/kit/other_language.hpp"

namespace nqp::commands::mata_ {

extern const command::Command mata_command = kit::other_language("mata", "Not supported: another language");

}  // namespace nqp::commands::mata_
