#include "stdlib/kit/bar_chart.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "grammar/parse.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/bar_request.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

using command::Context;
using runtime::Session;

namespace {

double bar_statistic(const std::string& name, const BarValues& values) {
  double n = 0, total = 0;
  std::vector<double> x;
  for (const auto& [v, w] : values) {
    n += w;
    total += w * v;
    x.push_back(v);
  }
  if (name == "count" || name == "percent") return n;
  if (x.empty()) return data::missing;
  if (name == "sum") return total;
  if (name == "mean") return total / n;
  std::sort(x.begin(), x.end());
  if (name == "median" || name == "p50") return bar_quantile(x, 0.5);
  if (name == "min") return x.front();
  if (name == "max") return x.back();
  if (name.size() > 1 && name[0] == 'p' && std::isdigit(static_cast<unsigned char>(name[1])))
    return bar_quantile(x, std::atof(name.c_str() + 1) / 100);
  if (name == "sd") {
    double squares = 0;
    for (const double v : x) squares += (v - total / n) * (v - total / n);
    return x.size() > 1 ? std::sqrt(squares / (n - 1)) : data::missing;
  }
  throw Error(198, "unknown statistic (" + name + ")", std::nullopt,
              {"mean median sum count percent min max sd p1 … p99"});
}

// The heights of the bars: one vector for each bar of a group, one number for each group.
struct BarHeights {
  std::vector<std::string> labels;
  std::vector<std::vector<double>> values;
};

BarHeights bar_heights(const BarRequest& q, const Context& c) {
  BarHeights out;
    for (const Asked& a : q.asked) {
    double total = 0;
    const std::size_t first = out.values.size();
    for (std::size_t k = 0; k < std::max<std::size_t>(1, q.series.size()); ++k) {
      std::vector<double> heights;
      for (const BarGroup& g : q.groups) {
        const std::vector<data::Row> rows = q.series.empty() ? g.rows : rows_in_both(g.rows, q.series[k].rows);
        heights.push_back(bar_statistic(a.statistic, present_values(a.variable, rows, q, c)));
        if (a.statistic == "percent") total += heights.back();
      }
      const std::string name = a.variable.empty() ? a.statistic : a.statistic + " of " + a.variable;
      const std::string series = q.series.empty() ? std::string() : q.series[k].label;
      out.labels.push_back(series.empty() ? name : q.asked.size() == 1 ? series : series + ", " + name);
      out.values.push_back(std::move(heights));
    }
    if (a.statistic != "percent") continue;
    for (std::size_t k = first; k < out.values.size(); ++k)
      for (double& v : out.values[k]) v *= 100 / total;
  }
  for (std::size_t g = 0; q.percentages && g < q.groups.size(); ++g) {
    double total = 0;
    for (const auto& v : out.values) total += data::is_missing(v[g]) ? 0.0 : v[g];
    for (auto& v : out.values)
      if (!data::is_missing(v[g])) v[g] = total != 0 ? v[g] * 100 / total : data::missing;
  }
  return out;
}

// The order of groups along the axis, within those of the outer over().
std::vector<std::size_t> bar_order(const BarRequest& q, const BarHeights& h) {
  std::vector<std::size_t> out(q.groups.size()), block(q.groups.size(), 0);
  std::iota(out.begin(), out.end(), std::size_t{0});
  for (std::size_t g = 1; g < block.size(); ++g)
    block[g] = block[g - 1] + (q.groups[g].outer != q.groups[g - 1].outer ? 1 : 0);
  const bool sorted = q.sort > 0 && q.sort <= h.values.size();
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
    if (block[a] != block[b]) return block[a] < block[b];
    if (q.descending) std::swap(a, b);
    return sorted ? h.values[q.sort - 1][a] < h.values[q.sort - 1][b] : a < b;
  });
  return out;
}

std::string bar_label(const BarRequest& q, const BarHeights& h, std::size_t bar, std::size_t group, double total) {
  if (data::is_missing(h.values[bar][group])) return "";
  if (q.bar_labels == "name") return h.labels[bar];
  if (q.bar_labels == "group") return q.groups[group].label;
  return text::trimmed(text::format_number(q.bar_labels == "total" ? total : h.values[bar][group], q.bar_format));
}

}  // namespace

Chart read_bar_chart(const std::string& text, bool horizontal, Session& s, Page& page) {
  const Context c = s.context();
  Chart chart;
  const BarRequest q = read_bar_request(text, c, s, chart, page);
  const BarHeights heights = bar_heights(q, c);
  const std::vector<std::size_t> order = bar_order(q, heights);
  const auto many = static_cast<double>(q.stack ? 1 : heights.values.size());
  const BarPlaces places = bar_places(q, order, horizontal);
  std::vector<double> below(order.size(), 0.0);  // of stacked bars
  double highest = 0, lowest = 0;                // of bars with labels
  for (std::size_t k = 0; k < heights.values.size(); ++k) {
    Layer l;
    l.mark = q.stack ? Mark::range_bars : Mark::bars;
    l.horizontal = horizontal;
    l.width = 0.8 / many;
    l.fill = l.pen.colour = series_colour(k);
    l.label = heights.labels[k];
    for (std::size_t place = 0; place < order.size(); ++place) {
      const double height = heights.values[k][order[place]];
      l.x.push_back(places.centres[place] + (q.stack ? 0 : bar_offset(k, heights.values.size(), l.width, horizontal)));
      l.y.push_back(q.stack ? below[place] : height);
      if (!data::is_missing(height)) below[place] = q.stack ? below[place] + height : height;
      if (q.stack) l.high.push_back(below[place]);
      if (!q.bar_labels.empty()) l.point_labels.push_back(bar_label(q, heights, k, order[place], below[place]));
      if (l.point_labels.empty() || data::is_missing(height)) continue;
      highest = std::max(highest, below[place]);
      lowest = std::min(lowest, below[place]);
    }
    l.labels_inside = q.inside.value_or(q.stack && q.bar_labels != "total");
    l.label_size = q.label_look.size, l.label_colour = q.label_look.colour;
    for (const auto& [number, options] : q.looks)
      if (number == k + 1 || number == 0)
        for (const ast::Option& o : grammar::parse_options(options)) read_mark_option(o, l);
    chart.layers.push_back(std::move(l));
  }
  Axis &along = chart.x, &across = chart.y;
  if (along.ticks.empty())
    for (std::size_t place = 0; place < order.size(); ++place)
      along.ticks.emplace_back(places.centres[place], q.groups[order[place]].label);
  along.groups = places.outer;
  const double room = (highest - lowest) * (horizontal ? 0.1 : 0.05);  // for the labels
  if (highest > 0 && !across.high) across.high = highest + room;
  if (lowest < 0 && !across.low) across.low = lowest - room;
  if (across.title.empty() && q.percentages) across.title = "percent";
  if (across.title.empty() && q.asked.size() == 1)
    across.title = q.series.empty() ? heights.labels[0]
                   : q.asked[0].variable.empty() ? q.asked[0].statistic
                                                 : q.asked[0].statistic + " of " + q.asked[0].variable;
  if (horizontal) turn_axes(chart);
  return chart;
}

Chart read_dot_chart(const std::string& text, Session& s, Page& page) {
  Chart chart = read_bar_chart(text, true, s, page);
  static constexpr Symbol symbols[] = {Symbol::circle, Symbol::diamond, Symbol::triangle, Symbol::square};
  for (std::size_t k = 0; k < chart.layers.size(); ++k) {
    Layer& l = chart.layers[k];
    l.mark = Mark::points;
    l.symbol = symbols[k % 4];
    // Dots of a group lie on its line.
    for (double& at : l.x) at -= bar_offset(k, chart.layers.size(), l.width, true);
    l.width = 0;
  }
  chart.y.grid = true;
  chart.x.low = std::min(chart.x.low.value_or(0), 0.0);
  chart.y.low = 0.5;
  return chart;
}

}  // namespace nqp::kit
