// rvpplot: residuals against a regressor.

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/point_figure.hpp"

namespace nqp::commands::rvpplot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  Variables variable;
  std::vector<ast::Option> options;
};

void act(const Args& a, Session& s) {
  const Context c = s.context();
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"rvpplot follows regress"});
  const kit::EstimationSample sample = kit::last_sample(c);
  const std::vector<double> fitted = kit::linear_prediction(c.e->results, "", c),
                            y = kit::depvar_values(c.e->results, c);
  const data::Column& x = c.numeric(a.variable[0]);
  kit::PointFigure f;
  f.rows = sample.rows;
  for (const data::Row r : sample.rows) {
    f.x.push_back(x.number(r));
    f.y.push_back(data::is_missing(fitted[r]) || data::is_missing(y[r]) ? data::missing : y[r] - fitted[r]);
  }
  const std::string label = c.variable(a.variable[0]).label;
  f.x_title = label.empty() ? a.variable[0] : label;
  f.y_title = "Residuals";
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command rvpplot_command =
    define<Args>("rvpplot", "Residuals against a regressor")
        .varlist(&Args::variable, Count{1, 1})
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .example("Residuals along weight", "sysuse auto\nquietly regress price mpg weight\nrvpplot weight, yline(0)",
                 "_N == 74")
        .example("It follows an estimation", "sysuse auto\ncapture rvpplot mpg", "_rc == 301")
        .acts(act);

}  // namespace nqp::commands::rvpplot_
