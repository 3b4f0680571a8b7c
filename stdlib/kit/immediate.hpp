// Arguments of immediate commands: numbers and parenthesised expressions in a row.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// "24 62.6 (1/3) -2" → values. Error 198 for anything that is not a number.
std::vector<double> immediate_numbers(const std::string& text, const command::Context& c);

}  // namespace nqp::kit
