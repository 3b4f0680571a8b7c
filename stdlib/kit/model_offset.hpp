// The offset of the last estimates, as e(offset) names it.
#pragma once

#include <vector>

#include "interpreter/command/context.hpp"

namespace nqp::kit {

// Adds e(offset), "v" or "ln(v)", to a value for every row of the frame; a row that misses it gets `.`.
void add_offset(const command::Results& e, std::vector<double>& index, const command::Context& c);

}  // namespace nqp::kit
