// graph bar and graph box: statistics of variables by groups.
#pragma once

#include <string>

#include "stdlib/kit/twoway.hpp"

namespace nqp::kit {

// "(mean) y1 y2 (sum) y3 [if], over(g) over(h) …". Errors 198, 111.
Chart read_bar_chart(const std::string& text, bool horizontal, runtime::Session& s, Page& page);

// graph dot: the same statistics as dots on the line of their group.
Chart read_dot_chart(const std::string& text, runtime::Session& s, Page& page);

// "y1 y2 [if], over(g)": quartiles, whiskers to 1.5 interquartile ranges, the values outside.
Chart read_box_chart(const std::string& text, bool horizontal, runtime::Session& s, Page& page);

}  // namespace nqp::kit
