// How a command line is shown as it runs.
#pragma once

#include <string>
#include <string_view>

namespace nqp::report {

// ". command"; further lines of it begin with "> ". Starts on a fresh line and ends one; `column` becomes 0.
std::string echo_text(std::string_view command, int& column);

}  // namespace nqp::report
