// ranksum: Wilcoxon's rank-sum test of two samples (Mann and Whitney).
#include <fmt/format.h>
#include <cmath>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/comparison.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/moments/exact_ranks.hpp"
#include "stdlib/numeric/moments/tests.hpp"

namespace nqp::commands::ranksum_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variable;
  Sample sample;
  std::string by;
  bool porder = false, exact = false;
};

report::Table sums_table(const std::string& by, const kit::TwoGroups& g, const numeric::RankTest& t) {
  const double n1 = static_cast<double>(g.group[0].x.size()), n2 = static_cast<double>(g.group[1].x.size());
  const double n = n1 + n2;
  report::Table table;
  table.columns = {{12, 0, false}, {8, 1, true}, {11, 1, false}, {11, 1, false}};
  table.row({text_cell(text::abbreviate(by, 12), Align::right), text_cell("Obs", Align::right),
             text_cell("Rank sum", Align::right), text_cell("Expected", Align::right)});
  table.rule();
  const auto row = [&](const std::string& name, double obs, double sum, double expected) {
    table.row({text_cell(text::truncate(name, 12), Align::right), number_cell(obs, "%8.0gc"), number_cell(sum, "%9.0g"),
               number_cell(expected, "%9.0g")});
  };
  row(g.name[0], n1, t.rank_sum_1, t.expected_1);
  row(g.name[1], n2, t.rank_sum_2, n2 * (n + 1) / 2);
  table.rule();
  row("Combined", n, n * (n + 1) / 2, n * (n + 1) / 2);
  return table;
}

std::string fixed(double x, const char* format) { return text::trimmed(text::format_number(kit::stored(x), format)); }

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  const kit::TwoGroups g = kit::two_groups(a.variable[0], a.by, rows, c);
  const numeric::RankTest t =
      kit::compute(c, [&](numeric::Progress&) { return numeric::rank_sum_test(g.group[0].x, g.group[1].x); });
  const double n1 = static_cast<double>(g.group[0].x.size()), n2 = static_cast<double>(g.group[1].x.size());
  const double unadjusted = n1 * n2 * (n1 + n2 + 1) / 12;
  const double u = t.rank_sum_1 - n1 * (n1 + 1) / 2;
  Output out;
  out.document.blank().line("Two-sample Wilcoxon rank-sum (Mann-Whitney) test").blank();
  out.document.add(sums_table(a.by, g, t));
  out.document.blank();
  out.line(fmt::format("Unadjusted variance {:>12}", fixed(unadjusted, "%10.2f")));
  out.line(fmt::format("Adjustment for ties {:>12}", fixed(t.variance - unadjusted, "%10.2f")));
  out.line(std::string(20, ' ') + std::string(12, '-'));
  out.line(fmt::format("Adjusted variance   {:>12}", fixed(t.variance, "%10.2f"))).document.blank();
  out.line(fmt::format("H0: {0}({1}=={2}) = {0}({1}=={3})", a.variable[0], a.by, g.name[0], g.name[1]));
  out.line(fmt::format("         z = {:>6}", fixed(t.z, "%6.3f")));
  out.line(fmt::format("Prob > |z| = {:>6}", fixed(t.p, "%6.4f")));
  const auto too_many = static_cast<double>(numeric::most_exact_ranks);
  if (a.exact && n1 + n2 > too_many)
    throw Error(198, fmt::format("exact is computed for at most {} observations", too_many));
  double p_exact = data::missing;
  if (a.exact) {
    p_exact = kit::compute(
        c, [&](numeric::Progress&) { return numeric::exact_rank_sum_p(g.group[0].x, g.group[1].x); });
    out.line(fmt::format("Exact prob = {:>6}", fixed(p_exact, "%6.4f")));
  }
  const double order = u / (n1 * n2);
  if (a.porder) {
    out.document.blank();
    out.line(fmt::format("P{{{0}({1}=={2}) > {0}({1}=={3})}} = {4}", a.variable[0], a.by, g.name[0], g.name[1],
                         fixed(order, "%5.3f")));
  }
  out.r = Results{}.scalar("N", n1 + n2).scalar("N_1", n1).scalar("N_2", n2).scalar("z", kit::stored(t.z));
  out.r->scalar("p", kit::stored(t.p)).scalar("Var_a", kit::stored(t.variance)).scalar("sum_obs", t.rank_sum_1);
  out.r->scalar("sum_exp", t.expected_1).scalar("U", u).scalar("porder", order);
  if (a.exact) out.r->scalar("p_exact", kit::stored(p_exact));
  return out;
}

}  // namespace

extern const Command ranksum_command =
    define<Args>("ranksum", "Wilcoxon rank-sum test")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the two groups to compare")
        .required("by")
        .flag("porder", &Args::porder, "probability that a draw from the first group is the larger")
        .flag("EXact", &Args::exact, "exact significance, of up to 200 observations")
        .stores({{"r(N)", "number of observations"},
                 {"r(N_1)", "observations in the first group"},
                 {"r(N_2)", "observations in the second group"},
                 {"r(z)", "z statistic"},
                 {"r(p)", "two-sided significance"},
                 {"r(Var_a)", "variance adjusted for ties"},
                 {"r(sum_obs)", "rank sum of the first group"},
                 {"r(sum_exp)", "its expected value"},
                 {"r(U)", "Mann-Whitney statistic of the first group"},
                 {"r(p_exact)", "exact two-sided significance, with exact"},
                 {"r(porder)", "probability that a draw from the first group is the larger"}})
        .changes(Effect::results)
        .reference(
            "Wilcoxon, F. (1945). Biometrics 1, 80-83; Mann, H. B. and Whitney, D. R. (1947). Annals of "
            "Mathematical Statistics 18, 50-60.")
        .example("Prices of domestic and foreign cars", "sysuse auto\nranksum price, by(foreign)",
                 "abs(abs(r(z)) - 1.0407098) < 1e-6")
        .example("Which is the larger", "sysuse auto\nranksum mpg if rep78 < ., by(foreign) porder", "r(porder) < .5")
        .example("Few observations", "clear\ninput x g\n1 0\n2 0\n3 1\n4 1\nend\nranksum x, by(g) exact",
                 "abs(r(p_exact) - 1/3) < 1e-12")
        .runs(run);

}  // namespace nqp::commands::ranksum_
