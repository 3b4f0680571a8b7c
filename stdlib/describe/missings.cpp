// missings: reports on missing values (Cox 2015, Stata Journal 15, 1174-1185; the subcommand report).
#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::missings_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  int least = 1;
  bool percent = false;
};

Output run(const Args& a, const Context& c) {
  const std::vector<data::Row> rows = c.rows(a.sample);
  const double n = static_cast<double>(rows.size());
  report::Table t;
  t.columns = {{12, 2, false}, {10, 1, true}};
  if (a.percent) t.columns.push_back({9, 1, false});
  std::vector<report::Cell> heading{text_cell(""), text_cell("# missing", Align::right)};
  if (a.percent) heading.push_back(text_cell("% missing", Align::right));
  t.row(std::move(heading));
  t.rule();
  std::string listed;
  std::vector<bool> touched(rows.size(), false);
  double total = 0;
  for (const std::string& name : a.variables) {
    const data::Column& column = *c.frame.at(name).column;
    double missing = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!column.missing_at(rows[i])) continue;
      missing += 1;
      touched[i] = true;
    }
    total += missing;
    if (missing < a.least) continue;
    listed += (listed.empty() ? "" : " ") + name;
    std::vector<report::Cell> row{text_cell(text::abbreviate(name, 12), Align::right), number_cell(missing, "%10.0f")};
    if (a.percent) row.push_back(number_cell(n > 0 ? 100 * missing / n : 0, "%9.2f"));
    t.row(std::move(row));
  }
  double some = 0;
  for (const bool x : touched) some += x ? 1 : 0;
  Output out;
  out.document.blank();
  out.line("Checking missings in " + std::to_string(a.variables.size()) + " variables:");
  out.line(kit::count_of(static_cast<std::size_t>(some), "observation with missing values",
                         "observations with missing values"));
  out.document.blank().add(std::move(t));
  out.r = Results{}.scalar("N", some).scalar("missings", total).macro("varlist", listed);
  return out;
}

}  // namespace

extern const Command missings_command =
    define<Args>("missings report", "Variables with missing values")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .integer("MINimum", &Args::least, 0, 1 << 30, "fewest missing values shown")
        .flag("Percent", &Args::percent, "percentages, too")
        .alias("nmissing")
        .stores({{"r(N)", "observations with missing values"},
                 {"r(missings)", "missing values"},
                 {"r(varlist)", "variables listed"}})
        .changes(Effect::results)
        .reference("Cox, N. J. (2015). Stata Journal 15, 1174-1185.")
        .example("All variables", "sysuse auto\nmissings report, percent", "r(N) == 5 & r(varlist) == \"rep78\"")
        .example("None to report", "sysuse auto\nmissings report price, minimum(1)", "r(missings) == 0")
        .runs(run);

}  // namespace nqp::commands::missings_
