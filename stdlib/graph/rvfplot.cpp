// rvfplot: residuals against fitted values.

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/point_figure.hpp"

namespace nqp::commands::rvfplot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::vector<ast::Option> options;
};

void act(const Args& a, Session& s) {
  const Context c = s.context();
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"rvfplot follows regress"});
  const kit::EstimationSample sample = kit::last_sample(c);
  const std::vector<double> fitted = kit::linear_prediction(c.e->results, "", c),
                            y = kit::depvar_values(c.e->results, c);
  kit::PointFigure f;
  f.rows = sample.rows;
  for (const data::Row r : sample.rows) {
    f.x.push_back(fitted[r]);
    f.y.push_back(data::is_missing(fitted[r]) || data::is_missing(y[r]) ? data::missing : y[r] - fitted[r]);
  }
  f.x_title = "Fitted values";
  f.y_title = "Residuals";
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command rvfplot_command =
    define<Args>("rvfplot", "Residuals against fitted values")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("After regress and other linear models; options are those of twoway: yline(0), name(), msymbol() ...")
        .example("A figure with a line at zero",
                 "sysuse auto\nquietly regress price mpg weight\nrvfplot, yline(0) name(rvf)", "_N == 74")
        .example("It follows an estimation", "capture rvfplot", "_rc == 301")
        .acts(act);

}  // namespace nqp::commands::rvfplot_
