#include <algorithm>
#include <functional>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/promote.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/series_rows.hpp"

namespace nqp::commands::fillmissing_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  std::string with = "any";
};

using Rows = std::vector<data::Row>;
constexpr data::Row none = 0xffffffffu;

// The row of the group whose value fills each missing row; `none` when there is none.
void donors(const std::string& with, const Rows& rows, const data::Column& column, std::vector<data::Row>& from) {
  data::Row first = none, last = none;
  for (const data::Row i : rows) {
    if (column.missing_at(i)) continue;
    if (first == none) first = i;
    last = i;
  }
  data::Row previous = none;
  for (const data::Row i : rows) {
    if (!column.missing_at(i)) previous = i;
    else if (with == "previous") from[i] = previous;
    else if (with == "last") from[i] = last;
    else if (with == "first" || with == "any") from[i] = first;
  }
  if (with != "next") return;
  data::Row next = none;
  for (auto it = rows.rbegin(); it != rows.rend(); ++it) {
    if (!column.missing_at(*it)) next = *it;
    else from[*it] = next;
  }
}

bool is_statistic(const std::string& with) {
  return with == "mean" || with == "median" || with == "min" || with == "max";
}

data::ColumnPtr with_statistic(const std::string& with, const std::vector<Rows>& groups, const data::Column& column) {
  std::vector<double> x = kit::numbers_of(column);
  kit::Promotion p(column.type().storage);
  for (const Rows& rows : groups) {
    std::vector<double> values;
    for (const data::Row i : rows)
      if (!data::is_missing(x[i])) values.push_back(x[i]);
    const double fill = kit::statistic_of(*kit::parse_statistic(with), values, {}, WeightKind::none);
    for (const data::Row i : rows)
      if (data::is_missing(x[i])) x[i] = fill;
    p.see(fill);
  }
  return data::make_numeric(p.storage(), x);
}

std::size_t missing_values(const data::Column& column) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < column.size(); ++i) n += column.missing_at(i) ? 1u : 0u;
  return n;
}

Output run(const Args& a, const Context& c) {
  const kit::Selection s = kit::select(c, a.sample);
  const Variables by = c.by ? c.by->variables : Variables{};
  const std::vector<Rows> groups = kit::ordered_rows(c, by, "", s.flags(c.frame.rows));
  Output out;
  data::Frame f = c.frame;
  std::size_t filled = 0;
  for (const std::string& name : a.variables) {
    const data::ColumnPtr old = f.at(name).column;
    data::ColumnPtr fresh;
    if (is_statistic(a.with)) {
      c.numeric(name);
      fresh = with_statistic(a.with, groups, *old);
    } else {
      std::vector<data::Row> from(c.frame.rows);
      for (std::size_t i = 0; i < from.size(); ++i) from[i] = static_cast<data::Row>(i);
      for (const Rows& rows : groups) donors(a.with, rows, *old, from);
      fresh = data::gather(*old, from);
    }
    filled += missing_values(*old) - missing_values(*fresh);
    f.replace(*f.index(name), fresh);
  }
  out.line(kit::count_of(filled, "value filled", "values filled"));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command fillmissing_command =
    define<Args>("fillmissing", "Fill missing values from the same group")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .choice("with", &Args::with, {"any", "previous", "next", "first", "last", "mean", "median", "min", "max"},
                "what fills a gap; default any: the first known value")
        .by_native()
        .changes(Effect::data)
        .reference("After fillmissing by Attaullah Shah (SSC)")
        .example("Constant within a group", "clear\ninput g x\n1 .\n1 5\n2 7\n2 .\nend\nbysort g: fillmissing x",
                 "x[1] == 5 & x[4] == 7")
        .example("Carried forward",
                 "clear\ninput x y\n1 2\n. .\n4 6\nend\nfillmissing x, with(previous)\nfillmissing y, with(mean)",
                 "x[2] == 1 & y[2] == 4")
        .runs(run);

}  // namespace nqp::commands::fillmissing_
