// avplots: added-variable plots of all regressors.

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/model_data.hpp"
#include "stdlib/kit/point_figure.hpp"

namespace nqp::commands::avplots_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::vector<ast::Option> options;
};

void act(const Args& a, Session& s) {
  const Context c = s.context();
  if (!c.e) throw Error(301, "last estimates not found", std::nullopt, {"avplots follows regress"});
  std::string names, drawn;
  for (const std::string& name : kit::model_data(c).names) {
    drawn = s.temporary_name();
    s.run_command("avplot " + name + ", name(" + drawn + ", replace)");
    names += " " + drawn;
  }
  if (names.empty()) throw Error(102, "the model has no regressors");
  s.run_command("graph combine" + names + "," + kit::options_as_text(a.options));
  s.quietly([&] { s.run_command("graph drop" + names); });
}

}  // namespace

extern const Command avplots_command =
    define<Args>("avplots", "Added-variable plots of all regressors")
        .any_options(&Args::options)
        .no_by()
        .changes(Effect::process)
        .example("On one page", "sysuse auto\nquietly regress price mpg weight\navplots, name(all)", "_N == 74")
        .example("It follows an estimation", "capture avplots", "_rc == 301")
        .acts(act);

}  // namespace nqp::commands::avplots_
