// Text broken into lines of limited display width.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nqp::kit {

// Breaks at blanks, or inside words that are longer than a line. At least one line.
std::vector<std::string> wrapped_lines(std::string_view text, std::size_t width);

}  // namespace nqp::kit
