// unique: number of distinct combinations of values (a user-written command of the same name).
#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"

namespace nqp::commands::unique_ {
namespace {

using namespace command;

struct Args {
  Variables variables;
  Sample sample;
  bool detail = false;
};

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  std::vector<const data::Column*> columns;
  std::string list;
  for (const std::string& name : a.variables) {
    columns.push_back(c.frame.at(name).column.get());
    list += (list.empty() ? "" : " ") + name;
  }
  const auto n = static_cast<double>(kit::levels_of(columns, rows.rows, true).count());
  Output out;
  out.line(fmt::format("Number of unique values of {} is  {}", list, n));
  out.line(fmt::format("Number of records is  {}", rows.size()));
  out.r = Results{}.scalar("N", static_cast<double>(rows.size())).scalar("unique", n).scalar("sum", n);
  return out;
}

}  // namespace

extern const Command unique_command =
    define<Args>("unique", "Number of distinct combinations of values")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .flag("Detail", &Args::detail, "accepted")
        .stores({{"r(N)", "number of observations"}, {"r(unique)", "number of combinations"}, {"r(sum)", "the same"}})
        .changes(Effect::results)
        .remark("Missing values are values like any other here.")
        .example("One variable", "sysuse auto\nunique rep78", "r(unique) == 6")
        .example("Two variables", "sysuse auto\nunique rep78 foreign", "r(unique) == 10")
        .runs(run);

}  // namespace nqp::commands::unique_
