#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::cumul_ {
using namespace nqp::command;
namespace {

struct Args {
  Variables variable;
  Sample sample;
  Weight weight;
  NewVariable generate;
  bool frequency = false, equal = false;
  Variables by;
};

Output run(const Args& a, const Context& c) {
  const kit::Selection s = kit::select(c, a.sample);
  const std::vector<double> x = kit::numbers_of(c.numeric(a.variable[0]));
  std::vector<double> w(x.size(), 1);
  if (a.weight.kind != WeightKind::none) w = kit::values_of(*a.weight.value, c, a.sample, s);
  std::vector<data::SortKey> keys;
  for (const std::string& n : a.by) keys.push_back({c.frame.at(n).column});
  std::vector<data::ColumnPtr> groups;
  for (const std::string& n : a.by) groups.push_back(c.frame.at(n).column);
  const data::Groups g = groups.empty() ? kit::one_group(x.size()) : data::make_groups(groups);
  keys.push_back({c.frame.at(a.variable[0]).column});
  std::vector<data::Row> order;
  for (const data::Row i : data::sort_order(keys, x.size()))
    if (s.holds(i) && !data::is_missing(x[i]) && !data::is_missing(w[i])) order.push_back(i);
  std::vector<double> total(g.count, 0), out_values(x.size(), data::missing);
  for (const data::Row i : order) out_values[i] = total[g.codes[i]] += w[i];
  if (a.equal)
    for (std::size_t k = order.size(); k-- > 1;) {
      const data::Row i = order[k - 1], next = order[k];
      if (g.codes[i] == g.codes[next] && x[i] == x[next]) out_values[i] = out_values[next];
    }
  if (!a.frequency)
    for (const data::Row i : order) out_values[i] /= total[g.codes[i]];
  Output out;
  data::Frame f = c.frame;
  const data::Storage storage =
      a.generate.type.empty() ? kit::default_storage(c) : data::parse_type(a.generate.type)->storage;
  f.add({a.generate.name, data::make_numeric(storage, out_values), "", "ECDF of " + a.variable[0], "", {}});
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command cumul_command =
    define<Args>("cumul", "Empirical distribution function")
        .varlist(&Args::variable, Count{1, 1})
        .if_in(&Args::sample)
        .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight})
        .new_variable("Generate", &Args::generate, "the new variable")
        .flag("Freq", &Args::frequency, "cumulative counts instead of shares")
        .flag("EQual", &Args::equal, "equal values get the same result")
        .variables("by", &Args::by, "within groups")
        .required("generate")
        .no_by()
        .changes(Effect::data)
        .example("Shares", "sysuse auto\ncumul price, generate(double F)", "F[13] == 1")
        .example("Ties and counts",
                 "clear\nset obs 4\ngenerate x = ceil(_n/2)\ncumul x [fw=1], generate(n) freq equal by(x)", "n[1] == 2")
        .runs(run);

}  // namespace nqp::commands::cumul_
