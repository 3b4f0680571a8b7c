// Texts of a chart that have to fit into the room there is.
#pragma once

#include <string>
#include <vector>

namespace nqp::kit {

// What is little too wide is set smaller; what is far too wide goes over several lines. `size` in points is changed.
std::vector<std::string> fitted_lines(const std::string& text, double& size, double width, bool bold);

}  // namespace nqp::kit
