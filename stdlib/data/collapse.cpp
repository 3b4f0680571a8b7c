#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/kit/statistic_items.hpp"

namespace nqp::commands::collapse_ {
using namespace nqp::command;
namespace {

using data::Groups;
using data::Storage;
using Stat = kit::Statistic::Kind;

struct Args {
  std::string body;
  Sample sample;
  Weight weight;
  Variables by;
  bool casewise = false, fast = false;
};

struct Item {
  kit::Statistic statistic;
  std::string target, source;
};

kit::Statistic statistic_named(const std::string& word) {
  // The share of each group: a count that is scaled at the end.
  if (word == "percent") return {Stat::count, 50, word};
  if (auto s = kit::parse_statistic(word)) return *s;
  throw Error(198, "statistic (" + word + ") is unknown", std::nullopt,
              {"mean median p1-p99 sd semean sum rawsum count percent max min iqr first last firstnm lastnm exist"});
}

std::vector<Item> parse_items(const std::string& body, const Context& c) {
  std::vector<Item> out;
  try {
    for (const kit::StatisticItem& i : kit::parse_statistic_items(body, "mean", c))
      out.push_back({statistic_named(i.statistic), i.target.empty() ? i.source : i.target, i.source});
  } catch (Error& e) {
    const std::string first = body.substr(0, body.find_first_of(" ("));
    if (e.code == 111 && body.find(" by(") != std::string::npos) e.notes = {"options stand behind a comma: , by(...)"};
    if (e.code == 111 && kit::parse_statistic(first)) e.notes = {"statistics stand in parentheses: (" + first + ")"};
    throw;
  }
  if (out.empty()) throw Error(100, "collapse needs variables", std::nullopt, {"for example (mean) x (sum) total=y"});
  return out;
}

void check_targets(const std::vector<Item>& items, const Variables& by) {
  std::set<std::string> taken(by.begin(), by.end());
  for (const Item& i : items) {
    if (!data::valid_name(i.target)) throw Error(198, i.target + " invalid name");
    if (!taken.insert(i.target).second)
      throw Error(110, "variable " + i.target + " would be made twice", std::nullopt,
                  {"name the results: (mean) m_" + i.source + "=" + i.source});
  }
}

bool picks_a_row(Stat s) { return s == Stat::first || s == Stat::last || s == Stat::firstnm || s == Stat::lastnm; }

// The row of each group whose value first, last, firstnm or lastnm takes.
std::vector<data::Row> picked_rows(Stat s, const data::Column& column, const Groups& g) {
  std::vector<data::Row> rows(g.count, 0xffffffffu);
  const bool last = s == Stat::last || s == Stat::lastnm, present = s == Stat::firstnm || s == Stat::lastnm;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const std::uint32_t k = g.codes[i];
    if (k == Groups::none || (present && column.missing_at(i))) continue;
    if (last || rows[k] == 0xffffffffu) rows[k] = static_cast<data::Row>(i);
  }
  return rows;
}

std::vector<double> numbers_for(const Item& item, const data::Column& column) {
  if (!column.is_string()) return kit::numbers_of(column);
  if (item.statistic.kind != Stat::count)
    throw Error(109, "type mismatch: " + item.source + " is a string variable", std::nullopt,
                {"count, first, last, firstnm and lastnm take strings"});
  std::vector<double> present(column.size());
  for (std::size_t i = 0; i < present.size(); ++i) present[i] = column.missing_at(i) ? data::missing : 1;
  return present;
}

Storage storage_of(const Item& item, Storage source) {
  switch (item.statistic.kind) {
    case Stat::sum:
    case Stat::rawsum: return Storage::double_;
    case Stat::count: return Storage::long_;
    case Stat::min:
    case Stat::max: return source;
    default: return source == Storage::double_ || source == Storage::long_ ? Storage::double_ : Storage::float_;
  }
}

std::vector<double> as_percent(std::vector<double> counts) {
  double total = 0;
  for (const double n : counts) total += n;
  for (double& n : counts) n = total > 0 ? 100 * n / total : data::missing;
  return counts;
}

data::Variable collapsed(const Item& item, const Context& c, const Groups& g, std::span<const double> weights,
                         WeightKind kind) {
  const data::Variable& source = c.frame.at(item.source);
  data::Variable v;
  v.name = item.target;
  v.label = fmt::format("({}) {}", item.statistic.name, item.source);
  if (picks_a_row(item.statistic.kind)) {
    v.column = data::gather(*source.column, picked_rows(item.statistic.kind, *source.column, g));
    v.format = source.format;
    v.value_label = source.value_label;
    return v;
  }
  const bool weighted = kind != WeightKind::none && item.statistic.kind != Stat::rawsum;
  // The values of a double variable are used as they are stored.
  const bool stored = source.column->type().storage == Storage::double_;
  const std::vector<double> made = stored ? std::vector<double>{} : numbers_for(item, *source.column);
  const std::span<const double> x =
      stored ? std::get<data::Buffer<double>>(source.column->numbers()).span() : std::span<const double>(made);
  std::optional<std::vector<double>> quick;
  if (!weighted) quick = kit::quick_statistic(item.statistic, x, g);
  const auto by_sorting = [&] {
    const kit::GroupValues values(x, g, weighted ? weights : std::span<const double>(),
                                  weighted ? kind : WeightKind::none);
    return kit::statistic(item.statistic, values);
  };
  const std::vector<double> result = quick ? *std::move(quick) : by_sorting();
  const Storage storage = storage_of(item, source.is_string() ? Storage::long_ : source.column->type().storage);
  const bool whole = item.statistic.kind == Stat::count;
  if (item.statistic.name == "percent") {
    v.column = data::make_numeric(Storage::double_, as_percent(result));
    v.format = data::default_format(v.column->type());
    return v;
  }
  v.column = data::make_numeric(whole && weighted && kind != WeightKind::fweight ? Storage::double_ : storage, result);
  v.format = source.is_string() || whole ? data::default_format(v.column->type()) : source.format;
  if (item.statistic.kind == Stat::min || item.statistic.kind == Stat::max) v.value_label = source.value_label;
  return v;
}

std::vector<double> weights_of(const Args& a, const Context& c, const kit::Selection& s,
                               const std::vector<Item>& items) {
  if (a.weight.kind == WeightKind::none) return {};
  const std::vector<double> w = kit::values_of(*a.weight.value, c, a.sample, s);
  for (const double x : w) {
    if (data::is_missing(x)) continue;
    if (x < 0) throw Error(402, "negative weights encountered");
    if (a.weight.kind == WeightKind::fweight && x != static_cast<double>(static_cast<long long>(x)))
      throw Error(401, "may not use noninteger frequency weights");
  }
  for (const Item& i : items)
    if (a.weight.kind == WeightKind::pweight &&
        (i.statistic.kind == Stat::sd || i.statistic.kind == Stat::semean || i.statistic.kind == Stat::variance))
      throw Error(135, "(" + i.statistic.name + ") is not possible with pweights");
  return w;
}

// Rows that take part: selected, and with cw complete in all variables.
std::vector<std::uint8_t> rows_in_use(const Args& a, const Context& c, const kit::Selection& s,
                                      const std::vector<Item>& items) {
  std::vector<std::uint8_t> use = s.flags(c.frame.rows);
  if (!a.casewise) return use;
  for (const Item& item : items) {
    const data::Column& column = *c.frame.at(item.source).column;
    for (std::size_t i = 0; i < use.size(); ++i)
      if (column.missing_at(i)) use[i] = 0;
  }
  return use;
}

Output run(const Args& a, const Context& c) {
  std::vector<Item> items = parse_items(a.body, c);
  check_targets(items, a.by);
  const kit::Selection s = kit::select(c, a.sample);
  std::vector<std::uint8_t> use = rows_in_use(a, c, s, items);
  const std::vector<double> weights = weights_of(a, c, s, items);
  if (!weights.empty())
    for (std::size_t i = 0; i < use.size(); ++i)
      if (data::is_missing(weights[i]) || weights[i] == 0) use[i] = 0;
  std::vector<data::ColumnPtr> keys;
  for (const std::string& name : a.by) keys.push_back(c.frame.at(name).column);
  const bool everywhere = s.use.empty() && s.begin == 0 && s.end == c.frame.rows && !a.casewise && weights.empty();
  const auto groups = keys.empty()  ? std::make_shared<const Groups>(kit::one_group(c.frame.rows, use))
                      : everywhere ? data::shared_groups(keys)
                                   : std::make_shared<const Groups>(data::make_groups(keys, use));
  const Groups& g = *groups;
  if (g.count == 0) throw Error(2000, "no observations");

  data::Frame f;
  f.value_labels = c.frame.value_labels;
  f.label = c.frame.label;
  f.rows = g.count;
  for (const std::string& name : a.by) {
    data::Variable v = c.frame.at(name);
    v.column = data::gather(*v.column, g.first);
    f.add(std::move(v));
  }
  for (const Item& item : items) {
    c.poll();
    f.add(collapsed(item, c, g, weights, a.weight.kind));
  }
  f.sorted_by = a.by;
  f.file = "";
  Output out;
  out.frame = std::move(f);
  return out;
}

Command command() {
  return define<Args>("collapse", "Make a data set of group statistics")
      .anything(&Args::body)
      .if_in(&Args::sample)
      .weights(&Args::weight, {WeightKind::aweight, WeightKind::fweight, WeightKind::pweight, WeightKind::iweight})
      .variables("by", &Args::by, "one observation for each group of these variables")
      .flag("cw", &Args::casewise, "leave out observations with a missing value in any variable")
      .flag("fast", &Args::fast, "accepted; errors never change the data")
      .alias("gcollapse")
      .alias("fcollapse")
      .no_by()
      .changes(Effect::data)
      .remark(
          "collapse (mean) x y (sd) sx=x (sum) total=z [w], by(id). Statistics: mean (default) median p1-p99 sd "
          "semean sebinomial sepoisson sum rawsum count percent max min iqr first last firstnm lastnm. The result is "
          "sorted by the groups. The sum of no values is 0.")
      .example("Means and counts", "sysuse auto\ncollapse (mean) price mpg (count) n=rep78, by(foreign)",
               "_N == 2 & n[1] == 48 & abs(price[2] - 6384.682) < .001")
      .example("Weighted", "sysuse auto\ncollapse (mean) price (rawsum) w=weight [aw=weight] if foreign, cw fast",
               "_N == 1 & w[1] == 50950")
      .example("The last of each", "sysuse grunfeld\ncollapse (last) invest (max) top=invest, by(firm)", "_N == 10")
      .runs(run);
}

}  // namespace

extern const Command collapse_command = kit::loose_body(command());

}  // namespace nqp::commands::collapse_
