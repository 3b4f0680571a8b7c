// qnorm: quantiles against those of the normal distribution.
#include "grammar/ast/error.hpp"
#include "stdlib/kit/ordered_figure.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::commands::qnorm_ {
namespace {

// Cumulative probability i/(N+1), Chambers et al. (1983).
kit::PointFigure place(const kit::OrderedValues& v) {
  if (data::is_missing(v.sd)) throw Error(459, "the values do not vary");
  kit::PointFigure f;
  f.y = v.values;
  const auto n = static_cast<double>(f.y.size());
  for (std::size_t i = 1; i <= f.y.size(); ++i)
    f.x.push_back(v.mean + v.sd * numeric::dist::invnormal(static_cast<double>(i) / (n + 1)));
  f.line_x = f.line_y = {f.x.front(), f.x.back()};
  f.x_title = "Inverse Normal";
  f.y_title = v.label;
  return f;
}

void act(const kit::OrderedFigureArgs& a, runtime::Session& s) { kit::draw_ordered(a, s, place); }

}  // namespace

extern const command::Command qnorm_command =
    kit::ordered_figure("qnorm", "Quantiles against normal quantiles")
        .remark("Points on the line are as under the normal distribution of the same mean and variance.")
        .example("A figure by name", "sysuse auto\nqnorm price if foreign == 0, name(g1)", "_N == 74")
        .example("Strings have none", "sysuse auto\ncapture qnorm make", "_rc == 109")
        .acts(act);

}  // namespace nqp::commands::qnorm_
