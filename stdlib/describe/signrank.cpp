// signrank: Wilcoxon's matched-pairs signed-ranks test.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/pair_differences.hpp"
#include "stdlib/numeric/moments/exact_ranks.hpp"
#include "stdlib/numeric/moments/rank_tests.hpp"

namespace nqp::commands::signrank_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  ast::ExpressionPtr body, assigned;
  Sample sample;
  bool exact = false;
};

std::string fixed(double x, const char* format) { return text::trimmed(text::format_number(kit::stored(x), format)); }

report::Table signs_table(const numeric::SignedRank& t) {
  report::Table table;
  table.columns = {{12, 0, false}, {8, 1, true}, {11, 1, false}, {11, 1, false}};
  table.row({text_cell("Sign", Align::right), text_cell("Obs", Align::right), text_cell("Sum ranks", Align::right),
             text_cell("Expected", Align::right)});
  table.rule();
  const auto row = [&](const char* name, double n, double sum, double expected) {
    table.row({text_cell(name, Align::right), number_cell(n, "%8.0gc"), number_cell(sum, "%9.0g"),
               number_cell(expected, "%9.0g")});
  };
  row("Positive", t.n_positive, t.sum_positive, t.expected);
  row("Negative", t.n_negative, t.sum_negative, t.expected);
  row("Zero", t.n_zero, t.sum_zero, t.sum_zero);
  table.rule();
  const double n = t.n_positive + t.n_negative + t.n_zero, sum = n * (n + 1) / 2;
  row("All", n, sum, sum);
  return table;
}

Output run(const Args& a, const Context& c) {
  const kit::PairDifferences d = kit::pair_differences(a.body, a.assigned, kit::weighted_rows(c, a.sample), c);
  const numeric::SignedRank t =
      kit::compute(c, [&](numeric::Progress&) { return numeric::signed_rank_test(d.values); });
  Output out;
  out.document.blank().line("Wilcoxon signed-rank test").blank();
  out.document.add(signs_table(t));
  out.document.blank();
  out.line(fmt::format("Unadjusted variance {:>12}", fixed(t.variance_unadjusted, "%10.2f")));
  out.line(fmt::format("Adjustment for ties {:>12}", fixed(t.adjustment_ties, "%10.2f")));
  out.line(fmt::format("Adjustment for zeros{:>12}", fixed(t.adjustment_zeros, "%10.2f")));
  out.line(std::string(20, ' ') + std::string(12, '-'));
  out.line(fmt::format("Adjusted variance   {:>12}", fixed(t.variance, "%10.2f"))).document.blank();
  out.line("H0: " + d.first + " = " + d.second);
  out.line(fmt::format("         z = {:>6}", fixed(t.z, "%6.3f")));
  out.line(fmt::format("Prob > |z| = {:>6}", fixed(t.p, "%6.4f")));
  const auto too_many = static_cast<double>(numeric::most_exact_ranks);
  if (a.exact && static_cast<double>(d.values.size()) > too_many)
    throw Error(198, fmt::format("exact is computed for at most {} observations", too_many));
  double p_exact = data::missing;
  if (a.exact) {
    p_exact = kit::compute(c, [&](numeric::Progress&) { return numeric::exact_signed_rank_p(d.values); });
    out.line(fmt::format("Exact prob = {:>6}", fixed(p_exact, "%6.4f")));
  }
  out.r = Results{}.scalar("N", t.n_positive + t.n_negative + t.n_zero).scalar("N_pos", t.n_positive);
  out.r->scalar("N_neg", t.n_negative).scalar("N_tie", t.n_zero).scalar("sum_pos", t.sum_positive);
  out.r->scalar("sum_neg", t.sum_negative).scalar("Var_a", kit::stored(t.variance)).scalar("z", kit::stored(t.z));
  out.r->scalar("p", kit::stored(t.p)).scalar("p_l", kit::stored(t.p_l));
  out.r->scalar("p_u", kit::stored(t.p_u));
  if (a.exact) out.r->scalar("p_exact", kit::stored(p_exact));
  return out;
}

}  // namespace

extern const Command signrank_command =
    define<Args>("signrank", "Wilcoxon signed-rank test")
        .expression(&Args::body)
        .assigned(&Args::assigned, false)
        .if_in(&Args::sample)
        .flag("EXact", &Args::exact, "exact significance, of up to 200 pairs")
        .stores({{"r(N)", "number of pairs"},
                 {"r(N_pos)", "positive differences"},
                 {"r(N_neg)", "negative differences"},
                 {"r(N_tie)", "differences of zero"},
                 {"r(sum_pos)", "rank sum of the positive differences"},
                 {"r(sum_neg)", "rank sum of the negative differences"},
                 {"r(Var_a)", "variance adjusted for ties and zeros"},
                 {"r(z)", "z statistic"},
                 {"r(p)", "two-sided significance"},
                 {"r(p_l)", "significance of the lower tail"},
                 {"r(p_u)", "significance of the upper tail"},
                 {"r(p_exact)", "exact two-sided significance, with exact"}})
        .changes(Effect::results)
        .reference("Wilcoxon, F. (1945). Biometrics 1, 80-83.")
        .example("Matched pairs", "clear\ninput a b\n20 24\n23 25\n21 21\n25 22\n18 23\n17 18\nend\nsignrank a = b",
                 "r(N_pos) == 1 & r(N_tie) == 1")
        .example("Few pairs", "clear\ninput d\n1\n2\n3\nend\nsignrank d = 0, exact", "r(p_exact) == .25")
        .example("Against a value", "sysuse auto\nsignrank mpg = 20 if foreign", "r(N) == 22")
        .runs(run);

}  // namespace nqp::commands::signrank_
