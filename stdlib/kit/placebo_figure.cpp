#include "stdlib/kit/placebo_figure.hpp"

#include <algorithm>
#include <cmath>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/runtime/keep_figures.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/density/kernel_density.hpp"

namespace nqp::kit {
namespace {

constexpr std::size_t most_points = 5000;

Layer density_curve(const std::vector<double>& b) {
  Layer curve;
  curve.mark = Mark::line;
  curve.pen.colour = series_colour(0);
  curve.pen.width = 1.4;
  curve.label = "Density";
  const auto [low, high] = std::minmax_element(b.begin(), b.end());
  if (b.size() < 2 || *low == *high) return curve;
  numeric::DensitySpec spec;
  spec.x = b, spec.points = 200;
  numeric::Progress quiet;
  const numeric::Density d = numeric::kernel_density(spec, quiet);
  curve.x = d.x, curve.y = d.density;
  return curve;
}

Layer p_values(const PlaceboPicture& p) {
  Layer dots;
  dots.mark = Mark::points;
  dots.symbol = Symbol::hollow_circle;
  dots.size = 1.8;
  dots.pen.colour = series_colour(1);
  dots.pen.colour.opacity = 0.75;
  dots.second_axis = true;
  dots.label = "p-value";
  for (std::size_t i = 0; i < std::min(p.b.size(), most_points); ++i)
    if (!data::is_missing(p.p[i])) dots.x.push_back(p.b[i]), dots.y.push_back(p.p[i]);
  return dots;
}

Chart placebo_chart(const PlaceboPicture& p, std::vector<std::size_t>& marks) {
  Chart chart;
  Layer dots = p_values(p);
  const bool with_p = !dots.x.empty();
  if (with_p) chart.layers.push_back(std::move(dots));
  marks.push_back(chart.layers.size());
  chart.layers.push_back(density_curve(p.b));
  chart.x.title = p.x_title, chart.y.title = "Density";
  chart.y.low = 0;
  chart.x.guides.push_back(start_line(p.observed));
  std::string note = "Vertical line: the estimate, " + text::trimmed(text::format_number(p.observed, "%9.4g"));
  if (with_p) {
    chart.y2.title = "p-value";
    chart.y2.low = 0, chart.y2.high = 1;
    Guide tenth = start_line(0.1);
    tenth.pen.dashes = dashes_of("shortdash");
    chart.y2.guides.push_back(tenth);
    note += "; horizontal line: p = .1";
  }
  chart.note = note;
  return chart;
}

}  // namespace

void show_placebo(const PlaceboPicture& p, const std::string& options, runtime::Session& s) {
  std::vector<std::size_t> marks;
  Chart chart = placebo_chart(p, marks);
  report::Document d;
  d.add(report_figure(std::move(chart), options, marks, s.context()));
  runtime::keep_figures(d, s);
  s.show(d);
}

}  // namespace nqp::kit
