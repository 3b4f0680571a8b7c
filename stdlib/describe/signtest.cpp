// signtest: are positive and negative differences equally likely?
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/pair_differences.hpp"
#include "stdlib/numeric/moments/rank_tests.hpp"

namespace nqp::commands::signtest_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  ast::ExpressionPtr body, assigned;
  Sample sample;
};

Output run(const Args& a, const Context& c) {
  const kit::PairDifferences d = kit::pair_differences(a.body, a.assigned, kit::weighted_rows(c, a.sample), c);
  const numeric::SignTest t = kit::compute(c, [&](numeric::Progress&) { return numeric::sign_test(d.values); });
  const double expected = (t.n_positive + t.n_negative) / 2;
  Output out;
  report::Table table;
  table.columns = {{12, 0, false}, {11, 1, true}, {11, 1, false}};
  table.row(
      {text_cell("Sign", Align::right), text_cell("Observed", Align::right), text_cell("Expected", Align::right)});
  table.rule();
  const auto row = [&](const char* name, double n, double e) {
    table.row({text_cell(name, Align::right), number_cell(n, "%9.0g"), number_cell(e, "%9.0g")});
  };
  row("Positive", t.n_positive, expected);
  row("Negative", t.n_negative, expected);
  row("Zero", t.n_zero, t.n_zero);
  table.rule();
  row("All", 2 * expected + t.n_zero, 2 * expected + t.n_zero);
  out.document.blank().line("Sign test").blank().add(std::move(table)).blank();
  const auto line = [&](const std::string& alternative, double p) {
    out.line("H0: median of " + d.first + " - " + d.second + " = 0, Ha: " + alternative);
    out.line("    Pr = " + text::trimmed(text::format_number(p, "%6.4f")));
  };
  line("median > 0", t.p_positive);
  line("median < 0", t.p_negative);
  line("median != 0", t.p);
  out.r = Results{}.scalar("N", 2 * expected + t.n_zero).scalar("N_pos", t.n_positive).scalar("N_neg", t.n_negative);
  out.r->scalar("N_tie", t.n_zero).scalar("p_u", t.p_positive).scalar("p_l", t.p_negative).scalar("p", t.p);
  return out;
}

}  // namespace

extern const Command signtest_command =
    define<Args>("signtest", "Sign test of matched pairs")
        .expression(&Args::body)
        .assigned(&Args::assigned, false)
        .if_in(&Args::sample)
        .stores({{"r(N)", "number of pairs"},
                 {"r(N_pos)", "positive differences"},
                 {"r(N_neg)", "negative differences"},
                 {"r(N_tie)", "differences of zero"},
                 {"r(p)", "two-sided significance"},
                 {"r(p_l)", "significance of the lower tail"},
                 {"r(p_u)", "significance of the upper tail"}})
        .changes(Effect::results)
        .example("Matched pairs", "clear\ninput a b\n1 2\n3 4\n5 5\n2 4\nend\nsigntest a = b",
                 "r(p) == .25 & r(N_neg) == 3")
        .example("Against a value", "sysuse auto\nsigntest mpg = 20", "r(N) == 74")
        .runs(run);

}  // namespace nqp::commands::signtest_
