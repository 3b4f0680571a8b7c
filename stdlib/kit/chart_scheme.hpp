// Schemes: colours of series, grid, box and the place of the legend by the name of a scheme.
#pragma once

#include <string>

#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

// s1mono, s1color, plotplain, white_tableau, stcolor …; names that are none change nothing. What was asked for stays.
void apply_scheme(Chart& c, const std::string& scheme);

}  // namespace nqp::kit
