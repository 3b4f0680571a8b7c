// sdtest: tests of standard deviations.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/comparison.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/variance_test.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::sdtest_ {
namespace {

using namespace command;
using numeric::SampleMoments;

struct Args {
  ast::ExpressionPtr body, assigned;
  Sample sample;
  std::string by;
  double level = 0;
};

SampleMoments moments(const std::vector<double>& x, const Context& c) {
  if (x.empty()) throw Error(2000, "no observations");
  const numeric::Summary s = kit::compute(c, [&](numeric::Progress&) { return numeric::summarize(x); });
  return {s.n, s.mean, s.sd};
}

Output run(const Args& a, const Context& c) {
  const kit::Comparison what = kit::read_comparison(a.body, a.assigned, c);
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  const double level = kit::level_or_default(a.level, c);
  const auto values = [&](const std::string& name) { return moments(kit::observed(c.numeric(name), rows).x, c); };
  if (!a.by.empty()) {
    const kit::TwoGroups g = kit::two_groups(what.variable, a.by, rows, c);
    return kit::report_two_variances("Group", g.name[0], moments(g.group[0].x, c), g.name[1], moments(g.group[1].x, c),
                                     level);
  }
  if (what.value) return kit::report_one_variance(what.variable, values(what.variable), *what.value, level);
  if (what.other.empty())
    throw Error(198, "nothing to compare " + what.variable + " with", std::nullopt,
                {"write  sdtest x == #,  x == y,  or  x, by(group)"});
  return kit::report_two_variances("Variable", what.variable, values(what.variable), what.other, values(what.other),
                                   level);
}

}  // namespace

extern const Command sdtest_command =
    define<Args>("sdtest", "Tests of standard deviations")
        .expression(&Args::body)
        .assigned(&Args::assigned, false)
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the two groups to compare")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"r(N)", "number of observations"},
                 {"r(sd)", "standard deviation, one sample"},
                 {"r(sd_1)", "standard deviation of the first sample"},
                 {"r(sd_2)", "standard deviation of the second sample"},
                 {"r(chi2)", "chi-squared, one sample"},
                 {"r(df)", "its degrees of freedom"},
                 {"r(F)", "F statistic, two samples"},
                 {"r(df_1)", "numerator degrees of freedom"},
                 {"r(df_2)", "denominator degrees of freedom"},
                 {"r(p)", "two-sided significance"},
                 {"r(p_l)", "significance of the lower tail"},
                 {"r(p_u)", "significance of the upper tail"}})
        .changes(Effect::results)
        .remark("Both tests suppose normal populations.")
        .example("Two groups", "sysuse auto\nsdtest price, by(foreign)", "abs(r(F) - 1.3953219) < 1e-6")
        .example("One sample", "sysuse auto\nsdtest mpg == 5, level(90)", "r(df) == 73")
        .runs(run);

}  // namespace nqp::commands::sdtest_
