// lvr2plot: leverage against squared normalised residuals.

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/point_figure.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"

namespace nqp::commands::lvr2plot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::vector<ast::Option> options;
};

void act(const Args& a, Session& s) {
  const Context c = s.context();
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"lvr2plot follows regress"});
  const kit::ModelData m = kit::model_data(c);
  numeric::LinearSpec spec;
  spec.y = m.y;
  spec.x = m.x;
  spec.constant = m.constant;
  spec.weights = m.sample.weights;
  spec.weight_kind = m.sample.weight_kind;
  spec.want_leverage = true;
  const numeric::LinearFit fit =
      kit::compute(c, [&](numeric::Progress& p) { return numeric::fit_linear(spec, {}, p); });
  kit::PointFigure f;
  f.rows = m.sample.rows;
  double squares = 0, leverage = 0;
  for (const double e : fit.residuals) squares += e * e;
  for (const double h : fit.leverage) leverage += h;
  const auto n = static_cast<double>(m.y.size());
  for (std::size_t i = 0; i < m.y.size(); ++i) {
    f.x.push_back(fit.residuals[i] * fit.residuals[i] / squares);
    f.y.push_back(fit.leverage[i]);
  }
  f.x_title = "Normalized residual squared";
  f.y_title = "Leverage";
  f.more = "yline(" + std::to_string(leverage / n) + ") xline(" + std::to_string(1 / n) + ") ";
  f.options = a.options;
  kit::draw_point_figure(f, s);
}

}  // namespace

extern const Command lvr2plot_command =
    define<Args>("lvr2plot", "Leverage against squared residuals")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .remark("Lines stand at the averages.")
        .example("After regress", "sysuse auto\nquietly regress price mpg weight\nlvr2plot, name(lv) mlabel(make)", "_N == 74")
        .example("It follows an estimation", "capture lvr2plot", "_rc == 301")
        .acts(act);

}  // namespace nqp::commands::lvr2plot_
