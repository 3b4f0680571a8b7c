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

Definition<Args> definition() {
  Definition<Args> d = define<Args>("sdtest", "Tests of standard deviations");
  d.expression(&Args::body)
      .assigned(&Args::assigned, false)
      .if_in(&Args::sample)
      .variable("BY", &Args::by, "the two groups to compare");
  kit::variance_test_results(d);
  return d;
}

}  // namespace

extern const Command sdtest_command =
    definition()
        .remark("Both tests suppose normal populations.")
        .example("Two groups", "sysuse auto\nsdtest price, by(foreign)", "abs(r(F) - 1.3953219) < 1e-6")
        .example("One sample", "sysuse auto\nsdtest mpg == 5, level(90)", "r(df) == 73")
        .runs(run);

}  // namespace nqp::commands::sdtest_
