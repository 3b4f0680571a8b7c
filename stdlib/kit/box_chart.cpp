// Boxes of quartiles by groups.
#include <algorithm>
#include <numeric>

#include "grammar/parse.hpp"
#include "stdlib/kit/bar_chart.hpp"
#include "stdlib/kit/bar_request.hpp"
#include "stdlib/kit/table_text.hpp"

namespace nqp::kit {

using command::Context;
using runtime::Session;

namespace {

// The boxes of one variable, or of one value of asyvars.
struct BoxLayers {
  Layer box, whiskers, outside;
  std::vector<Layer> medians;
};

void add_box(BoxLayers& to, std::vector<double> x, double at, bool outside) {
  if (x.empty()) return;
  std::sort(x.begin(), x.end());
  const double low = bar_quantile(x, 0.25), high = bar_quantile(x, 0.75), reach = 1.5 * (high - low);
  double from = high, top = low;
  for (const double v : x) {
    if (v >= low - reach && v <= high + reach) from = std::min(from, v), top = std::max(top, v);
    else if (outside) to.outside.x.push_back(at), to.outside.y.push_back(v);
  }
  const auto add = [at](Layer& l, double y, double end) { l.x.push_back(at), l.y.push_back(y), l.high.push_back(end); };
  add(to.whiskers, from, low);
  add(to.whiskers, high, top);
  add(to.box, low, high);
  const double m = bar_quantile(x, 0.5), half = to.box.width / 2;
  Layer& line = to.medians.emplace_back();
  line.mark = Mark::line;
  line.own_colour = line.own_pattern = true;  // of no series
  line.pen.width = 1.5;
  line.x = {at - half, at + half};
  line.y = {m, m};
}

BoxLayers box_layers(const BarRequest& q, std::size_t k, double width) {
  BoxLayers out;
  Layer &box = out.box, &whiskers = out.whiskers, &outside = out.outside;
  box.mark = Mark::range_bars, whiskers.mark = Mark::range_caps, outside.mark = Mark::points;
  box.width = width;
  whiskers.own_colour = whiskers.own_pattern = true;
  box.fill = outside.pen.colour = series_colour(k);
  box.fill.opacity = 0.4;
  for (const auto& [number, options] : q.looks)
    if (number == k + 1 || number == 0)
      for (const ast::Option& o : grammar::parse_options(options)) read_mark_option(o, box);
  for (const ast::Option& o : grammar::parse_options(q.marker_look)) read_mark_option(o, outside);
  return out;
}

}  // namespace

Chart read_box_chart(const std::string& text, bool horizontal, Session& s, Page& page) {
  const Context c = s.context();
  Chart chart;
  const BarRequest q = read_bar_request(text, c, s, chart, page);
  chart.scale_bars_from_zero = false;
  std::vector<std::size_t> order(q.groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const BarPlaces places = bar_places(q, order, horizontal);
  const std::size_t series = std::max<std::size_t>(1, q.series.size()), many = q.asked.size() * series;
  const double width = many == 1 ? 0.5 : 0.8 / static_cast<double>(many);
  std::vector<BoxLayers> all;
  for (std::size_t k = 0; k < many; ++k) {
    const std::string& name = q.asked[k / series].variable;
    BoxLayers& layers = all.emplace_back(box_layers(q, k, width));
    if (many > 1) layers.box.label = q.series.empty() ? variable_label(name, c.frame) : q.series[k % series].label;
    for (std::size_t g = 0; g < q.groups.size(); ++g) {
      const std::vector<data::Row>& rows = q.groups[g].rows;
      std::vector<double> x;
      for (const auto& [v, w] :
           present_values(name, q.series.empty() ? rows : rows_in_both(rows, q.series[k % series].rows), q, c))
        x.push_back(v);
      add_box(layers, std::move(x), places.centres[g] + bar_offset(k, many, width, horizontal), q.outside);
    }
  }
  // Boxes first: legends count them.
  for (BoxLayers& l : all) chart.layers.push_back(std::move(l.box));
  for (BoxLayers& l : all) {
    chart.layers.push_back(std::move(l.whiskers));
    for (Layer& line : l.medians) chart.layers.push_back(std::move(line));
    chart.layers.push_back(std::move(l.outside));
  }
  for (Layer& l : chart.layers) l.horizontal = horizontal;
  if (many == 1) chart.legend.shown = false;
  if (chart.x.ticks.empty())
    for (std::size_t g = 0; g < q.groups.size(); ++g) chart.x.ticks.emplace_back(places.centres[g], q.groups[g].label);
  chart.x.groups = places.outer;
  if (chart.y.title.empty() && q.asked.size() == 1) chart.y.title = variable_label(q.asked[0].variable, c.frame);
  if (horizontal) turn_axes(chart);
  return chart;
}

}  // namespace nqp::kit
