// Functions that number groups and intervals.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/egen.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {
namespace {

using data::Groups;

std::vector<data::ColumnPtr> key_columns(const EgenCall& q, const command::Variables& names) {
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : names) keys.push_back(q.c.frame.at(n).column);
  return keys;
}

// 1, 2, ... in ascending order of the variables.
EgenResult group(const EgenCall& q) {
  const command::Variables names = q.variables();
  const Groups g = data::make_groups(key_columns(q, names), q.use, !q.has("missing"));
  EgenResult r;
  r.narrowest = true;
  r.numbers.assign(q.c.frame.rows, data::missing);
  for (std::size_t i = 0; i < r.numbers.size(); ++i)
    if (g.codes[i] != Groups::none) r.numbers[i] = g.codes[i] + 1.0;
  r.label = "group(";
  for (std::size_t k = 0; k < names.size(); ++k) r.label += (k ? " " : "") + names[k];
  r.label += ")";
  if (!q.has("label") && !q.has("lname")) return r;
  data::ValueLabel labels;
  for (std::size_t k = 0; k < g.first.size(); ++k) {
    std::string text;
    for (const std::string& n : names)
      text += (text.empty() ? "" : " ") + value_text(q.c.frame, q.c.frame.at(n), g.first[k]);
    labels[static_cast<double>(k + 1)] = text;
  }
  r.value_label = std::move(labels);
  return r;
}

// 1 for one row of each group.
EgenResult tag(const EgenCall& q) {
  const Groups g = data::make_groups(key_columns(q, q.variables()), q.use, !q.has("missing"));
  EgenResult r;
  r.storage = data::Storage::byte_;
  r.numbers.assign(q.c.frame.rows, 0);
  for (const data::Row row : g.first) r.numbers[row] = 1;
  r.label = "tag(" + q.argument + ")";
  return r;
}

std::vector<double> cut_points(const EgenCall& q, const std::vector<double>& x) {
  if (q.has("at")) {
    std::vector<double> at = q.numbers("at");
    if (!std::is_sorted(at.begin(), at.end())) throw Error(198, "at() must be in ascending order");
    return at;
  }
  const auto n = static_cast<int>(q.number("group", 0));
  if (n < 1) throw Error(198, "cut() needs at() or group()");
  const GroupValues v(x, one_group(x.size(), q.use));
  if (v.groups() == 0 || v.values(0).empty()) throw Error(2000, "no observations");
  const numeric::Order order(v.values(0));
  std::vector<double> at{order.values().front()};
  for (int k = 1; k < n; ++k) at.push_back(order.percentile(100.0 * k / n));
  at.push_back(HUGE_VAL);
  return at;
}

// The lower end of the interval [a, b) that holds the value; 0, 1, ... with icodes or group().
EgenResult cut(const EgenCall& q) {
  const std::vector<double> x = q.values();
  const std::vector<double> at = cut_points(q, x);
  const bool codes = q.has("icodes") || q.has("group") || q.has("label");
  EgenResult r;
  r.numbers.assign(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!q.use[i] || data::is_missing(x[i]) || x[i] < at.front() || x[i] >= at.back()) continue;
    const auto k = std::upper_bound(at.begin(), at.end(), x[i]) - at.begin() - 1;
    r.numbers[i] = codes ? static_cast<double>(k) : at[static_cast<std::size_t>(k)];
  }
  if (!q.has("label")) return r;
  data::ValueLabel labels;
  for (std::size_t k = 0; k + 1 < at.size(); ++k) labels[static_cast<double>(k)] = text::macro_number(at[k]) + "-";
  r.value_label = std::move(labels);
  return r;
}

constexpr EgenFunction code_functions[] = {
    {"group", group, "Missing Label LName() Truncate() Autotype", "numbers 1, 2, ... of the groups of variables"},
    {"tag", tag, "Missing", "1 for one row of each group, 0 for the others"},
    {"cut", cut, "at() Group() Icodes Label", "intervals at() or group() classes of equal size"}};

}  // namespace

std::span<const EgenFunction> egen_code_functions() { return code_functions; }

}  // namespace nqp::kit
