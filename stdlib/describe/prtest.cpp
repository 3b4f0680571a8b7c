// prtest: tests of proportions.
#include "interpreter/command/definition.hpp"
#include "stdlib/kit/comparison.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/proportion_test.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::prtest_ {
namespace {

using namespace command;
struct Args {
  ast::ExpressionPtr body, assigned;
  Sample sample;
  std::string by;
  double level = 0;
};

kit::SampleProportion proportion_of(const std::string& name, const std::vector<double>& x, const Context& c) {
  if (x.empty()) throw Error(2000, "no observations");
  for (const double v : x)
    if (v != 0 && v != 1)
      throw Error(450, name + " takes values other than 0 and 1", std::nullopt,
                  {"generate a 0/1 variable of it, for instance  generate byte y = x > 5 if !missing(x)"});
  const numeric::MeanOnly m = kit::compute(c, [&](numeric::Progress&) { return numeric::summarize_mean(x); });
  return {name, m.n, m.mean};
}

Output run(const Args& a, const Context& c) {
  const kit::Comparison what = kit::read_comparison(a.body, a.assigned, c);
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  const double level = kit::level_or_default(a.level, c);
  const auto values = [&](const std::string& name) {
    return proportion_of(name, kit::observed(c.numeric(name), rows).x, c);
  };
  if (!a.by.empty()) {
    const kit::TwoGroups g = kit::two_groups(what.variable, a.by, rows, c);
    return kit::report_two_proportions(proportion_of(g.name[0], g.group[0].x, c),
                                       proportion_of(g.name[1], g.group[1].x, c), level);
  }
  if (what.value) return kit::report_one_proportion(values(what.variable), *what.value, level);
  if (what.other.empty())
    throw Error(198, "nothing to compare " + what.variable + " with", std::nullopt,
                {"write  prtest x == #,  x == y,  or  x, by(group)"});
  return kit::report_two_proportions(values(what.variable), values(what.other), level);
}

Definition<Args> definition() {
  Definition<Args> d = define<Args>("prtest", "Tests of proportions");
  d.expression(&Args::body)
      .assigned(&Args::assigned, false)
      .if_in(&Args::sample)
      .variable("BY", &Args::by, "the two groups to compare");
  kit::proportion_test_results(d);
  return d;
}

}  // namespace

extern const Command prtest_command =
    definition()
        .example("One sample", "sysuse auto\nprtest foreign == .4", "abs(r(z) + 1.8034) < 0.001")
        .example("Two groups", "sysuse auto\ngenerate byte heavy = weight > 3000\nprtest heavy, by(foreign) level(90)",
                 "r(P_1) > r(P_2)")
        .runs(run);

}  // namespace nqp::commands::prtest_
