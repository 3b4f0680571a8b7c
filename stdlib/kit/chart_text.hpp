// Texts of a chart that have to fit into the room there is.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

// Lines end with a newline. What is little too wide is set smaller; what is far too wide goes over several lines.
// `size` in points is changed.
std::vector<std::string> fitted_lines(const std::string& text, double& size, double width, bool bold);

// A text with the colour that is asked for.
void put_text(report::Scene& scene, report::Point at, const std::string& text, double size, const TextLook& look,
              report::Anchor anchor = report::Anchor::start, double angle = 0, bool bold = false);

// The lines of the title of an axis; `at` is the baseline of the first one, or of the last one of a turned title.
void put_axis_title(report::Scene& scene, report::Point at, const Axis& a, double room, double angle);
double axis_title_room(const Axis& a);  // with the gap beside it; 0 without a title

// Title, subtitle, caption and note above and below; `top` and `bottom` move inwards.
void put_headings(report::Scene& scene, const Chart& c, double& top, double& bottom);

}  // namespace nqp::kit
