// imtest: the older name of estat imtest.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/old_estat_name.hpp"

namespace nqp::commands::imtest_ {
namespace {

command::Output run(const kit::OldEstatArgs& a, const command::Context& c) {
  return kit::run_old_estat_name("imtest", a, c);
}

}  // namespace

extern const command::Command imtest_command =
    kit::old_estat_name("imtest", "Information matrix test after regress")
        .stores({{"r(chi2_h)", "heteroskedasticity"}, {"r(df_h)", "its degrees of freedom"}})
        .example("The same as estat",
                 "sysuse auto\nquietly regress price mpg weight\nimtest\nscalar old = r(chi2_h)\nestat imtest",
                 "old == r(chi2_h)")
        .example("White's test",
                 "sysuse auto\nquietly regress price mpg weight\nimtest, white",
                 "r(df_h) == 5")
        .runs(run);

}  // namespace nqp::commands::imtest_
