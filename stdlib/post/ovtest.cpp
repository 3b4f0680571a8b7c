// ovtest: the older name of estat ovtest.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/old_estat_name.hpp"

namespace nqp::commands::ovtest_ {
namespace {

command::Output run(const kit::OldEstatArgs& a, const command::Context& c) {
  return kit::run_old_estat_name("ovtest", a, c);
}

}  // namespace

extern const command::Command ovtest_command =
    kit::old_estat_name("ovtest", "Regression specification error test (RESET) after regress")
        .stores({{"r(F)", "F"}, {"r(p)", "p-value"}})
        .example("The same as estat",
                 "sysuse auto\nquietly regress price mpg weight\novtest\nscalar old = r(F)\nestat ovtest",
                 "old == r(F)")
        .example("With powers of the regressors",
                 "sysuse auto\nquietly regress price mpg weight\novtest, rhs",
                 "r(p) < .05")
        .runs(run);

}  // namespace nqp::commands::ovtest_
