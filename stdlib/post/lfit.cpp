// lfit: the old name of estat gof.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::lfit_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

void act(const Args& a, runtime::Session& s) { s.run_command("estat gof " + a.line); }

}  // namespace

extern const Command lfit_command =
    define<Args>("lfit", "Goodness of fit of a binary model: estat gof")
        .raw(&Args::line)
        .no_by()
        .changes(Effect::results)
        .remark("The same options and results as estat gof.")
        .example("After logit", "sysuse auto\nquietly logit foreign mpg weight\nlfit, group(10)", "r(df) == 8")
        .example("It follows a binary model", "capture lfit", "_rc != 0")
        .acts(act);

}  // namespace nqp::commands::lfit_
