// xttrans: how often panels go from one value to another.
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/panel_rows.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::xttrans_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  bool frequencies = false;
};

Output run(const Args& a, const Context& c) {
  const data::Variable& v = c.frame.at(a.variable[0]);
  const std::vector<std::uint8_t> use = kit::select(c, a.sample).flags(c.frame.rows);
  const kit::Panel p = kit::panel_of(c, true, use);
  const data::Groups g = data::make_groups({&v.column, 1}, use, true);
  if (g.count == 0) throw Error(2000, "no observations");
  eval::Matrix counts(g.count, g.count);
  for (const auto& rows : p.rows)
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const std::uint32_t from = g.codes[rows[i - 1]], to = g.codes[rows[i]];
      if (from != data::Groups::none && to != data::Groups::none) counts(from, to) += 1;
    }
  std::vector<std::string> names;
  for (std::size_t k = 0; k < g.count; ++k) names.push_back(kit::value_text(c.frame, v, g.first[k]));
  report::Table t;
  t.columns = {{10, 0, false}};
  std::vector<report::Cell> head{report::text_cell(v.name, report::Align::right)};
  for (const std::string& name : names) {
    t.columns.push_back({9, 1, t.columns.size() == 1});
    head.push_back(report::text_cell(name, report::Align::right));
  }
  t.columns.push_back({9, 1, true});
  head.push_back(report::text_cell("Total", report::Align::right));
  t.row(std::move(head));
  t.rule();
  eval::Matrix shares(g.count, g.count);
  double n = 0;
  for (std::size_t i = 0; i < g.count; ++i) {
    double total = 0;
    for (std::size_t j = 0; j < g.count; ++j) total += counts(i, j);
    n += total;
    std::vector<report::Cell> row{report::text_cell(names[i], report::Align::right)}, below{report::text_cell("")};
    for (std::size_t j = 0; j < g.count; ++j) {
      shares(i, j) = total > 0 ? 100 * counts(i, j) / total : data::missing;
      below.push_back(report::number_cell(counts(i, j), "%9.0fc"));
      row.push_back(report::number_cell(shares(i, j), "%9.2f"));
    }
    row.push_back(report::number_cell(total > 0 ? 100 : data::missing, "%9.2f"));
    below.push_back(report::number_cell(total, "%9.0fc"));
    if (a.frequencies) t.row(std::move(below));
    t.row(std::move(row));
  }
  shares.row_names = shares.column_names = names;
  Output out;
  out.document.blank().add(std::move(t));
  out.r = Results{}.scalar("N", n).matrix("P", shares);
  return out;
}

}  // namespace

extern const Command xttrans_command =
    define<Args>("xttrans", "Transition probabilities of a variable in panels")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .flag("freq", &Args::frequencies, "numbers of transitions, too")
        .stores({{"r(N)", "transitions"}, {"r(P)", "percentages, from rows to columns"}})
        .changes(Effect::results)
        .remark("From each observation of a panel to its next one, whatever the time between them.")
        .example(
            "Two states",
            "input id t s\n1 1 0\n1 2 1\n1 3 1\n2 1 0\n2 2 0\n2 3 1\nend\nxtset id t\nxttrans s, freq\nmatrix P = r(P)",
            "r(N) == 4 & reldif(P[1,2], 200/3) < 1e-12 & P[2,2] == 100")
        .example("A condition", "input id t s\n1 1 0\n1 2 1\n2 1 0\n2 2 0\nend\nxtset id t\nxttrans s if id == 1",
                 "r(N) == 1")
        .runs(run);

}  // namespace nqp::commands::xttrans_
