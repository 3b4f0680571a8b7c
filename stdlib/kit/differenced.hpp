// An equation in first differences.
#pragma once

#include "stdlib/kit/instruments.hpp"

namespace nqp::kit {

// D. in front of every variable. Error 198 for factor variables and interactions.
InstrumentedEquation differenced(InstrumentedEquation q, const command::Context& c);

}  // namespace nqp::kit
