// Functions that depend on the order of values or rows.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "grammar/parse.hpp"
#include "stdlib/kit/egen.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/numeric/moments/summary.hpp"

namespace nqp::kit {
namespace {

using data::Groups;
using data::Row;

// The rows with a value, group by group, each group in ascending order of its values (stable).
std::vector<std::vector<Row>> sorted_rows(const EgenCall& q, const std::vector<double>& x) {
  std::vector<std::vector<Row>> rows(q.groups.count);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (q.groups.codes[i] != Groups::none && !data::is_missing(x[i]))
      rows[q.groups.codes[i]].push_back(static_cast<Row>(i));
  for (std::vector<Row>& r : rows) std::stable_sort(r.begin(), r.end(), [&](Row a, Row b) { return x[a] < x[b]; });
  return rows;
}

// field: 1 is the highest value; track: 1 is the lowest, ties share the better rank; unique: ties broken by order;
// default: ties share the mean rank.
EgenResult rank(const EgenCall& q) {
  const std::vector<double> x = q.values();
  const bool field = q.has("field"), track = q.has("track"), unique = q.has("unique");
  if (field + track + unique > 1) throw Error(184, "options field, track and unique may not be combined");
  EgenResult r;
  r.numbers.assign(x.size(), data::missing);
  for (const std::vector<Row>& rows : sorted_rows(q, x)) {
    const auto n = static_cast<double>(rows.size());
    for (std::size_t first = 0, last; first < rows.size(); first = last) {
      last = first + 1;
      while (last < rows.size() && x[rows[last]] == x[rows[first]]) ++last;
      const auto low = static_cast<double>(first + 1), high = static_cast<double>(last);
      for (std::size_t k = first; k < last; ++k)
        r.numbers[rows[k]] = unique  ? static_cast<double>(k + 1)
                             : track ? low
                             : field ? n - high + 1
                                     : (low + high) / 2;
    }
  }
  r.label = "Rank of (" + q.argument + ")";
  return r;
}

EgenResult seq(const EgenCall& q) {
  std::vector<double> size(q.groups.count, 0), at(q.groups.count, 0);
  for (const std::uint32_t g : q.groups.codes)
    if (g != Groups::none) ++size[g];
  const double block = q.number("block", 1), from = q.number("from", 1), given_to = q.number("to", data::missing);
  if (!(block >= 1)) throw Error(198, "block() must be at least 1");
  EgenResult r;
  r.numbers.assign(q.c.frame.rows, data::missing);
  for (std::size_t i = 0; i < r.numbers.size(); ++i) {
    const std::uint32_t g = q.groups.codes[i];
    if (g == Groups::none) continue;
    const double to = data::is_missing(given_to) ? size[g] : given_to;
    const double length = std::abs(to - from) + 1, step = to < from ? -1 : 1;
    r.numbers[i] = from + step * std::fmod(std::floor(at[g]++ / block), length);
  }
  return r;
}

// Continues the pattern of the numbers given: after the shortest period that repeats up to a constant.
EgenResult fill_pattern(const EgenCall& q) {
  const std::vector<double> given = grammar::parse_numlist(q.argument);
  if (given.size() < 2) throw Error(122, "fill() needs at least two numbers");
  std::size_t period = 1;
  for (; period < given.size(); ++period) {
    bool regular = true;
    for (std::size_t i = period; i < given.size(); ++i)
      regular = regular && given[i] - given[i - period] == given[period] - given[0];
    if (regular) break;
  }
  if (period == given.size()) throw Error(198, "fill() sees no pattern in " + q.argument);
  const double step = given[period] - given[0];
  EgenResult r;
  r.numbers.assign(q.c.frame.rows, data::missing);
  std::size_t k = 0;
  for (std::size_t i = 0; i < r.numbers.size(); ++i) {
    if (!q.use[i]) continue;
    r.numbers[i] = given[k % period] + step * static_cast<double>(k / period);
    ++k;
  }
  return r;
}

// Centred moving average over t() rows of the group; t() must be odd.
EgenResult moving_average(const EgenCall& q) {
  const std::vector<double> x = q.values();
  const auto half = static_cast<std::ptrdiff_t>(q.number("t", 3)) / 2;
  if (std::fmod(q.number("t", 3), 2) != 1) throw Error(198, "t() must be odd");
  std::vector<std::vector<Row>> rows(q.groups.count);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (q.groups.codes[i] != Groups::none) rows[q.groups.codes[i]].push_back(static_cast<Row>(i));
  EgenResult r;
  r.numbers.assign(x.size(), data::missing);
  for (const std::vector<Row>& g : rows)
    for (std::ptrdiff_t k = 0; k < std::ssize(g); ++k) {
      const std::ptrdiff_t begin = std::max<std::ptrdiff_t>(0, k - half), end = std::min(std::ssize(g), k + half + 1);
      if (end - begin < 2 * half + 1 && !q.has("nomiss")) continue;
      double sum = 0, n = 0;
      bool whole = true;
      for (std::ptrdiff_t j = begin; j < end; ++j) {
        const double v = x[g[static_cast<std::size_t>(j)]];
        whole = whole && !data::is_missing(v);
        if (!data::is_missing(v)) sum += v, ++n;
      }
      if ((whole || q.has("nomiss")) && n > 0) r.numbers[g[static_cast<std::size_t>(k)]] = sum / n;
    }
  return r;
}

template <class Value>
struct Modes {
  std::vector<Value> best;  // ascending
};

template <class Value>
std::vector<Modes<Value>> modes_of(const EgenCall& q, const std::vector<Value>& x,
                                   const std::vector<std::uint8_t>& use) {
  std::vector<std::map<Value, std::size_t>> counts(q.groups.count);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (use[i]) ++counts[q.groups.codes[i]][x[i]];
  std::vector<Modes<Value>> out(q.groups.count);
  for (std::size_t g = 0; g < out.size(); ++g) {
    std::size_t most = 0;
    for (const auto& [value, n] : counts[g]) most = std::max(most, n);
    for (const auto& [value, n] : counts[g])
      if (n == most) out[g].best.push_back(value);
  }
  return out;
}

template <class Value>
Value pick_value(const EgenCall& q, const Modes<Value>& m, const Value& none, bool& several) {
  if (m.best.empty()) return none;
  if (m.best.size() == 1 || q.has("minmode")) return m.best.front();
  if (q.has("maxmode")) return m.best.back();
  if (q.has("nummode")) {
    const auto k = static_cast<std::size_t>(std::max(1.0, q.number("nummode", 1)));
    return k <= m.best.size() ? m.best[k - 1] : none;
  }
  several = true;
  return none;
}

EgenResult mode(const EgenCall& q) {
  EgenResult r;
  bool several = false;
  const data::Variable* v = q.c.frame.find(q.argument);
  std::vector<std::uint8_t> use(q.c.frame.rows);
  const bool keep_missing = q.has("missing");
  const auto in_use = [&](std::size_t i, bool missing) {
    return q.groups.codes[i] != Groups::none && (keep_missing || !missing);
  };
  if (v && v->is_string()) {
    std::vector<std::string> x(q.c.frame.rows);
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = v->column->text(i);
      use[i] = in_use(i, x[i].empty());
    }
    r.strings.resize(x.size());
    const auto modes = modes_of(q, x, use);
    for (std::size_t i = 0; i < x.size(); ++i)
      if (q.groups.codes[i] != Groups::none)
        r.strings[i] = pick_value(q, modes[q.groups.codes[i]], std::string(), several);
  } else {
    const std::vector<double> x = q.values();
    for (std::size_t i = 0; i < x.size(); ++i) use[i] = in_use(i, data::is_missing(x[i]));
    std::vector<double> per_group;
    for (const auto& m : modes_of(q, x, use)) per_group.push_back(pick_value(q, m, data::missing, several));
    r.numbers = spread(q, per_group);
  }
  if (several) r.notes.push_back("at least one group has several modes; minmode, maxmode or nummode() picks one");
  return r;
}

// nq() groups of about equal size by the percentile rule: group k holds (cut k-1, cut k].
EgenResult quantile_group(const EgenCall& q) {
  const auto n = static_cast<int>(q.number("nquantiles", q.number("n", 2)));
  if (n < 2) throw Error(198, "nq() must be at least 2");
  const std::vector<double> x = q.values();
  const GroupValues v(x, q.groups);
  EgenResult r;
  r.narrowest = true;
  std::vector<std::vector<double>> cuts(q.groups.count);
  for (std::size_t g = 0; g < cuts.size(); ++g) {
    if (v.values(g).empty()) continue;
    const numeric::Order order(v.values(g));
    for (int k = 1; k < n; ++k) cuts[g].push_back(order.percentile(100.0 * k / n));
  }
  r.numbers.assign(x.size(), data::missing);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t g = q.groups.codes[i];
    if (g == Groups::none || data::is_missing(x[i])) continue;
    r.numbers[i] = static_cast<double>(std::lower_bound(cuts[g].begin(), cuts[g].end(), x[i]) - cuts[g].begin()) + 1;
  }
  return r;
}

constexpr EgenFunction order_functions[] = {
    {"rank", rank, "Field Track Unique", "ranks; ties share the mean rank unless field, track or unique"},
    {"seq", seq, "From() To() Block()", "sequences from() to() in blocks of block()"},
    {"fill", fill_pattern, "", "continues a pattern of numbers"},
    {"ma", moving_average, "t() NOMiss", "centred moving average of t() rows"},
    {"mode", mode, "MINmode MAXmode NUMmode() Missing", "most frequent value"},
    {"xtile", quantile_group, "NQuantiles() n()", "quantile groups 1 to nq()"}};

}  // namespace

std::span<const EgenFunction> egen_order_functions() { return order_functions; }

}  // namespace nqp::kit
