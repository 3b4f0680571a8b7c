#include "stdlib/kit/proportion_test.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/coefficient_table.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/sample_table.hpp"
#include "stdlib/numeric/moments/intervals.hpp"
#include "stdlib/numeric/moments/proportion_tests.hpp"

namespace nqp::kit {
namespace {

using report::Align;
using report::Cell;
using report::number_cell;
using report::text_cell;

struct ProportionLine {
  std::string name;
  double estimate, se, z, p;
  numeric::Interval interval;
};

report::Table proportions_table(const std::vector<std::vector<ProportionLine>>& blocks, double level) {
  report::Table t;
  t.columns = {{12, 0, false}, {10, 1, true}, {10, 1, false}, {7, 1, false},
               {5, 3, false},  {9, 4, false}, {9, 3, false}};
  Cell interval = text_cell(interval_heading(level), Align::right);
  interval.span = 2;
  t.rule();
  t.row({text_cell("Group", Align::right), text_cell("Mean", Align::right), text_cell("Std. err.", Align::right),
         text_cell("z", Align::right), text_cell("P>|z|", Align::right), interval});
  for (const std::vector<ProportionLine>& block : blocks) {
    t.rule();
    for (const ProportionLine& l : block) {
      const bool tested = !data::is_missing(l.z);
      t.row({text_cell(text::abbreviate(l.name, 12), Align::right), number_cell(l.estimate, "%9.0g"),
             number_cell(stored(l.se), "%9.0g"), tested ? number_cell(l.z, "%7.2f") : text_cell(""),
             tested ? number_cell(l.p, "%5.3f") : text_cell(""), number_cell(stored(l.interval.low), "%9.0g"),
             number_cell(stored(l.interval.high), "%9.0g")});
    }
  }
  t.rule();
  return t;
}

ProportionLine proportion_line(const SampleProportion& p, double level) {
  const double se = std::sqrt(p.p * (1 - p.p) / p.n);
  return {p.name,
          p.p,
          se,
          data::missing,
          data::missing,
          numeric::proportion_interval(p.n, p.p * p.n, level, numeric::ProportionInterval::wald)};
}

Hypotheses proportion_hypotheses(const numeric::ProportionTest& t, const std::string& what, const std::string& value) {
  Hypotheses h;
  h.statistic = "z";
  h.value = t.z;
  h.null = what + " = " + value;
  const char* signs[3] = {" < ", " != ", " > "};
  for (int k = 0; k < 3; ++k) h.alternatives[k] = what + signs[k] + value;
  h.sides[0] = "Z < z", h.sides[1] = "|Z| > |z|", h.sides[2] = "Z > z";
  h.p[0] = t.p_l, h.p[1] = t.p, h.p[2] = t.p_u;
  return h;
}

void file_proportion_test(const numeric::ProportionTest& t, command::Results& r) {
  r.scalar("z", stored(t.z)).scalar("p", stored(t.p)).scalar("p_l", stored(t.p_l));
  r.scalar("p_u", stored(t.p_u));
}

}  // namespace

command::Output report_one_proportion(const SampleProportion& p, double hypothesis, double level) {
  if (!(hypothesis > 0 && hypothesis < 1)) throw Error(198, "a proportion must lie between 0 and 1");
  const numeric::ProportionTest t = numeric::proportion_test_one(p.n, p.p, hypothesis);
  command::Output out;
  out.document.blank().line("One-sample test of proportion");
  out.document.add(proportions_table({{proportion_line(p, level)}}, level));
  Hypotheses h = proportion_hypotheses(t, "p", text::macro_number(hypothesis));
  h.definition = "p = proportion(" + p.name + ")";
  out.document.append(hypotheses(h));
  out.r = command::Results{}.scalar("N", p.n).scalar("P", p.p).scalar("se", stored(t.se)).scalar("level", level);
  file_proportion_test(t, *out.r);
  return out;
}

command::Output report_two_proportions(const SampleProportion& a, const SampleProportion& b, double level) {
  const numeric::ProportionTest t = numeric::proportion_test_two(a.n, a.p, b.n, b.p);
  command::Output out;
  out.document.blank().line("Two-sample test of proportions");
  const ProportionLine diff{"diff",        t.difference,  t.se,
                            data::missing, data::missing, numeric::t_interval(t.difference, t.se, HUGE_VAL, level)};
  const ProportionLine under_null{"under H0:", data::missing, t.se_null,
                                  stored(t.z), stored(t.p),   {data::missing, data::missing}};
  out.document.add(
      proportions_table({{proportion_line(a, level), proportion_line(b, level)}, {diff, under_null}}, level));
  Hypotheses h = proportion_hypotheses(t, "diff", "0");
  h.definition = "diff = prop(" + a.name + ") - prop(" + b.name + ")";
  out.document.append(hypotheses(h));
  out.r = command::Results{}.scalar("N_1", a.n).scalar("N_2", b.n).scalar("P_1", a.p).scalar("P_2", b.p);
  out.r->scalar("P_diff", t.difference).scalar("se_diff", stored(t.se)).scalar("se_diff0", stored(t.se_null));
  out.r->scalar("level", level);
  file_proportion_test(t, *out.r);
  return out;
}

}  // namespace nqp::kit
