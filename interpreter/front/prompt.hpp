// The interactive prompt: line editing, history, blocks over several lines, Ctrl-C that stops a command only.
#pragma once

#include "interpreter/host/host.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::front {

// Returns the exit code: 0 after Ctrl-D or exit.
int run_prompt(runtime::Session& session, host::Host& host);

}  // namespace nqp::front
