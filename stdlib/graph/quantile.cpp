// quantile: ordered values against fractions of the data.
#include <algorithm>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/point_figure.hpp"

namespace nqp::commands::quantile_ {
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

std::string label_of(const Args& a, const Context& c) {
  const std::string label = c.variable(a.variable[0]).label;
  return label.empty() ? a.variable[0] : label;
}

void act(const Args& a, Session& s) {
  const Context c = s.context();
  kit::PointFigure f;
  f.y = sorted_values(a, c);
  for (std::size_t i = 0; i < f.y.size(); ++i)
    f.x.push_back((static_cast<double>(i) + 0.5) / static_cast<double>(f.y.size()));
  f.line_x = {0, 1};
  f.line_y = {f.y.front(), f.y.back()};
  f.x_title = "Fraction of the data";
  f.y_title = "Quantiles of " + label_of(a, c);
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command quantile_command =
    define<Args>("quantile", "Ordered values against fractions of the data")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .flag("GRID", &Args::grid, "accepted: lines of a grid are not drawn")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("The line is that of a uniform distribution.")
        .example("A figure by name", "sysuse auto\nquantile price if foreign == 0, name(g1)", "_N == 74")
        .example("Strings have none", "sysuse auto\ncapture quantile make", "_rc == 109")
        .acts(act);

}  // namespace nqp::commands::quantile_
