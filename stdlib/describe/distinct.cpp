// distinct: numbers of distinct values (a user-written command of the same name).
#include "interpreter/command/definition.hpp"
#include "interpreter/text/width.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"

namespace nqp::commands::distinct_ {
namespace {

using namespace command;
using report::Align;
using report::number_cell;
using report::text_cell;

struct Args {
  Variables variables;
  Sample sample;
  bool missing = false, joint = false;
  int abbreviate = 12, low = 0, high = 0;
};

struct Found {
  std::string name;
  double total = 0, distinct = 0;
};

double kept(const kit::Levels& l) {
  double n = 0;
  for (const std::uint32_t code : l.codes) n += code != kit::Levels::none ? 1 : 0;
  return n;
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  std::vector<Found> found;
  std::vector<const data::Column*> columns;
  for (const std::string& name : a.variables) {
    const data::Column& column = *c.frame.at(name).column;
    columns.push_back(&column);
    if (a.joint) continue;
    const kit::Levels l = kit::levels_of(column, rows.rows, a.missing);
    found.push_back({name, kept(l), static_cast<double>(l.count())});
  }
  if (a.joint) {
    const kit::Levels l = kit::levels_of(columns, rows.rows, a.missing);
    found.push_back({"(jointly)", kept(l), static_cast<double>(l.count())});
  }
  report::Table t;
  t.columns = {{12, 0, false}, {10, 1, true}, {10, 1, false}};
  t.row({text_cell(""), text_cell("total", Align::right), text_cell("distinct", Align::right)});
  t.rule();
  for (const Found& f : found) {
    if ((a.low > 0 && f.distinct < a.low) || (a.high > 0 && f.distinct > a.high)) continue;
    t.row({text_cell(text::abbreviate(f.name, static_cast<std::size_t>(a.abbreviate)), Align::right),
           number_cell(f.total, "%10.0fc"), number_cell(f.distinct, "%10.0fc")});
  }
  Output out;
  out.document.blank().add(std::move(t));
  if (!found.empty()) out.r = Results{}.scalar("N", found.back().total).scalar("ndistinct", found.back().distinct);
  return out;
}

}  // namespace

extern const Command distinct_command =
    define<Args>("distinct", "Numbers of distinct values")
        .varlist(&Args::variables, Count{0, 1 << 20, true})
        .if_in(&Args::sample)
        .flag("Missing", &Args::missing, "missing values count, too")
        .flag("Joint", &Args::joint, "combinations of the values of all variables")
        .integer("Abbrev", &Args::abbreviate, 5, 32, "longest name shown")
        .integer("MIN", &Args::low, 0, 1 << 30, "show only variables with at least # values")
        .integer("MAX", &Args::high, 0, 1 << 30, "show only variables with at most # values")
        .stores({{"r(N)", "number of observations of the last line"},
                 {"r(ndistinct)", "number of distinct values of the last line"}})
        .alias("gdistinct")
        .changes(Effect::results)
        .example("Each variable", "sysuse auto\ndistinct, max(10) abbrev(8)", "r(ndistinct) == 2")
        .example("Combinations", "sysuse auto\ndistinct rep78 foreign, joint missing", "r(ndistinct) == 10")
        .runs(run);

}  // namespace nqp::commands::distinct_
