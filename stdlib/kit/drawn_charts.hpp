// The charts behind the figures of a session, so that a page of several may draw them in the shape of its cells.
#pragma once

#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

// `scene` is the chart as drawn. The last few dozen charts are kept.
void remember_chart(const report::Scene& scene, const Chart& chart, runtime::Session& s);

// The figure drawn anew, as much wider or taller as a cell of this shape needs and never smaller; as it is when its
// chart is not known.
report::Scene in_shape_of(const report::Scene& scene, double width, double height, runtime::Session& s);

}  // namespace nqp::kit
