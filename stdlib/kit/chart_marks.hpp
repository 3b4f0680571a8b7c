// Drawing the layers of a chart: points, lines, bars, areas, spikes and caps.
#pragma once

#include <functional>

#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

// Sizes of texts and distances in points, shared by all parts of a chart.
namespace chart_size {
inline constexpr double title = 13, axis = 10, tick = 9, note = 8, margin = 10, tick_length = 4;
}

// Where the value (x, y) of a layer lies on the page.
using PlaceOf = std::function<report::Point(const Layer& l, double x, double y)>;

void draw_layer(const Layer& l, const PlaceOf& place, report::Scene& scene, std::size_t clip);

// What stands at or in the bars of a layer, if anything; drawn when all layers are, so that no bar covers it.
void draw_bar_labels(const Layer& l, const PlaceOf& place, report::Scene& scene);

// The sign of a layer in a legend, `width` wide, its left end at `at`.
void draw_layer_key(const Layer& l, report::Point at, double width, report::Scene& scene);

}  // namespace nqp::kit
