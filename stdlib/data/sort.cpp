#include <numeric>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/sort_words.hpp"

namespace nqp::commands::sort_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variables;
  Sample sample;
  bool stable = false;
};

std::vector<data::SortKey> keys_of(const data::Frame& f, const Variables& names) {
  std::vector<data::SortKey> keys;
  for (const std::string& n : names) keys.push_back({f.at(n).column});
  return keys;
}

data::Frame sort_range(const Args& a, const Context& c) {
  const auto [begin, end] = eval::resolve_range(*a.sample.range, c.frame.rows);
  std::vector<data::Row> rows(end - begin);
  std::iota(rows.begin(), rows.end(), begin);
  const data::Frame part = data::gather(c.frame, rows);
  std::vector<data::Row> order(c.frame.rows);
  std::iota(order.begin(), order.end(), data::Row{0});
  const std::vector<data::Row> inner = data::sort_order(keys_of(part, a.variables), part.rows);
  for (std::size_t i = 0; i < inner.size(); ++i) order[begin + i] = begin + inner[i];
  return data::gather(c.frame, order);
}

bool known_order(const data::Frame& f, const Variables& names) {
  return f.sorted_by.size() >= names.size() && std::equal(names.begin(), names.end(), f.sorted_by.begin());
}

Output run(const Args& a, const Context& c) {
  if (a.sample.condition) throw Error(101, "if not allowed", a.sample.condition->span);
  Output out;
  if (a.sample.range) {
    out.frame = sort_range(a, c);
    return out;
  }
  if (known_order(c.frame, a.variables)) return out;
  const auto keys = keys_of(c.frame, a.variables);
  if (auto order = data::order_unless_sorted(keys, c.frame.rows)) {
    out.reordering = Reordering{*std::move(order), a.variables};
  } else {
    out.frame = c.frame;
    out.frame->sorted_by = a.variables;
  }
  return out;
}

}  // namespace

extern const Command sort_command =
    define<Args>("SOrt", "Sort the data in ascending order")
        .varlist(&Args::variables)
        .if_in(&Args::sample)
        .flag("STABle", &Args::stable, "keep the order of ties; sorting is always stable")
        .no_by()
        .alias("fsort")
        .changes(Effect::data)
        .remark("Sorting is stable. Missing values come last; strings compare byte by byte.")
        .example("By two variables", "sysuse auto\nsort foreign price", "price[1] == 3291")
        .example("Only some rows", "clear\nset obs 4\ngenerate x = -_n\nsort x in 3/4", "x[3] == -4 & x[1] == -1")
        .runs(run);

}  // namespace nqp::commands::sort_
