// ttest: tests of means, one sample, two samples or matched pairs.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/comparison.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/mean_test.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::commands::ttest_ {
namespace {

using namespace command;

struct Args {
  ast::ExpressionPtr body, assigned;
  Sample sample;
  std::string by;
  bool unequal = false, unpaired = false, welch = false, reverse = false;
  double level = 0;
};

numeric::SampleMoments moments(const kit::Observed& o, const Context& c) {
  const numeric::Summary s = kit::compute(c, [&](numeric::Progress&) { return numeric::summarize(o.x); });
  return {s.n, s.mean, s.sd};
}

kit::Observed values_of(const std::string& name, const kit::WeightedRows& rows, const Context& c) {
  kit::Observed o = kit::observed(c.numeric(name), rows);
  if (o.x.empty()) throw Error(2000, "no observations");
  return o;
}

numeric::TwoSampleVariance variance_of(const Args& a) {
  if (a.welch) return numeric::TwoSampleVariance::welch;
  return a.unequal ? numeric::TwoSampleVariance::satterthwaite : numeric::TwoSampleVariance::equal;
}

Output by_groups(const Args& a, const std::string& x, const kit::WeightedRows& rows, double level, const Context& c) {
  kit::TwoGroups g = kit::two_groups(x, a.by, rows, c);
  if (a.reverse) {
    std::swap(g.name[0], g.name[1]);
    std::swap(g.group[0], g.group[1]);
  }
  std::vector<double> all = g.group[0].x;
  all.insert(all.end(), g.group[1].x.begin(), g.group[1].x.end());
  kit::TwoMeans t{
      {g.name[0], g.name[1]}, {moments(g.group[0], c), moments(g.group[1], c)}, {}, variance_of(a), "Group"};
  t.combined = moments({all, {}, WeightKind::none}, c);
  return kit::report_two_means(t, level);
}

Output paired(const std::string& x, const std::string& y, const kit::WeightedRows& rows, double level,
              const Context& c) {
  const data::Column& first = c.numeric(x);
  const data::Column& second = c.numeric(y);
  const kit::WeightedRows complete = kit::complete_rows(rows, {&first, &second});
  kit::need_rows(complete);
  const kit::Observed u = kit::observed(first, complete), v = kit::observed(second, complete);
  std::vector<double> difference(u.x.size());
  for (std::size_t i = 0; i < difference.size(); ++i) difference[i] = u.x[i] - v.x[i];
  return kit::report_paired_means({x, y}, moments(u, c), moments(v, c), moments({difference, {}, WeightKind::none}, c),
                                  level);
}

Output unpaired(const Args& a, const std::string& x, const std::string& y, const kit::WeightedRows& rows, double level,
                const Context& c) {
  const kit::Observed u = values_of(x, rows, c), v = values_of(y, rows, c);
  std::vector<double> all = u.x;
  all.insert(all.end(), v.x.begin(), v.x.end());
  kit::TwoMeans t{
      {x, y}, {moments(u, c), moments(v, c)}, moments({all, {}, WeightKind::none}, c), variance_of(a), "Variable"};
  return kit::report_two_means(t, level);
}

Output run(const Args& a, const Context& c) {
  const kit::Comparison what = kit::read_comparison(a.body, a.assigned, c);
  const double level = kit::level_or_default(a.level, c);
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  if (!a.by.empty()) {
    if (what.value || !what.other.empty())
      throw Error(198, "by() and == may not be combined", std::nullopt,
                  {"write  ttest " + what.variable + ", by(" + a.by + ")"});
    return by_groups(a, what.variable, rows, level, c);
  }
  if (what.value)
    return kit::report_one_mean(what.variable, moments(values_of(what.variable, rows, c), c), *what.value, level);
  if (what.other.empty())
    throw Error(198, "nothing to compare " + what.variable + " with", std::nullopt,
                {"write  ttest " + what.variable + " == #,  == another variable,  or  , by(group)"});
  if (a.unpaired) return unpaired(a, what.variable, what.other, rows, level, c);
  if (a.unequal || a.welch) throw Error(198, "unequal and welch need unpaired or by()");
  return paired(what.variable, what.other, rows, level, c);
}

}  // namespace

extern const Command ttest_command =
    define<Args>("ttest", "t tests of means")
        .expression(&Args::body)
        .assigned(&Args::assigned, false)
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the two groups to compare")
        .flag("UNEqual", &Args::unequal, "the variances may differ (Satterthwaite's degrees of freedom)")
        .flag("UNPaired", &Args::unpaired, "x == y are two independent samples")
        .flag("Welch", &Args::welch, "the variances may differ (Welch's degrees of freedom)")
        .flag("REVerse", &Args::reverse, "with by(): second group minus first")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"r(N_1)", "observations in the first sample"},
                 {"r(N_2)", "observations in the second sample"},
                 {"r(mu_1)", "mean of the first sample"},
                 {"r(mu_2)", "mean of the second sample"},
                 {"r(sd_1)", "standard deviation of the first sample"},
                 {"r(sd_2)", "standard deviation of the second sample"},
                 {"r(sd)", "standard deviation of all observations"},
                 {"r(se)", "standard error of the difference"},
                 {"r(t)", "t statistic"},
                 {"r(df_t)", "degrees of freedom"},
                 {"r(p)", "two-sided significance"},
                 {"r(p_l)", "significance of the lower tail"},
                 {"r(p_u)", "significance of the upper tail"},
                 {"r(level)", "confidence level"}})
        .changes(Effect::results)
        .reference(
            "Welch, B. L. (1947). Biometrika 34, 28-35; Satterthwaite, F. E. (1946). Biometrics Bulletin 2, 110-114.")
        .remark("The difference is the group with the lower value minus the other.")
        .example("Two groups", "sysuse auto\nttest price, by(foreign) unequal", "abs(r(t) + .4429594) < 1e-6")
        .example("Two groups, Welch, the other way round",
                 "sysuse auto\nttest price, by(foreign) welch reverse level(90)", "r(t) > 0")
        .example("One sample", "sysuse auto\nttest mpg == 20", "abs(r(t) - 1.9289) < 0.0001 & r(df_t) == 73")
        .example("Matched pairs and two samples",
                 "clear\ninput a b\n1 2\n3 3\n2 5\n4 4\nend\nttest a == b, unpaired\nttest a == b", "r(df_t) == 3")
        .runs(run);

}  // namespace nqp::commands::ttest_
