// The charts behind the figures of a session, so that a page of several may draw them in the shape of its cells.
#pragma once

#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

// `scene` is the chart as drawn. The last few dozen charts are kept.
void remember_chart(const report::Scene& scene, const Chart& chart, runtime::Session& s);

// The chart behind a figure; null when it is not known.
const Chart* chart_of(const report::Scene& scene, runtime::Session& s);

}  // namespace nqp::kit
