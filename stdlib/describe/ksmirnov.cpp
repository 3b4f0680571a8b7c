// ksmirnov: do two samples come from the same distribution?
#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/comparison.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/numeric/moments/rank_tests.hpp"

namespace nqp::commands::ksmirnov_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variable;
  ast::ExpressionPtr distribution;
  Sample sample;
  std::string by;
  bool exact = false;
};

constexpr std::size_t most_exact = std::size_t{1} << 28;  // cells of the exact computation

report::Table table_of(const numeric::KolmogorovSmirnov& t, const std::string& first, const std::string& second) {
  report::Table table;
  table.columns = {{20, 0, false}, {8, 2, false}, {9, 3, false}, {9, 3, false}};
  table.row({text_cell("Smaller group"), text_cell("D", Align::right), text_cell("p-value", Align::right),
             text_cell("Corrected", Align::right)});
  table.rule();
  const auto number = [](double x) { return number_cell(kit::stored(x), "%8.4f"); };
  table.row({text_cell(text::truncate(first, 20)), number(t.d_1), number(t.p_1)});
  table.row({text_cell(text::truncate(second, 20)), number(t.d_2), number(t.p_2)});
  table.row({text_cell("Combined K-S"), number(t.D), number(t.p), number(t.p_corrected)});
  return table;
}

Results results_of(const numeric::KolmogorovSmirnov& t) {
  Results r;
  r.scalar("D_1", t.d_1).scalar("p_1", t.p_1).scalar("D_2", t.d_2).scalar("p_2", t.p_2);
  r.scalar("D", t.D).scalar("p", t.p).scalar("p_cor", t.p_corrected);
  return r;
}

Output one_sample(const Args& a, const Context& c) {
  if (a.exact) throw Error(198, "option exact is for two samples");
  const std::vector<double> values = eval::evaluate_numbers(*a.distribution, c.scope);
  const data::Column& x = c.numeric(a.variable[0]);
  std::vector<double> probability;
  for (const data::Row r : c.rows(a.sample)) {
    const double p = values[r - c.scope.begin];
    if (x.missing_at(r) || data::is_missing(p)) continue;
    if (p < 0 || p > 1)
      throw Error(198, "the expression must give cumulative probabilities, between 0 and 1", std::nullopt,
                  {"for example  ksmirnov x = normal((x - 5)/2)"});
    probability.push_back(p);
  }
  if (probability.empty()) throw Error(2000, "no observations");
  const numeric::KolmogorovSmirnov t =
      kit::compute(c, [&](numeric::Progress&) { return numeric::kolmogorov_smirnov_fit(probability); });
  Output out;
  out.document.blank().line("One-sample Kolmogorov-Smirnov test against the theoretical distribution");
  out.document.line("  " + grammar::unparse(*a.distribution)).blank();
  out.document.add(table_of(t, a.variable[0], "Cumulative"));
  out.r = results_of(t);
  return out;
}

Output run(const Args& a, const Context& c) {
  if (a.distribution && a.by.empty()) return one_sample(a, c);
  if (a.distribution || a.by.empty())
    throw Error(198, a.by.empty() ? "option by() required" : "= exp and by() may not be combined", std::nullopt,
                {"write  ksmirnov x, by(group)  or  ksmirnov x = distribution function of x"});
  const kit::TwoGroups g = kit::two_groups(a.variable[0], a.by, kit::weighted_rows(c, a.sample), c);
  const std::vector<double>&first = g.group[0].x, &second = g.group[1].x;
  const numeric::KolmogorovSmirnov t =
      kit::compute(c, [&](numeric::Progress&) { return numeric::kolmogorov_smirnov_test(first, second); });
  Output out;
  out.document.blank().line("Two-sample Kolmogorov-Smirnov test for equality of distribution functions").blank();
  out.document.add(table_of(t, g.name[0], g.name[1]));
  out.r = results_of(t);
  if (a.exact) {
    if (first.size() > most_exact / second.size())
      throw Error(900, "the samples are too large for the exact significance", std::nullopt,
                  {"with so many observations the limiting distribution is exact enough"});
    const double p = kit::compute(c, [&](numeric::Progress&) {
      return numeric::kolmogorov_smirnov_exact(t.D, first.size(), second.size());
    });
    out.document.blank().line(fmt::format("Exact significance of the combined test: {:.4f}", p));
    out.r->scalar("p_exact", p);
  }
  if (t.ties) out.line("Note: there are ties, for which these significances are too large.", report::Style::note);
  out.r->macro("group1", g.name[0]).macro("group2", g.name[1]);
  return out;
}

}  // namespace

extern const Command ksmirnov_command =
    define<Args>("ksmirnov", "Kolmogorov-Smirnov tests of distributions")
        .varlist(&Args::variable, Count{1, 1})
        .assigned(&Args::distribution, false)
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the two groups to compare")
        .flag("Exact", &Args::exact, "two samples: the exact significance, too")
        .stores({{"r(D_1)", "largest excess of the second distribution function over the first"},
                 {"r(p_1)", "its significance"},
                 {"r(D_2)", "largest excess of the first over the second, negative"},
                 {"r(p_2)", "its significance"},
                 {"r(D)", "largest distance"},
                 {"r(p)", "its significance (limiting distribution)"},
                 {"r(p_cor)", "the same with a correction for small samples"},
                 {"r(p_exact)", "the same, exactly"},
                 {"r(group1)", "name of the first group"},
                 {"r(group2)", "name of the second group"}})
        .changes(Effect::results)
        .reference("Smirnov, N. V. (1939). Bulletin Mathématique de l'Université de Moscou 2, 3-16.")
        .example("Two groups", "sysuse auto\nksmirnov price, by(foreign)", "abs(r(D) - .24475524) < 1e-7")
        .example("Exact significance",
                 "clear\ninput x g\n1 0\n2 0\n4 0\n3 1\n5 1\n6 1\nend\nksmirnov x, by(g) exact",
                 "abs(r(D) - 2/3) < 1e-12 & abs(r(p_exact) - .6) < 1e-12")
        .example("Against a distribution",
                 "clear\ninput x\n.1\n.4\n.9\nend\nksmirnov x = x",
                 "abs(r(D_1) - (2/3 - .4)) < 1e-7 & abs(r(D_2) + .9 - 2/3) < 1e-7")
        .example("A part of the data", "sysuse auto\nksmirnov mpg if rep78 > 2, by(foreign)", "r(p) < 1")
        .runs(run);

}  // namespace nqp::commands::ksmirnov_
