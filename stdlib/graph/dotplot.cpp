// dotplot: every observation a dot, dots of near values side by side.
#include <algorithm>
#include <cmath>
#include <map>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/group_samples.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::dotplot_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string over;
  int bins = 0;
  bool centred = false, median = false;
  std::vector<ast::Option> options;
};

using Pile = kit::LabelledValues;

// Values in rows of equal height; the dots of a row go to the right, or to both sides of the middle.
kit::Layer dots(const Pile& p, double low, double step, double widest, double at, const Args& a) {
  std::map<double, int> placed;
  std::map<double, int> all;
  const auto row_of = [&](double x) { return step > 0 ? low + step * std::round((x - low) / step) : x; };
  for (const double x : p.x) ++all[row_of(x)];
  kit::Layer out;
  out.size = 1.8;
  out.pen.colour = out.fill = kit::series_colour(0);
  for (const double x : p.x) {
    const double row = row_of(x);
    const double shift = placed[row]++ - (a.centred ? (all[row] - 1) / 2.0 : 0);
    out.x.push_back(at + 0.85 * shift / widest);
    out.y.push_back(row);
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const std::vector<Pile> piles = kit::labelled_values(a.variables, a.over, a.sample, c);
  double low = HUGE_VAL, high = -HUGE_VAL, n = 0, widest = 1;
  std::size_t largest = 0;
  for (const Pile& p : piles) {
    for (const double x : p.x) low = std::fmin(low, x), high = std::fmax(high, x);
    largest = std::max(largest, p.x.size());
    n += static_cast<double>(p.x.size());
  }
  const double rows = a.bins > 0 ? a.bins : std::fmin(60, std::fmax(15, 2 * std::sqrt(static_cast<double>(largest))));
  const double step = (high - low) / rows;
  for (const Pile& p : piles) {
    std::map<double, double> counts;
    for (const double x : p.x) widest = std::fmax(widest, ++counts[step > 0 ? std::round((x - low) / step) : x]);
  }
  kit::Chart chart;
  std::vector<std::size_t> marks;
  for (std::size_t k = 0; k < piles.size(); ++k) {
    const double at = static_cast<double>(k + 1);
    marks.push_back(chart.layers.size());
    chart.layers.push_back(dots(piles[k], low, step, widest, at, a));
    chart.x.ticks.emplace_back(at + (a.centred ? 0 : 0.4), piles[k].label);
    if (!a.median) continue;
    kit::Layer line;
    line.mark = kit::Mark::line;
    line.pen.colour = kit::series_colour(1);
    line.x = {at - (a.centred ? 0.4 : 0), at + (a.centred ? 0.4 : 0.8)};
    line.y.assign(2, numeric::percentile(piles[k].x, 50));
    chart.layers.push_back(std::move(line));
  }
  chart.x.low = 0.5, chart.x.high = static_cast<double>(piles.size()) + (a.centred ? 0.5 : 1);
  chart.y.title = a.variables.size() == 1 ? kit::variable_label(a.variables[0], c.frame) : "";
  chart.legend.shown = false;
  Output out;
  out.document.add(kit::report_figure(std::move(chart), a.options, marks, c));
  out.r = Results{}.scalar("N", n);
  return out;
}

}  // namespace

extern const Command dotplot_command =
    define<Args>("dotplot", "Every observation a dot")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .variable("OVER", &Args::over, "one pile for each group")
        .integer("NY", &Args::bins, 1, 10000, "rows of dots")
        .flag("CENTER", &Args::centred, "dots to both sides of the middle")
        .flag("MEDian", &Args::median, "a line at the median")
        .any_options(&Args::options)
        .no_by()
        .stores({{"r(N)", "observations"}})
        .changes(Effect::results | Effect::process)
        .example("Groups", "sysuse auto\ndotplot mpg, over(foreign) center median", "r(N) == 74")
        .example("Some variables", "sysuse auto\ndotplot trunk turn, ny(20)", "r(N) == 148")
        .runs(run);

}  // namespace nqp::commands::dotplot_
