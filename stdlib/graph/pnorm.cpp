// pnorm: standardised normal probability plot.
#include <algorithm>
#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/point_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::pnorm_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  Variables variable;
  Sample sample;
  bool grid = false;
  std::vector<ast::Option> options;
};

std::vector<double> sorted_values(const Args& a, const Context& c) {
  const data::Column& column = c.numeric(a.variable[0]);
  std::vector<double> out;
  for (const data::Row r : c.rows(a.sample))
    if (!column.missing_at(r)) out.push_back(column.number(r));
  if (out.empty()) throw Error(2000, "no observations");
  std::sort(out.begin(), out.end());
  return out;
}

std::pair<double, double> mean_and_sd(const std::vector<double>& x) {
  double mean = 0, squares = 0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  for (const double v : x) squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / static_cast<double>(x.size() - 1))};
}

void act(const Args& a, Session& s) {
  const Context c = s.context();
  const std::vector<double> x = sorted_values(a, c);
  const auto [mean, sd] = mean_and_sd(x);
  kit::PointFigure f;
  for (std::size_t i = 1; i <= x.size(); ++i) {
    f.x.push_back(static_cast<double>(i) / static_cast<double>(x.size() + 1));
    f.y.push_back(numeric::dist::normal((x[i - 1] - mean) / sd));
  }
  f.line_x = f.line_y = {0, 1};
  f.x_title = "Empirical P[i] = i/(N+1)";
  f.y_title = "Normal F[(" + a.variable[0] + "-m)/s]";
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command pnorm_command =
    define<Args>("pnorm", "Probabilities against normal probabilities")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .flag("GRID", &Args::grid, "accepted: lines of a grid are not drawn")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("Points on the diagonal are as under the normal distribution of the same mean and variance.")
        .example("A figure by name", "sysuse auto\npnorm price if foreign == 0, name(g1)", "_N == 74")
        .example("Strings have none", "sysuse auto\ncapture pnorm make", "_rc == 109")
        .acts(act);

}  // namespace nqp::commands::pnorm_
