// python: not supported; says what to use instead.
#include "stdlib/kit/other_language.hpp"

namespace nqp::commands::python_ {

extern const command::Command python_command = kit::other_language("python", "Not supported: another language");

}  // namespace nqp::commands::python_
