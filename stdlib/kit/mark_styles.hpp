// Colours, widths, sizes and symbols by the names that the language has for them.
#pragma once

#include <string>

#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

// "red", "red%50", "navy*.6", "gs8", "255 0 0", "#1a476f". Error 198 for a name that is none.
report::Colour named_colour(std::string text);

double line_width(const std::string& text);     // points
// "medsmall", "3" (percent of the page's shorter side), "*1.2", "12pt": points.
double text_points(const std::string& text, double usual);
report::Colour paler(report::Colour c, double strength);  // 1: as it is, 0: white
double symbol_size(const std::string& text);    // radius in points
Symbol symbol_named(const std::string& full);   // circles for names that are none
double symbol_shrinkage(const std::string& full);  // less than 1 for small symbols and points

}  // namespace nqp::kit
