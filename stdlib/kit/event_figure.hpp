// The figures of difference-in-differences estimators: effects by time since treatment, by cohort or by period.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/command/output.hpp"
#include "stdlib/kit/chart.hpp"

namespace nqp::kit {

struct PlottedEffect {
  double at = 0, b = 0, low = 0, high = 0;  // limits `.` where there is no error
};

enum class IntervalStyle { caps, spikes, area, bars };

struct EffectChart {
  std::vector<PlottedEffect> effects;       // ascending in `at`
  bool relative = true;                     // `at` is time since treatment: effects before it look different
  double start = -0.5;                      // where the dashed line of a relative chart stands
  bool two_colours = false;
  std::string x_title = "Periods since treatment", y_title;
  IntervalStyle style = IntervalStyle::caps;
  double level = 95;
};

// Zero line, dashed line before treatment, intervals and points. `marks` receives the layers that options of marks
// change.
Chart effect_chart(const EffectChart& e, std::vector<std::size_t>& marks);

// Rows of e(event).
std::vector<PlottedEffect> plotted_events(const eval::Matrix& event);

// Effects by their names in b: Tm2 … Tp3 (event), G2004 … (group), T2004 … (calendar). V a matrix or a row of
// variances; df 0 for normal limits.
struct EffectSeries {
  std::string agg = "event";
  double level = 95, df = 0;
  bool uniform = false;                     // limits are a band over all rows
};
std::vector<PlottedEffect> named_effects(const eval::Matrix& b, const eval::Matrix& V, const EffectSeries& s);
// The same from e(cband): b se t ll ul by row.
std::vector<PlottedEffect> banded_effects(const eval::Matrix& band, const EffectSeries& s);

// What csdid_plot, did and eventstudy draw: effects with titles for their kind.
EffectChart titled_effects(std::vector<PlottedEffect> effects, const EffectSeries& s);

// Members of an Args struct for commands that draw.
struct FigureWish {
  bool graph = false, no_graph = false;
  std::string graph_options;
  bool wanted() const { return graph || !graph_options.empty(); }
};

// The figure of the effects that an estimation reports, added to its report: by e(event), else by the names in e(b).
// Nothing where e(agg) has one number. `start`: where the dashed line stands.
void add_effect_figure(command::Output& out, const std::string& options, double level, const command::Context& c,
                       double start = -0.5);

}  // namespace nqp::kit
