#include "stdlib/kit/event_figure.hpp"

#include <algorithm>
#include <cmath>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {
namespace {

// One tick a period while they fit.
void period_ticks(const std::vector<PlottedEffect>& effects, Axis& a) {
  if (effects.empty()) return;
  const double low = effects.front().at, high = effects.back().at;
  const bool whole = std::all_of(effects.begin(), effects.end(),
                                 [](const PlottedEffect& e) { return e.at == std::floor(e.at); });
  if (!whole || high - low > 14) return;
  if (high > 1000 && effects.size() < 8) {  // cohorts may be years apart
    for (const PlottedEffect& e : effects) a.ticks.emplace_back(e.at, text::macro_number(e.at));
    return;
  }
  const double step = high > 1000 && high - low > 7 ? 2 : 1;
  for (double t = low; t <= high; t += step) a.ticks.emplace_back(t, text::macro_number(t));
}

Mark interval_mark(IntervalStyle s) {
  return s == IntervalStyle::caps     ? Mark::range_caps
         : s == IntervalStyle::spikes ? Mark::range_spikes
         : s == IntervalStyle::area   ? Mark::range_area
                                      : Mark::range_bars;
}

void add_effects(const EffectChart& e, bool before, bool all, Chart& chart) {
  Layer ranges, points;
  ranges.mark = interval_mark(e.style);
  points.pen.colour = ranges.pen.colour = ranges.fill = series_colour(all || !before ? 0 : 1);
  ranges.pen.width = 1.1;
  if (e.style == IntervalStyle::area || e.style == IntervalStyle::bars)
    ranges.fill.opacity = 0.25, ranges.pen.width = 0;
  ranges.width = 0.5;
  points.symbol = before && !all ? Symbol::hollow_circle : Symbol::circle;
  points.mark = e.style == IntervalStyle::area ? Mark::connected : Mark::points;
  for (const PlottedEffect& p : e.effects) {
    if (!all && (p.at < 0) != before) continue;
    ranges.x.push_back(p.at), ranges.y.push_back(p.low), ranges.high.push_back(p.high);
    points.x.push_back(p.at), points.y.push_back(p.b);
  }
  points.label = all ? "Estimate" : before ? "Before treatment" : "After treatment";
  ranges.label = all ? text::macro_number(e.level) + "% CI" : "";
  chart.layers.push_back(std::move(ranges));
  chart.layers.push_back(std::move(points));
}

// The number behind a name of the kind asked for; false for other names.
bool place_of(const std::string& name, const EffectSeries& s, double& at) {
  const auto rest = [&](std::string_view head) {
    return name.compare(0, head.size(), head) == 0 && name.size() > head.size() && name[head.size()] >= '0' &&
           name[head.size()] <= '9';
  };
  const auto number_behind = [&](std::size_t n) { return std::atof(name.c_str() + n); };
  if (s.agg == "event") {
    if (rest("Tm")) return at = -number_behind(2), true;
    return rest("Tp") ? (at = number_behind(2), true) : false;
  }
  if (s.agg == "group") return rest("G") ? (at = number_behind(1), true) : false;
  return rest("T") ? (at = number_behind(1), true) : false;
}

}  // namespace

Chart effect_chart(const EffectChart& e, std::vector<std::size_t>& marks) {
  Chart chart;
  chart.x.title = e.x_title;
  chart.y.title = e.y_title.empty() ? "Effect and " + text::macro_number(e.level) + "% confidence interval" : e.y_title;
  chart.y.guides.push_back(zero_line());
  if (e.relative) chart.x.guides.push_back(start_line(e.start));
  period_ticks(e.effects, chart.x);
  if (e.two_colours && e.relative) add_effects(e, true, false, chart), add_effects(e, false, false, chart);
  else add_effects(e, false, true, chart);
  chart.legend.shown = e.two_colours && e.relative;
  for (std::size_t i = 0; i < chart.layers.size(); ++i) marks.push_back(i);
  return chart;
}

std::vector<PlottedEffect> plotted_events(const eval::Matrix& event) {
  std::vector<PlottedEffect> out;
  for (std::size_t i = 0; i < event.rows; ++i) out.push_back({event(i, 0), event(i, 1), event(i, 3), event(i, 4)});
  return out;
}

std::vector<PlottedEffect> named_effects(const eval::Matrix& b, const eval::Matrix& V, const EffectSeries& s) {
  const double p = 0.5 + s.level / 200;
  const double crit = s.df > 0 ? numeric::dist::invt(s.df, p) : numeric::dist::invnormal(p);
  std::vector<PlottedEffect> out;
  for (std::size_t j = 0; j < b.columns; ++j) {
    PlottedEffect e;
    if (!place_of(b.column_names[j], s, e.at)) continue;
    const double variance = V.rows == b.columns ? V(j, j) : V.values[j];
    e.b = b.values[j];
    const double half = crit * std::sqrt(variance);
    e.low = e.b - half, e.high = e.b + half;
    if (!data::is_missing(e.b)) out.push_back(e);
  }
  std::sort(out.begin(), out.end(), [](const PlottedEffect& x, const PlottedEffect& y) { return x.at < y.at; });
  return out;
}

std::vector<PlottedEffect> banded_effects(const eval::Matrix& band, const EffectSeries& s) {
  std::vector<PlottedEffect> out;
  for (std::size_t i = 0; i < band.rows; ++i) {
    PlottedEffect e;
    if (!place_of(band.row_names[i], s, e.at) || data::is_missing(band(i, 0))) continue;
    e.b = band(i, 0), e.low = band(i, 3), e.high = band(i, 4);
    out.push_back(e);
  }
  std::sort(out.begin(), out.end(), [](const PlottedEffect& x, const PlottedEffect& y) { return x.at < y.at; });
  return out;
}

EffectChart titled_effects(std::vector<PlottedEffect> effects, const EffectSeries& s) {
  EffectChart e;
  e.effects = std::move(effects);
  e.level = s.level;
  e.relative = s.agg == "event";
  if (s.uniform) e.y_title = "Effect and " + text::macro_number(s.level) + "% uniform band";
  if (s.agg == "group") e.x_title = "Cohort: first treated period";
  if (s.agg == "calendar") e.x_title = "Period";
  return e;
}

void add_effect_figure(command::Output& out, const std::string& options, double level, const command::Context& c,
                       double start) {
  if (!out.e) return;
  const command::Results& e = out.e->results;
  const std::string* agg = e.find_macro("agg");
  if (!agg || *agg == "simple" || *agg == "attgt") return;
  EffectSeries s;
  s.agg = *agg, s.level = level, s.df = e.scalar_or("df_r", 0);
  const eval::Matrix *event = e.find_matrix("event"), *b = e.find_matrix("b"), *V = e.find_matrix("V");
  const bool rows = s.agg == "event" && event;
  if (!rows && (!b || !V)) return;
  const eval::Matrix* band = e.find_matrix("cband");
  s.uniform = band && e.scalar_or("crit") > numeric::dist::invnormal(0.5 + level / 200) + 1e-9;
  EffectChart chart = titled_effects(rows   ? plotted_events(*event)
                                     : band ? banded_effects(*band, s)
                                            : named_effects(*b, *V, s),
                                     s);
  if (chart.effects.empty()) return;
  chart.start = start;
  std::vector<std::size_t> marks;
  Chart drawn = effect_chart(chart, marks);
  out.document.add(report_figure(std::move(drawn), options, marks, c));
}

}  // namespace nqp::kit
