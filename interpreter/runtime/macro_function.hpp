// Extended macro functions: what stands behind the colon of `local x : …`.
#pragma once

#include <string>

namespace nqp::runtime {

class Session;

// Error 198 for an unknown function.
std::string macro_function(const std::string& text, Session& session);

}  // namespace nqp::runtime
