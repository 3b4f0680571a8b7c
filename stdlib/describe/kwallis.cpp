// kwallis: do several samples come from the same population?
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/moments/rank_tests.hpp"

namespace nqp::commands::kwallis_ {
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

std::string fixed(double x, const char* format) { return text::trimmed(text::format_number(kit::stored(x), format)); }

Output run(const Args& a, const Context& c) {
  const data::Column& x = c.numeric(a.variable[0]);
  const data::Variable& by = c.frame.at(a.by);
  const kit::WeightedRows rows = kit::complete_rows(kit::weighted_rows(c, a.sample), {&x, by.column.get()});
  kit::need_rows(rows);
  const kit::Levels levels = kit::levels_of(*by.column, rows.rows, false);
  if (levels.count() < 2) throw Error(420, "1 group found, 2 required");
  const kit::Observed o = kit::observed(x, rows);
  const std::vector<std::int32_t> codes(levels.codes.begin(), levels.codes.end());
  const numeric::KruskalWallis t =
      kit::compute(c, [&](numeric::Progress&) { return numeric::kruskal_wallis_test(o.x, codes); });
  report::Table table;
  table.columns = {{12, 0, false}, {6, 1, true}, {10, 1, true}};
  table.row({text_cell(text::abbreviate(a.by, 12), Align::right), text_cell("Obs", Align::right),
             text_cell("Rank sum", Align::right)});
  table.rule();
  for (std::size_t k = 0; k < levels.count(); ++k)
    table.row({text_cell(text::truncate(kit::level_text(c.frame, by, levels.first[k]), 12), Align::right),
               number_cell(t.n[k], "%8.0gc"), number_cell(t.rank_sum[k], "%9.2f")});
  Output out;
  out.document.blank().line("Kruskal-Wallis equality-of-populations rank test").blank().add(std::move(table)).blank();
  const auto line = [&](const char* name, double chi2, double p) {
    out.line(fmt::format("{}chi2({}) = {}", name, t.df, fixed(chi2, "%8.3f")));
    out.line(fmt::format("{:>10} = {}", "Prob", fixed(p, "%6.4f")));
  };
  line("  ", t.chi2, t.p);
  out.document.blank();
  line("  with ties ", t.chi2_adjusted, t.p_adjusted);
  out.r = Results{}.scalar("df", t.df).scalar("chi2", t.chi2).scalar("chi2_adj", kit::stored(t.chi2_adjusted));
  return out;
}

}  // namespace

extern const Command kwallis_command =
    define<Args>("kwallis", "Kruskal-Wallis rank test")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .variable("BY", &Args::by, "the groups to compare")
        .required("by")
        .stores({{"r(df)", "degrees of freedom"},
                 {"r(chi2)", "chi-squared"},
                 {"r(chi2_adj)", "chi-squared adjusted for ties"}})
        .changes(Effect::results)
        .reference(
            "Kruskal, W. H. and Wallis, W. A. (1952). Journal of the American Statistical Association 47, 583-621.")
        .example("Several groups", "sysuse auto\nkwallis price, by(rep78)", "r(df) == 4 & r(chi2) > 0")
        .example("A part of the data", "sysuse auto\nkwallis mpg if rep78 > 2, by(rep78)", "r(df) == 2")
        .runs(run);

}  // namespace nqp::commands::kwallis_
