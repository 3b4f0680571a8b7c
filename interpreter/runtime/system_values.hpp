// c(): what the system tells about itself.
#pragma once

#include <string_view>

#include "interpreter/eval/scope.hpp"

namespace nqp::runtime {

class Session;

eval::Stored system_value(std::string_view name, const Session& session);

}  // namespace nqp::runtime
