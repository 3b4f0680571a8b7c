// avplot: added-variable plot.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/point_figure.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::avplot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string variable;
  std::vector<ast::Option> options;
};

// y and x_j, both without what the other regressors explain: the slope of one on the other is b_j.
void act(const Args& a, Session& s) {
  const Context c = s.context();
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"avplot follows regress"});
  const kit::ModelData m = kit::model_data(c);
  const auto it = std::find(m.names.begin(), m.names.end(), a.variable);
  if (it == m.names.end()) throw Error(111, a.variable + " is not a regressor of the model");
  const auto j = static_cast<std::size_t>(it - m.names.begin());
  numeric::Matrix others(m.y.size(), 0);
  std::vector<double> own;
  for (std::size_t k = 0; k < m.x.cols; ++k) {
    const std::span<const double> column = m.x.column(k);
    if (k == j) own.assign(column.begin(), column.end());
    else others.data.insert(others.data.end(), column.begin(), column.end()), ++others.cols;
  }
  const auto residuals = [&](const std::vector<double>& y) {
    numeric::LinearSpec spec;
    spec.y = y;
    spec.x = others;
    spec.constant = m.constant;
    spec.weights = m.sample.weights;
    spec.weight_kind = m.sample.weight_kind;
    return kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); }).residuals;
  };
  kit::PointFigure f;
  f.rows = m.sample.rows;
  f.x = residuals(own);
  f.y = residuals(m.y);
  const double b = (*c.e->results.find_matrix("b"))(0, m.columns[j]);
  const double se = std::sqrt((*c.e->results.find_matrix("V"))(m.columns[j], m.columns[j]));
  const auto [low, high] = std::minmax_element(f.x.begin(), f.x.end());
  f.line_x = {*low, *high};
  f.line_y = {b * *low, b * *high};
  f.x_title = "e( " + a.variable + " | X )";
  f.y_title = "e( " + c.e->results.macro_or("depvar") + " | X )";
  const auto number = [](double x) { return text::trimmed(text::format_number(x, "%9.0g")); };
  f.more = "note(\"coef = " + number(b) + ", se = " + number(se) + ", t = " + fmt::format("{:.2f}", b / se) + "\") ";
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command avplot_command =
    define<Args>("avplot", "Added-variable plot")
        .anything(&Args::variable)
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("Outcome and regressor without what the other regressors explain; the line has the slope of the model.")
        .example("After regress", "sysuse auto\nquietly regress price mpg weight\navplot weight, name(av)", "_N == 74")
        .example("A variable that is not in the model", "sysuse auto\nquietly regress price mpg\ncapture avplot weight",
                 "_rc == 111")
        .acts(act);

}  // namespace nqp::commands::avplot_
