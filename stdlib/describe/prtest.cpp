// prtest: tests of proportions.
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/comparison.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/display.hpp"
#include "stdlib/kit/sample_table.hpp"
#include "stdlib/numeric/moments/intervals.hpp"
#include "stdlib/numeric/moments/proportion_tests.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::prtest_ {
namespace {

using namespace command;
using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct Args {
  ast::ExpressionPtr body, assigned;
  Sample sample;
  std::string by;
  double level = 0;
};

struct Proportion {
  std::string name;
  double n = 0, p = 0;
};

Proportion proportion_of(const std::string& name, const std::vector<double>& x, const Context& c) {
  if (x.empty()) throw Error(2000, "no observations");
  for (const double v : x)
    if (v != 0 && v != 1)
      throw Error(450, name + " takes values other than 0 and 1", std::nullopt,
                  {"generate a 0/1 variable of it, for instance  generate byte y = x > 5 if !missing(x)"});
  const numeric::MeanOnly m = kit::compute(c, [&](numeric::Progress&) { return numeric::summarize_mean(x); });
  return {name, m.n, m.mean};
}

struct Line {
  std::string name;
  double estimate, se, z, p;
  numeric::Interval interval;
};

report::Table proportions_table(const std::vector<std::vector<Line>>& blocks, double level) {
  report::Table t;
  t.columns = {{12, 0, false}, {10, 1, true}, {10, 1, false}, {7, 1, false},
               {5, 3, false},  {9, 4, false}, {9, 3, false}};
  Cell interval = text_cell(kit::interval_heading(level), Align::right);
  interval.span = 2;
  t.rule();
  t.row({text_cell("Group", Align::right), text_cell("Mean", Align::right), text_cell("Std. err.", Align::right),
         text_cell("z", Align::right), text_cell("P>|z|", Align::right), interval});
  for (const std::vector<Line>& block : blocks) {
    t.rule();
    for (const Line& l : block) {
      const bool tested = !data::is_missing(l.z);
      t.row({text_cell(text::abbreviate(l.name, 12), Align::right), number_cell(l.estimate, "%9.0g"),
             number_cell(kit::stored(l.se), "%9.0g"), tested ? number_cell(l.z, "%7.2f") : text_cell(""),
             tested ? number_cell(l.p, "%5.3f") : text_cell(""), number_cell(kit::stored(l.interval.low), "%9.0g"),
             number_cell(kit::stored(l.interval.high), "%9.0g")});
    }
  }
  t.rule();
  return t;
}

Line line_of(const Proportion& p, double level) {
  const double se = std::sqrt(p.p * (1 - p.p) / p.n);
  return {p.name,
          p.p,
          se,
          data::missing,
          data::missing,
          numeric::proportion_interval(p.n, p.p * p.n, level, numeric::ProportionInterval::wald)};
}

kit::Hypotheses hypotheses_of(const numeric::ProportionTest& t, const std::string& what, const std::string& value) {
  kit::Hypotheses h;
  h.statistic = "z";
  h.value = t.z;
  h.null = what + " = " + value;
  const char* signs[3] = {" < ", " != ", " > "};
  for (int k = 0; k < 3; ++k) h.alternatives[k] = what + signs[k] + value;
  h.sides[0] = "Z < z", h.sides[1] = "|Z| > |z|", h.sides[2] = "Z > z";
  h.p[0] = t.p_l, h.p[1] = t.p, h.p[2] = t.p_u;
  return h;
}

void file_test(const numeric::ProportionTest& t, Results& r) {
  r.scalar("z", kit::stored(t.z)).scalar("p", kit::stored(t.p)).scalar("p_l", kit::stored(t.p_l));
  r.scalar("p_u", kit::stored(t.p_u));
}

Output one_sample(const Proportion& p, double hypothesis, double level) {
  if (!(hypothesis > 0 && hypothesis < 1)) throw Error(198, "a proportion must lie between 0 and 1");
  const numeric::ProportionTest t = numeric::proportion_test_one(p.n, p.p, hypothesis);
  Output out;
  out.document.blank().line("One-sample test of proportion");
  out.document.add(proportions_table({{line_of(p, level)}}, level));
  kit::Hypotheses h = hypotheses_of(t, "p", text::macro_number(hypothesis));
  h.definition = "p = proportion(" + p.name + ")";
  out.document.append(kit::hypotheses(h));
  out.r = Results{}.scalar("N", p.n).scalar("P", p.p).scalar("se", kit::stored(t.se)).scalar("level", level);
  file_test(t, *out.r);
  return out;
}

Output two_samples(const Proportion& a, const Proportion& b, double level) {
  const numeric::ProportionTest t = numeric::proportion_test_two(a.n, a.p, b.n, b.p);
  Output out;
  out.document.blank().line("Two-sample test of proportions");
  const Line diff{"diff",        t.difference,  t.se,
                  data::missing, data::missing, numeric::t_interval(t.difference, t.se, HUGE_VAL, level)};
  const Line under_null{"under H0:",      data::missing,    t.se_null,
                        kit::stored(t.z), kit::stored(t.p), {data::missing, data::missing}};
  out.document.add(proportions_table({{line_of(a, level), line_of(b, level)}, {diff, under_null}}, level));
  kit::Hypotheses h = hypotheses_of(t, "diff", "0");
  h.definition = "diff = prop(" + a.name + ") - prop(" + b.name + ")";
  out.document.append(kit::hypotheses(h));
  out.r = Results{}.scalar("N_1", a.n).scalar("N_2", b.n).scalar("P_1", a.p).scalar("P_2", b.p);
  out.r->scalar("P_diff", t.difference).scalar("se_diff", kit::stored(t.se)).scalar("se_diff0", kit::stored(t.se_null));
  out.r->scalar("level", level);
  file_test(t, *out.r);
  return out;
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
    return two_samples(proportion_of(g.name[0], g.group[0].x, c), proportion_of(g.name[1], g.group[1].x, c), level);
  }
  if (what.value) return one_sample(values(what.variable), *what.value, level);
  if (what.other.empty())
    throw Error(198, "nothing to compare " + what.variable + " with", std::nullopt,
                {"write  prtest x == #,  x == y,  or  x, by(group)"});
  return two_samples(values(what.variable), values(what.other), level);
}

}  // namespace

extern const Command prtest_command =
    define<Args>("prtest", "Tests of proportions")
        .expression(&Args::body)
        .assigned(&Args::assigned, false)
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the two groups to compare")
        .number("Level", &Args::level, 10, 99.99, "confidence level in percent")
        .stores({{"r(N)", "number of observations, one sample"},
                 {"r(P)", "proportion, one sample"},
                 {"r(se)", "standard error of the proportion, one sample"},
                 {"r(N_1)", "observations in the first sample"},
                 {"r(N_2)", "observations in the second sample"},
                 {"r(P_1)", "proportion in the first sample"},
                 {"r(P_2)", "proportion in the second sample"},
                 {"r(P_diff)", "difference of the proportions"},
                 {"r(se_diff)", "its standard error"},
                 {"r(se_diff0)", "its standard error under the null hypothesis"},
                 {"r(z)", "z statistic"},
                 {"r(p)", "two-sided significance"},
                 {"r(p_l)", "significance of the lower tail"},
                 {"r(p_u)", "significance of the upper tail"},
                 {"r(level)", "confidence level"}})
        .changes(Effect::results)
        .example("One sample", "sysuse auto\nprtest foreign == .4", "abs(r(z) + 1.8034) < 0.001")
        .example("Two groups", "sysuse auto\ngenerate byte heavy = weight > 3000\nprtest heavy, by(foreign) level(90)",
                 "r(P_1) > r(P_2)")
        .runs(run);

}  // namespace nqp::commands::prtest_
