#include "stdlib/kit/ordered_figure.hpp"

#include <algorithm>
#include <utility>

#include "grammar/ast/error.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {

command::Definition<OrderedFigureArgs> ordered_figure(const std::string& name, const std::string& title) {
  return std::move(command::define<OrderedFigureArgs>(name, title)
      .varlist(&OrderedFigureArgs::variable, command::Count{1, 1})
      .if_in(&OrderedFigureArgs::sample)
      .flag("GRID", &OrderedFigureArgs::grid, "accepted: lines of a grid are not drawn")
      .any_options(&OrderedFigureArgs::options)
      .no_by()
      .changes(command::Effect::process));
}

void draw_ordered(const OrderedFigureArgs& a, runtime::Session& s, PointFigure (*place)(const OrderedValues& v)) {
  const command::Context c = s.context();
  const data::Column& column = c.numeric(a.variable[0]);
  OrderedValues v;
  for (const data::Row r : c.rows(a.sample))
    if (!column.missing_at(r)) v.values.push_back(column.number(r));
  if (v.values.empty()) throw Error(2000, "no observations");
  std::sort(v.values.begin(), v.values.end());
  const numeric::Summary summary = numeric::summarize(v.values);
  v.mean = summary.mean;
  v.sd = summary.sd > 0 ? summary.sd : data::missing;
  v.name = a.variable[0];
  v.label = c.variable(v.name).label;
  if (v.label.empty()) v.label = v.name;
  PointFigure f = place(v);
  f.options = a.options;
  draw_point_figure(f, s);
}

}  // namespace nqp::kit
