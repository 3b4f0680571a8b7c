// distplot: cumulative distributions of variables or groups.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/group_samples.hpp"
#include "stdlib/kit/table_text.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::distplot_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  std::string over, by;
  bool normal = false, frequency = false, reverse = false;
  std::vector<ast::Option> options;
};

// Steps: from one value to the next the distribution stays where it is.
kit::Layer steps(std::vector<double> x, const Args& a, std::size_t series) {
  std::sort(x.begin(), x.end());
  const double n = static_cast<double>(x.size()), whole = a.frequency ? n : 1;
  kit::Layer line;
  line.mark = kit::Mark::line;
  line.pen.colour = kit::series_colour(series);
  line.pen.width = 1.2;
  const auto height = [&](double share) { return whole * (a.reverse ? 1 - share : share); };
  double below = height(0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i + 1 < x.size() && x[i + 1] == x[i]) continue;
    line.x.push_back(x[i]), line.y.push_back(below);
    below = height((static_cast<double>(i) + 1) / n);
    line.x.push_back(x[i]), line.y.push_back(below);
  }
  return line;
}

kit::Layer normal_curve(const std::vector<double>& x, const Args& a, std::size_t series) {
  const numeric::Summary s = numeric::summarize(x);
  kit::Layer line;
  line.mark = kit::Mark::line;
  line.pen.colour = kit::series_colour(series);
  line.pen.dashes = kit::dashes_of("dash");
  constexpr int points = 100;
  for (int k = 0; k <= points && s.sd > 0; ++k) {
    line.x.push_back(s.min + (s.max - s.min) * k / points);
    const double p = numeric::dist::normal((line.x.back() - s.mean) / s.sd);
    line.y.push_back((a.frequency ? s.n : 1) * (a.reverse ? 1 - p : p));
  }
  line.label = "Normal";
  return line;
}

Output run(const Args& a, const Context& c) {
  const auto curves = kit::labelled_values(a.variables, a.over.empty() ? a.by : a.over, a.sample, c);
  kit::Chart chart;
  std::vector<std::size_t> marks;
  double n = 0;
  for (const kit::LabelledValues& k : curves) {
    marks.push_back(chart.layers.size());
    chart.layers.push_back(steps(k.x, a, marks.size() - 1));
    chart.layers.back().label = k.label;
    n += static_cast<double>(k.x.size());
  }
  if (a.normal)
    for (std::size_t k = 0; k < curves.size(); ++k) chart.layers.push_back(normal_curve(curves[k].x, a, k));
  chart.x.title = a.variables.size() == 1 ? kit::variable_label(a.variables[0], c.frame) : "";
  chart.y.title = a.frequency ? "Cumulative frequency" : a.reverse ? "Reverse cumulative probability"
                                                                   : "Cumulative probability";
  chart.legend.shown = chart.layers.size() > 1;
  Output out;
  out.document.add(kit::report_figure(std::move(chart), a.options, marks, c));
  out.r = Results{}.scalar("N", n).scalar("curves", static_cast<double>(curves.size()));
  return out;
}

}  // namespace

extern const Command distplot_command =
    define<Args>("distplot", "Cumulative distributions as a figure")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .variable("OVER", &Args::over, "one curve for each group")
        .variable("BY", &Args::by, "the same as over()")
        .flag("NORMal", &Args::normal, "normal distributions of the same mean and standard deviation")
        .flag("FREQuency", &Args::frequency, "numbers of observations instead of shares")
        .flag("REVerse", &Args::reverse, "what lies above")
        .any_options(&Args::options)
        .alias("cdfplot")
        .no_by()
        .stores({{"r(N)", "observations"}, {"r(curves)", "curves"}})
        .changes(Effect::results | Effect::process)
        .remark("Options of figures are those of twoway line. Groups share one pair of axes.")
        .example("Two groups", "sysuse auto\ndistplot price, over(foreign) name(d)", "r(N) == 74 & r(curves) == 2")
        .example("Against the normal distribution", "sysuse auto\ncdfplot mpg, normal", "r(curves) == 1")
        .runs(run);

}  // namespace nqp::commands::distplot_
