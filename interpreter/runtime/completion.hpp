// What the tab key offers at the prompt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "interpreter/host/host.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {

struct Completion {
  std::string addition;                 // what all choices have in common behind what is typed
  std::vector<std::string> choices;     // whole words; one: the addition ends it with a blank or a quote
};

// For the text up to the cursor: commands and programs where a command may stand, macros behind ` and $, files inside
// quotes, options behind the comma of a command, variables elsewhere.
Completion complete(std::string_view line, Session& session, host::Host& host);

}  // namespace nqp::runtime
