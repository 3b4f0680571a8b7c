// graph matrix: every variable against every other.
#pragma once

#include <string>

#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

// "y1 y2 y3 … [if], half …": the plots and the names of the variables on the diagonal; options of marks and figures.
// Draws it and keeps it. Errors 102 with one variable, 198, 109, 111, 2000.
void draw_scatter_matrix(const std::string& text, runtime::Session& s);

}  // namespace nqp::kit
