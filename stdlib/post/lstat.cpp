// lstat: the old name of estat classification.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::commands::lstat_ {
namespace {

using namespace command;

struct Args {
  std::string line;
};

void act(const Args& a, runtime::Session& s) { s.run_command("estat classification " + a.line); }

}  // namespace

extern const Command lstat_command =
    define<Args>("lstat", "Table of predicted and observed outcomes: estat classification")
        .raw(&Args::line)
        .no_by()
        .changes(Effect::results)
        .remark("The same options and results as estat classification.")
        .example("After logit", "sysuse auto\nquietly logit foreign mpg weight\nlstat, cutoff(.5)", "r(P_corr) > 50")
        .example("It follows a binary model", "capture lstat", "_rc != 0")
        .acts(act);

}  // namespace nqp::commands::lstat_
