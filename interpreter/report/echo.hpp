// How a command line is shown as it runs.
#pragma once

#include <string>
#include <string_view>

namespace nqp::report {

// ". command"; lines it goes on in begin with "> ", those inside a loop, a program or input with their number, those of
// if and else with ". " as comments do. Starts on a fresh line and ends one; `column` becomes 0.
std::string echo_text(std::string_view command, int& column);

}  // namespace nqp::report
