#include "stdlib/kit/overlap_figure.hpp"

#include <algorithm>
#include <cmath>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/density/kernel_density.hpp"

namespace nqp::kit {
namespace {

Layer score_curve(const ScoreRows& rows, bool treated, const command::Context& c) {
  Layer l;
  l.mark = Mark::line;
  l.pen.colour = series_colour(treated ? 0 : 1);
  l.pen.width = 1.4;
  if (!treated) l.pen.dashes = dashes_of("dash");
  l.label = treated ? "Treated" : "Controls";
  std::vector<double> x, w;
  for (std::size_t i = 0; i < rows.score.size(); ++i) {
    const double weight = rows.weight.empty() ? 1 : rows.weight[i];
    if ((rows.treated[i] != 0) == treated && weight > 0) x.push_back(rows.score[i]), w.push_back(weight);
  }
  if (x.size() < 2 || *std::min_element(x.begin(), x.end()) == *std::max_element(x.begin(), x.end())) return l;
  numeric::DensitySpec spec;
  spec.x = x, spec.weights = w, spec.kind = numeric::WeightKind::aweight, spec.points = 200;
  const numeric::Density d = compute(c, [&](numeric::Progress& p) { return numeric::kernel_density(spec, p); });
  l.x = d.x, l.y = d.density;
  return l;
}

}  // namespace

Chart score_densities(const ScoreRows& rows, const std::string& title, const command::Context& c) {
  Chart chart;
  chart.subtitle = title;
  chart.x.title = "Propensity score", chart.y.title = "Density";
  chart.y.low = 0;
  chart.layers.push_back(score_curve(rows, true, c));
  chart.layers.push_back(score_curve(rows, false, c));
  return chart;
}

Chart score_histogram(const ScoreRows& rows, int bins) {
  Chart chart;
  chart.x.title = "Propensity score", chart.y.title = "Observations";
  const auto [low_at, high_at] = std::minmax_element(rows.score.begin(), rows.score.end());
  const double low = *low_at, width = *high_at > low ? (*high_at - low) / bins : 1;
  std::vector<std::vector<double>> counts(3, std::vector<double>(static_cast<std::size_t>(bins), 0.0));
  for (std::size_t i = 0; i < rows.score.size(); ++i) {
    const auto place = static_cast<std::size_t>((rows.score[i] - low) / width);
    const auto k = std::min(place, static_cast<std::size_t>(bins) - 1);
    const bool treated = rows.treated[i] != 0, off = treated && !rows.on_support.empty() && rows.on_support[i] == 0;
    counts[off ? 2 : treated ? 0 : 1][k] += 1;
  }
  double most = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(bins); ++k)
    most = std::max({most, counts[0][k] + counts[2][k], counts[1][k]});
  for (const double t : nice_ticks(-most, most, 6))  // downwards they are numbers of observations, too
    if (std::fabs(t) <= most) chart.y.ticks.emplace_back(t, text::macro_number(std::fabs(t)));
  const char* labels[] = {"Treated", "Controls", "Treated: off support"};
  const report::Colour fills[] = {{26, 71, 111}, {200, 200, 200}, {227, 126, 0}};
  for (std::size_t group = 0; group < 3; ++group) {
    Layer l;
    l.mark = Mark::range_bars;
    l.width = width;
    l.pen.colour = {60, 60, 60}, l.pen.width = 0.4;
    l.fill = fills[group];
    for (std::size_t k = 0; k < counts[group].size(); ++k) {
      if (counts[group][k] == 0) continue;
      const double from = group == 2 ? counts[0][k] : 0;  // stacked on those on support
      const double to = group == 1 ? -counts[1][k] : from + counts[group][k];
      l.x.push_back(low + (static_cast<double>(k) + 0.5) * width);
      l.y.push_back(std::min(from, to)), l.high.push_back(std::max(from, to));
    }
    if (l.x.empty()) continue;
    l.label = labels[group];
    chart.layers.push_back(std::move(l));
  }
  chart.y.guides.push_back(zero_line());
  return chart;
}

}  // namespace nqp::kit
