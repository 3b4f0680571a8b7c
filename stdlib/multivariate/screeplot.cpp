// screeplot: the eigenvalues of pca and factor, as numbers and bars of text.
#include <cmath>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/components.hpp"

namespace nqp::commands::screeplot_ {
namespace {

using namespace command;

struct Args {
  std::vector<ast::Option> options;
};

Output run(const Args&, const Context& c) {
  constexpr double widest = 50;
  const eval::Matrix& values = *kit::component_estimates(c, "screeplot").find_matrix("Ev");
  Output out;
  out.document.blank();
  out.line("Scree plot of eigenvalues");
  out.document.blank();
  const double top = std::max(values(0, 0), 1e-300);
  for (std::size_t j = 0; j < values.columns; ++j) {
    const double x = values(0, j);
    const auto length = static_cast<std::size_t>(std::max(0.0, std::round(widest * x / top)));
    out.line(fmt::format("{:>4} {:>10.4f} |{}", j + 1, x, std::string(length, '*')));
  }
  out.r = Results{}.matrix("Ev", values);
  return out;
}

}  // namespace

extern const Command screeplot_command =
    define<Args>("screeplot", "Eigenvalues in descending order, after pca and factor")
        .any_options(&Args::options)
        .no_by()
        .alias("scree")
        .stores({{"r(Ev)", "the eigenvalues"}})
        .changes(Effect::results)
        .remark("Drawn with characters; options of graphs are accepted.")
        .example("After pca", "sysuse auto\npca price mpg weight\nscreeplot, yline(1)\nmatrix E = r(Ev)",
                 "colsof(E) == 3")
        .example("Nothing to show", "capture screeplot", "_rc == 301")
        .runs(run);

}  // namespace nqp::commands::screeplot_
