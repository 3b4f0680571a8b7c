#include "stdlib/kit/join.hpp"

#include <algorithm>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/panel.hpp"

namespace nqp::kit {
namespace {

using data::no_row;
using data::Row;

// Rows of each group side by side (counting sort).
void order_rows(const std::vector<std::uint32_t>& codes, std::uint32_t groups, std::vector<Row>& starts,
                std::vector<Row>& rows) {
  starts.assign(groups + std::size_t{1}, 0);
  for (const std::uint32_t g : codes) ++starts[g + std::size_t{1}];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  std::vector<Row> next(starts.begin(), starts.end() - 1);
  rows.resize(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) rows[next[codes[i]]++] = static_cast<Row>(i);
}

Error clash(const data::Variable& mine, const data::Variable& theirs) {
  const auto kind = [](const data::Variable& v) { return v.is_string() ? "a string" : "numeric"; };
  return Error(
      106,
      "variable " + mine.name + " is " + kind(mine) + " in the master data but " + kind(theirs) + " in the using data",
      std::nullopt, {"destring or tostring make them alike"});
}

data::ColumnPtr all_missing(const data::Column& like, std::size_t rows) {
  return data::gather(like, std::vector<Row>(rows, no_row));
}

bool is_key(const command::Variables& keys, const std::string& name) {
  return std::find(keys.begin(), keys.end(), name) != keys.end();
}

// Where a row of a shared variable comes from, in the column of the master followed by that of the other.
std::vector<Row> sources(const data::Column& mine, const data::Column& theirs, const Pairs& p, const JoinOptions& o,
                         bool key, Joined& out) {
  std::vector<Row> from(p.size());
  const auto shift = static_cast<Row>(mine.size());
  const auto same = [&](Row l, Row r) {
    return mine.is_string() ? mine.text(l) == theirs.text(r) : mine.number(l) == theirs.number(r);
  };
  for (std::size_t k = 0; k < from.size(); ++k) {
    const Row l = p.left[k], r = p.right[k];
    from[k] = l != no_row ? l : shift + r;
    if (!o.update || key || l == no_row || r == no_row || theirs.missing_at(r)) continue;
    if (mine.missing_at(l)) {
      out.updated[k] = 1;
      from[k] = shift + r;
    } else if (!same(l, r)) {
      out.conflict[k] = 1;
      if (o.replace) from[k] = shift + r;
    }
  }
  return from;
}

}  // namespace

Matching match_keys(const data::Frame& master, const data::Frame& other, const command::Variables& keys) {
  std::vector<data::ColumnPtr> columns;
  for (const std::string& k : keys) {
    const data::Variable* theirs = other.find(k);
    if (!theirs) throw Error(111, "variable " + k + " not found in the using data");
    const data::Variable& mine = master.at(k);
    if (mine.is_string() != theirs->is_string()) throw clash(mine, *theirs);
    columns.push_back(data::append(*mine.column, *theirs->column));
  }
  const data::Groups g = data::make_groups(columns);
  Matching m;
  m.groups = g.count;
  const auto middle = g.codes.begin() + static_cast<std::ptrdiff_t>(master.rows);
  m.master.assign(g.codes.begin(), middle);
  m.other.assign(middle, g.codes.end());
  order_rows(m.master, m.groups, m.master_starts, m.master_rows);
  order_rows(m.other, m.groups, m.other_starts, m.other_rows);
  return m;
}

Joined join(const data::Frame& master, const data::Frame& other, const command::Variables& keys, const Pairs& p,
            const JoinOptions& options) {
  Joined out;
  if (options.update) {
    out.updated.assign(p.size(), 0);
    out.conflict.assign(p.size(), 0);
  }
  out.frame = data::gather(master, p.left);
  if (options.labels) add_labels(out.frame, other);
  for (const data::Variable& theirs : other.variables) {
    const bool key = is_key(keys, theirs.name);
    if (!key && !options.keep_using.empty() && !is_key(options.keep_using, theirs.name)) continue;
    const auto i = master.index(theirs.name);
    if (!i) {
      data::Variable v = theirs;
      v.column = data::gather(*theirs.column, p.right);
      if (!options.labels) v.value_label.clear();
      out.frame.variables.push_back(std::move(v));
      continue;
    }
    const data::Variable& mine = master.variables[*i];
    const bool clashes = mine.is_string() != theirs.is_string();
    if (clashes && !options.force) throw clash(mine, theirs);
    const data::ColumnPtr use = clashes ? all_missing(*mine.column, other.rows) : theirs.column;
    const std::vector<Row> from = sources(*mine.column, *use, p, options, key, out);
    out.frame.variables[*i].column = data::gather(*data::append(*mine.column, *use), from);
  }
  for (data::SampleMark& s : out.frame.samples) {
    std::vector<double> marks(p.size());
    for (std::size_t k = 0; k < marks.size(); ++k) {
      const double mark = s.column ? s.column->number(k) : 0;
      marks[k] = p.left[k] == no_row || data::is_missing(mark) ? 0 : mark;
    }
    s.column = data::make_numeric(data::Storage::byte_, marks);
  }
  return out;
}

void add_labels(data::Frame& f, const data::Frame& from) {
  for (const auto& [name, labels] : from.value_labels) f.value_labels.emplace(name, labels);
}

}  // namespace nqp::kit
