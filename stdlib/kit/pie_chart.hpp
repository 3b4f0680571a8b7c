// graph pie: shares of a whole.
#pragma once

#include <string>

#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

// "y1 y2 [if], options" (sums of the variables), "y, over(g)" (sums of y by groups), ", over(g)" (numbers of
// observations). Options: missing sort descending plabel(_all|# percent|sum|name) pie(#, color() explode) and those of
// figures. Draws it and keeps it. Errors 198, 111, 2000, 411 for a negative slice.
void draw_pie(const std::string& text, runtime::Session& s);

}  // namespace nqp::kit
