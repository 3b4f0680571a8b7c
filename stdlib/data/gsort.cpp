#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::gsort_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  NewVariable generate;
  bool missing_first = false;
};

struct Key {
  std::string name;
  bool descending = false;
};

std::vector<Key> parse_keys(const std::string& body, const Context& c) {
  std::vector<Key> keys;
  for (std::string_view rest = kit::trim(body); !rest.empty();) {
    const bool minus = rest[0] == '-';
    if (minus || rest[0] == '+') rest = kit::trim(rest.substr(1));
    const std::size_t end = std::min(rest.find_first_of(" \t+-"), rest.size());
    if (end == 0) throw Error(198, "a variable name is needed after + or -");
    for (std::string& name : resolve_variables(rest.substr(0, end), c)) keys.push_back({std::move(name), minus});
    rest = kit::trim(rest.substr(end));
  }
  if (keys.empty()) throw Error(100, "varlist required");
  return keys;
}

data::ColumnPtr group_numbers(const data::Frame& sorted, const std::vector<Key>& keys) {
  std::vector<data::ColumnPtr> columns;
  for (const Key& k : keys) columns.push_back(sorted.at(k.name).column);
  const std::vector<data::Row> starts = data::run_starts(columns, sorted.rows);
  std::vector<double> codes(sorted.rows);
  for (std::size_t g = 0; g + 1 < starts.size(); ++g)
    for (data::Row i = starts[g]; i < starts[g + 1]; ++i) codes[i] = static_cast<double>(g + 1);
  return data::make_numeric(data::Storage::long_, codes);
}

Output run(const Args& a, const Context& c) {
  const std::vector<Key> keys = parse_keys(a.body, c);
  std::vector<data::SortKey> order;
  for (const Key& k : keys) order.push_back({c.frame.at(k.name).column, k.descending, k.descending && a.missing_first});
  Reordering by_keys{data::sort_order(order, c.frame.rows), {}};
  for (const Key& k : keys) {
    if (k.descending) break;
    by_keys.sorted_by.push_back(k.name);
  }
  Output out;
  if (a.generate.name.empty()) {
    out.reordering = std::move(by_keys);
    return out;
  }
  data::Frame f = data::gather(c.frame, by_keys.order);
  f.sorted_by = by_keys.sorted_by;
  f.add({a.generate.name, group_numbers(f, keys), "", "", "", {}});
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command gsort_command =
    define<Args>("gsort", "Sort in ascending (+) and descending (-) order")
        .anything(&Args::body)
        .new_variable("Generate", &Args::generate, "number the groups of equal keys")
        .flag("Mfirst", &Args::missing_first, "missing values first in descending order")
        .no_by()
        .alias("hashsort")
        .changes(Effect::data)
        .example("Dearest first", "sysuse auto\ngsort -price", "price[1] == 15906")
        .example("Mixed", "sysuse auto\ngsort foreign -price, generate(g)", "price[52] == 3291 & g[1] == 1")
        .example("Missing values first", "sysuse auto\ngsort -rep78, mfirst", "missing(rep78[1]) & rep78[6] == 5")
        .runs(run);

}  // namespace nqp::commands::gsort_
