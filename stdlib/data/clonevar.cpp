#include "interpreter/command/definition.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::clonevar_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string target;
  ast::ExpressionPtr source;
  Sample sample;
};

Output run(const Args& a, const Context& c) {
  kit::check_new_name(c, a.target);
  if (a.source->kind != ast::Expression::Kind::name) throw Error(198, "write clonevar new = old", a.source->span);
  data::Variable v = c.variable(a.source->text);
  const kit::Selection s = kit::select(c, a.sample);
  std::vector<data::Row> rows(c.frame.rows);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = s.holds(i) ? static_cast<data::Row>(i) : 0xffffffffu;
  v.name = a.target;
  v.column = data::gather(*v.column, rows);
  Output out;
  const std::size_t left_out = c.frame.rows - s.count();
  if (left_out > 0) out.line(kit::count_of(left_out, "missing value generated", "missing values generated"));
  data::Frame f = c.frame;
  f.add(std::move(v));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command clonevar_command =
    define<Args>("clonevar", "Copy a variable with its type, labels and format")
        .anything(&Args::target)
        .assigned(&Args::source)
        .if_in(&Args::sample)
        .no_by()
        .changes(Effect::data)
        .example("A copy", "sysuse auto\nclonevar origin = foreign", "origin[74] == 1")
        .example("Some rows", "sysuse auto\nclonevar p = price if foreign", "missing(p[1]) & p[74] == 11995")
        .runs(run);

}  // namespace nqp::commands::clonevar_
