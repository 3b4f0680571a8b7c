// quantile: ordered values against fractions of the data.
#include "stdlib/kit/ordered_figure.hpp"

namespace nqp::commands::quantile_ {
namespace {

kit::PointFigure place(const kit::OrderedValues& v) {
  kit::PointFigure f;
  f.y = v.values;
  const auto n = static_cast<double>(f.y.size());
  for (std::size_t i = 0; i < f.y.size(); ++i) f.x.push_back((static_cast<double>(i) + 0.5) / n);
  f.line_x = {0, 1};
  f.line_y = {f.y.front(), f.y.back()};
  f.x_title = "Fraction of the data";
  f.y_title = "Quantiles of " + v.label;
  return f;
}

void act(const kit::OrderedFigureArgs& a, runtime::Session& s) { kit::draw_ordered(a, s, place); }

}  // namespace

extern const command::Command quantile_command =
    kit::ordered_figure("quantile", "Ordered values against fractions of the data")
        .remark("The line is that of a uniform distribution.")
        .example("A figure by name", "sysuse auto\nquantile price if foreign == 0, name(g1)", "_N == 74")
        .example("Strings have none", "sysuse auto\ncapture quantile make", "_rc == 109")
        .acts(act);

}  // namespace nqp::commands::quantile_
