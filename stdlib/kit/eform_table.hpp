// r(table) as the coefficients are shown.
#pragma once

#include "stdlib/kit/display.hpp"

namespace nqp::kit {

// Exponentiated where the options ask for it: of the estimates that `out` files.
void exponentiate_table(const DisplayOptions& o, const command::Context& c, command::Output& out);

}  // namespace nqp::kit
