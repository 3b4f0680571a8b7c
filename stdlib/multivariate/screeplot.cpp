// screeplot: the eigenvalues of pca and factor as a figure.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/components.hpp"
#include "stdlib/kit/report_figure.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::screeplot_ {
namespace {

using namespace command;

struct Args {
  std::vector<ast::Option> options;
};

Output run(const Args& a, const Context& c) {
  const eval::Matrix& values = *kit::component_estimates(c, "screeplot").find_matrix("Ev");
  kit::Chart chart;
  chart.title = "Scree plot of eigenvalues";
  chart.x.title = "Number";
  chart.y.title = "Eigenvalues";
  kit::Layer line;
  line.mark = kit::Mark::connected;
  line.pen.colour = line.fill = kit::series_colour(0);
  std::size_t shown = values.columns;
  double mean = 0;
  for (std::size_t j = 0; j < shown; ++j) mean += values(0, j) / static_cast<double>(values.columns);
  std::vector<ast::Option> of_figure;
  for (const ast::Option& o : a.options) {
    const std::string name = kit::lower(o.name);
    if (kit::abbreviates(name, "NEIgen"))
      shown = std::min(shown, static_cast<std::size_t>(std::max(1, std::atoi(o.argument.c_str()))));
    else if (kit::abbreviates(name, "MEAN")) chart.y.guides.push_back(kit::start_line(mean));
    else of_figure.push_back(o);
  }
  for (std::size_t j = 0; j < shown; ++j) {
    line.x.push_back(static_cast<double>(j + 1));
    line.y.push_back(values(0, j));
    chart.x.ticks.emplace_back(line.x.back(), std::to_string(j + 1));
  }
  if (shown > 12) chart.x.ticks.clear();
  chart.layers.push_back(std::move(line));
  Output out;
  out.document.add(kit::report_figure(std::move(chart), of_figure, {0}, c));
  out.r = Results{}.matrix("Ev", values);
  return out;
}

}  // namespace

extern const Command screeplot_command =
    define<Args>("screeplot", "Eigenvalues in descending order as a figure, after pca and factor")
        .any_options(&Args::options)
        .no_by()
        .alias("scree")
        .stores({{"r(Ev)", "the eigenvalues"}})
        .changes(Effect::results | Effect::process)
        .remark("neigen(#) draws the first of them only, mean a line at their mean; the options of twoway are allowed.")
        .example("After pca", "sysuse auto\npca price mpg weight\nscreeplot, yline(1)\nmatrix E = r(Ev)",
                 "colsof(E) == 3")
        .example("Nothing to show", "capture screeplot", "_rc == 301")
        .runs(run);

}  // namespace nqp::commands::screeplot_
