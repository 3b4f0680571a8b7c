// mata and python: languages that are not part of nqp.
#pragma once

#include "interpreter/command/command.hpp"

namespace nqp::kit {

// A command that stops with r(199) and says what to use instead; clearing such a language's memory is accepted.
command::Command other_language(const char* name, const char* title);

}  // namespace nqp::kit
