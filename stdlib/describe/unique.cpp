// unique: number of distinct combinations of values (a user-written command of the same name).
#include <set>
#include <utility>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::commands::unique_ {
namespace {

using namespace command;

struct Args {
  Variables variables, by;
  Sample sample;
  NewVariable generate;
  bool detail = false;
};

kit::Levels combinations(const Variables& names, const std::vector<data::Row>& rows, const Context& c) {
  std::vector<const data::Column*> columns;
  for (const std::string& name : names) columns.push_back(c.frame.at(name).column.get());
  return kit::levels_of(columns, rows, true);
}

// How many combinations each group of by() has, in the first row of the group.
data::ColumnPtr unique_by_groups(const Args& a, const kit::Levels& all, const std::vector<data::Row>& rows,
                                 const Context& c) {
  const kit::Levels groups = combinations(a.by, rows, c);
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::size_t i = 0; i < rows.size(); ++i) pairs.emplace(groups.codes[i], all.codes[i]);
  std::vector<double> count(groups.count(), 0), values(c.frame.rows, data::missing);
  for (const auto& [group, code] : pairs) ++count[group];
  for (std::size_t g = 0; g < count.size(); ++g) values[groups.first[g]] = count[g];
  return data::make_narrowest(values);
}

// How many records each combination has.
void show_records(const kit::Levels& all, Output& out) {
  std::vector<double> records(all.count(), 0);
  for (const std::uint32_t code : all.codes) ++records[code];
  const numeric::Summary s = numeric::summarize(records);
  const numeric::Order order(records);
  out.line(fmt::format("Records per unique value: mean {:.4g}, sd {:.4g}, min {}, median {}, max {}", s.mean, s.sd,
                       s.min, order.percentile(50), s.max));
}

Output run(const Args& a, const Context& c) {
  const kit::WeightedRows rows = kit::weighted_rows(c, a.sample);
  const std::string list = text::joined(a.variables);
  const kit::Levels all = combinations(a.variables, rows.rows, c);
  const auto n = static_cast<double>(all.count());
  Output out;
  out.line(fmt::format("Number of unique values of {} is  {}", list, n));
  out.line(fmt::format("Number of records is  {}", rows.size()));
  if (a.detail && all.count() > 0) show_records(all, out);
  out.r = Results{}.scalar("N", static_cast<double>(rows.size())).scalar("unique", n).scalar("sum", n);
  if (a.by.empty()) return out;
  out.frame = c.frame;
  out.frame->add({a.generate.name.empty() ? "_Unique" : a.generate.name,
                  unique_by_groups(a, all, rows.rows, c),
                  {},
                  "Number of unique values of " + list,
                  {},
                  {}});
  return out;
}

}  // namespace

extern const Command unique_command =
    define<Args>("unique", "Number of distinct combinations of values")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .variables("by", &Args::by, "count within these groups: a new variable has the number in the first row of each")
        .new_variable("Generate", &Args::generate, "its name, default _Unique")
        .flag("Detail", &Args::detail, "how many records a combination has")
        .stores({{"r(N)", "number of observations"}, {"r(unique)", "number of combinations"}, {"r(sum)", "the same"}})
        .alias("gunique")
        .changes(Effect::results | Effect::data)
        .remark("Missing values are values like any other here.")
        .example("One variable", "sysuse auto\nunique rep78", "r(unique) == 6")
        .example("Two variables", "sysuse auto\nunique rep78 foreign", "r(unique) == 10")
        .example("Within groups", "sysuse auto\nunique rep78, by(foreign) generate(u) detail",
                 "u[1] == 6 & missing(u[2]) & u[53] == 4")
        .runs(run);

}  // namespace nqp::commands::unique_
