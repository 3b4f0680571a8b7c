// sdtest: tests of standard deviations.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/comparison.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/mean_test.hpp"
#include "stdlib/kit/sample_table.hpp"
#include "stdlib/numeric/moments/intervals.hpp"
#include "stdlib/numeric/moments/proportion_tests.hpp"
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

kit::SampleRow row_of(const std::string& name, const SampleMoments& s, double level) {
  const numeric::Interval ci = numeric::mean_interval(s.n, s.mean, s.sd, level);
  return {name,
          s.n,
          s.mean,
          kit::stored(s.sd / std::sqrt(s.n)),
          kit::stored(s.sd),
          kit::stored(ci.low),
          kit::stored(ci.high)};
}

Output one_sample(const std::string& name, const SampleMoments& s, double hypothesis, double level) {
  if (!(hypothesis > 0)) throw Error(411, "a standard deviation must be positive");
  const numeric::OneVarianceTest t = numeric::variance_test_one(s.n, s.sd, hypothesis);
  const std::string value = text::macro_number(hypothesis);
  Output out;
  out.document.blank().line("One-sample test of variance");
  out.document.add(kit::sample_table("Variable", {{row_of(name, s, level)}}, level));
  kit::Hypotheses h;
  h.definition = "sd = sd(" + name + ")";
  h.null = "sd = " + value;
  h.statistic = "c = chi2";
  h.value = t.chi2;
  h.degrees = text::macro_number(t.df);
  const std::string signs[3] = {" < ", " != ", " > "};
  for (int k = 0; k < 3; ++k) h.alternatives[k] = "sd" + signs[k] + value;
  h.sides[0] = "C < c";
  h.sides[1] = "two-sided";
  h.sides[2] = "C > c";
  h.p[0] = t.p_l, h.p[1] = t.p, h.p[2] = t.p_u;
  out.document.append(kit::hypotheses(h));
  out.r = Results{}.scalar("N", s.n).scalar("sd", s.sd).scalar("chi2", t.chi2).scalar("df", t.df);
  out.r->scalar("p", t.p).scalar("p_l", t.p_l).scalar("p_u", t.p_u);
  return out;
}

Output ratio(const std::string& heading, const std::string& a_name, const SampleMoments& a, const std::string& b_name,
             const SampleMoments& b, double level) {
  const numeric::VarianceTest t = numeric::variance_ratio_test(a, b);
  Output out;
  out.document.blank().line("Variance ratio test");
  out.document.add(kit::sample_table(
      heading, {{row_of(a_name, a, level), row_of(b_name, b, level)}, {row_of("Combined", kit::combine(a, b), level)}},
      level));
  kit::Hypotheses h;
  h.definition = "ratio = sd(" + a_name + ") / sd(" + b_name + ")";
  h.null = "ratio = 1";
  h.statistic = "f";
  h.value = t.F;
  h.degrees = text::macro_number(t.df1) + ", " + text::macro_number(t.df2);
  const char* alternatives[3] = {"ratio < 1", "ratio != 1", "ratio > 1"};
  for (int k = 0; k < 3; ++k) h.alternatives[k] = alternatives[k];
  h.sides[0] = "F < f";
  h.sides[1] = "two-sided";
  h.sides[2] = "F > f";
  h.p[0] = t.p_l, h.p[1] = t.p, h.p[2] = t.p_u;
  out.document.append(kit::hypotheses(h));
  out.r = Results{}.scalar("N", a.n + b.n).scalar("sd_1", a.sd).scalar("sd_2", b.sd).scalar("F", kit::stored(t.F));
  out.r->scalar("df_1", t.df1).scalar("df_2", t.df2).scalar("p", kit::stored(t.p));
  out.r->scalar("p_l", kit::stored(t.p_l)).scalar("p_u", kit::stored(t.p_u));
  return out;
}

Output run(const Args& a, const Context& c) {
  const kit::Comparison what = kit::read_comparison(a.body, a.assigned, c);
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  const double level = kit::level_or_default(a.level, c);
  const auto values = [&](const std::string& name) { return moments(kit::observed(c.numeric(name), rows).x, c); };
  if (!a.by.empty()) {
    const kit::TwoGroups g = kit::two_groups(what.variable, a.by, rows, c);
    return ratio("Group", g.name[0], moments(g.group[0].x, c), g.name[1], moments(g.group[1].x, c), level);
  }
  if (what.value) return one_sample(what.variable, values(what.variable), *what.value, level);
  if (what.other.empty())
    throw Error(198, "nothing to compare " + what.variable + " with", std::nullopt,
                {"write  sdtest x == #,  x == y,  or  x, by(group)"});
  return ratio("Variable", what.variable, values(what.variable), what.other, values(what.other), level);
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
