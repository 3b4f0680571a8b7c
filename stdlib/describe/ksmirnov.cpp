// ksmirnov: do two samples come from the same distribution?
#include <fmt/format.h>

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
  Sample sample;
  std::string by;
};

Output run(const Args& a, const Context& c) {
  const kit::TwoGroups g = kit::two_groups(a.variable[0], a.by, kit::weighted_rows(c, a.sample), c);
  const numeric::KolmogorovSmirnov t =
      kit::compute(c, [&](numeric::Progress&) { return numeric::kolmogorov_smirnov_test(g.group[0].x, g.group[1].x); });
  report::Table table;
  table.columns = {{20, 0, false}, {8, 2, false}, {9, 3, false}, {9, 3, false}};
  table.row({text_cell("Smaller group"), text_cell("D", Align::right), text_cell("p-value", Align::right),
             text_cell("Corrected", Align::right)});
  table.rule();
  const auto number = [](double x) { return number_cell(kit::stored(x), "%8.4f"); };
  table.row({text_cell(text::truncate(g.name[0], 20)), number(t.d_1), number(t.p_1)});
  table.row({text_cell(text::truncate(g.name[1], 20)), number(t.d_2), number(t.p_2)});
  table.row({text_cell("Combined K-S"), number(t.D), number(t.p), number(t.p_corrected)});
  Output out;
  out.document.blank().line("Two-sample Kolmogorov-Smirnov test for equality of distribution functions").blank();
  out.document.add(std::move(table));
  out.r = Results{}.scalar("D_1", t.d_1).scalar("p_1", t.p_1).scalar("D_2", t.d_2).scalar("p_2", t.p_2);
  out.r->scalar("D", t.D).scalar("p", t.p).scalar("p_cor", t.p_corrected);
  out.r->macro("group1", g.name[0]).macro("group2", g.name[1]);
  return out;
}

}  // namespace

extern const Command ksmirnov_command =
    define<Args>("ksmirnov", "Kolmogorov-Smirnov test of two samples")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the two groups to compare")
        .required("by")
        .stores({{"r(D_1)", "largest excess of the second distribution function over the first"},
                 {"r(p_1)", "its significance"},
                 {"r(D_2)", "largest excess of the first over the second, negative"},
                 {"r(p_2)", "its significance"},
                 {"r(D)", "largest distance"},
                 {"r(p)", "its significance (limiting distribution)"},
                 {"r(p_cor)", "the same with a correction for small samples"},
                 {"r(group1)", "name of the first group"},
                 {"r(group2)", "name of the second group"}})
        .changes(Effect::results)
        .reference("Smirnov, N. V. (1939). Bulletin Mathématique de l'Université de Moscou 2, 3-16.")
        .example("Two groups", "sysuse auto\nksmirnov price, by(foreign)", "abs(r(D) - .24475524) < 1e-7")
        .example("A part of the data", "sysuse auto\nksmirnov mpg if rep78 > 2, by(foreign)", "r(p) < 1")
        .runs(run);

}  // namespace nqp::commands::ksmirnov_
