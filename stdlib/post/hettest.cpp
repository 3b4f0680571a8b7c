// hettest: the older name of estat hettest.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/old_estat_name.hpp"

namespace nqp::commands::hettest_ {
namespace {

command::Output run(const kit::OldEstatArgs& a, const command::Context& c) {
  return kit::run_old_estat_name("hettest", a, c);
}

}  // namespace

extern const command::Command hettest_command =
    kit::old_estat_name("hettest", "Breusch-Pagan test for heteroskedasticity after regress")
        .stores({{"r(chi2)", "chi-squared"}, {"r(p)", "p-value"}})
        .example("The same as estat",
                 "sysuse auto\nquietly regress price mpg weight\nhettest\nscalar old = r(chi2)\nestat hettest",
                 "old == r(chi2)")
        .example("With the regressors of the model",
                 "sysuse auto\nquietly regress price mpg weight\nhettest, rhs",
                 "r(df) == 2")
        .runs(run);

}  // namespace nqp::commands::hettest_
