// pnorm: standardised normal probability plot.
#include "grammar/ast/error.hpp"
#include "stdlib/kit/ordered_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::pnorm_ {
namespace {

kit::PointFigure place(const kit::OrderedValues& v) {
  if (data::is_missing(v.sd)) throw Error(459, "the values do not vary");
  kit::PointFigure f;
  const auto n = static_cast<double>(v.values.size());
  for (std::size_t i = 1; i <= v.values.size(); ++i) {
    f.x.push_back(static_cast<double>(i) / (n + 1));
    f.y.push_back(numeric::dist::normal((v.values[i - 1] - v.mean) / v.sd));
  }
  f.line_x = f.line_y = {0, 1};
  f.x_title = "Empirical P[i] = i/(N+1)";
  f.y_title = "Normal F[(" + v.name + "-m)/s]";
  return f;
}

void act(const kit::OrderedFigureArgs& a, runtime::Session& s) { kit::draw_ordered(a, s, place); }

}  // namespace

extern const command::Command pnorm_command =
    kit::ordered_figure("pnorm", "Probabilities against normal probabilities")
        .remark("Points on the diagonal are as under the normal distribution of the same mean and variance.")
        .example("A figure by name", "sysuse auto\npnorm price if foreign == 0, name(g1)", "_N == 74")
        .example("Strings have none", "sysuse auto\ncapture pnorm make", "_rc == 109")
        .acts(act);

}  // namespace nqp::commands::pnorm_
