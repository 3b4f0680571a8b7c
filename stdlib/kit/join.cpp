#include "stdlib/kit/join.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/panel.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {
namespace {

// note0 counts the others, note1, note2 ….
using Characteristics = std::map<std::string, std::string>;

bool is_note(const std::string& name) {
  return name.size() > 4 && name.size() <= 9 && name.starts_with("note") && name.find_first_not_of("0123456789", 4) == std::string::npos;
}

void join_notes(Characteristics& notes, const Characteristics& more) {
  std::size_t last = 0;
  for (const auto& [name, text] : notes)
    if (is_note(name) && name != "note0") last = std::max<std::size_t>(last, std::stoul(name.substr(4)));
  std::map<std::size_t, std::string> fresh;  // in their order
  for (const auto& entry : more) {
    if (!is_note(entry.first) || entry.first == "note0") continue;
    const bool known = std::any_of(notes.begin(), notes.end(), [&entry](const auto& n) {
      return is_note(n.first) && n.second == entry.second;
    });
    if (!known) fresh.emplace(std::stoul(entry.first.substr(4)), entry.second);
  }
  for (const auto& [number, text] : fresh) notes["note" + std::to_string(++last)] = text;
  if (!fresh.empty()) notes["note0"] = std::to_string(last);
}

using data::no_row;
using data::Row;

// Where each group's rows begin when they lie side by side.
std::vector<Row> group_starts(std::span<const std::uint32_t> codes, std::uint32_t groups) {
  std::vector<Row> starts(groups + std::size_t{1}, 0);
  for (const std::uint32_t g : codes) ++starts[g + std::size_t{1}];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  return starts;
}

std::vector<Row> rows_by_group(std::span<const std::uint32_t> codes, const std::vector<Row>& starts) {
  std::vector<Row> next(starts.begin(), starts.end() - 1), rows(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) rows[next[codes[i]]++] = static_cast<Row>(i);
  return rows;
}

// Rows of the master as they are, none added: columns may be shared.
bool keeps_master(const data::Frame& master, const Pairs& p) {
  if (p.size() != master.rows) return false;
  std::atomic<bool> same{true};
  numeric::in_stretches(p.size(), [&](std::size_t begin, std::size_t end) {
    std::size_t moved = 0;
    for (std::size_t i = begin; i < end; ++i) moved += p.left[i] != static_cast<Row>(i);
    if (moved > 0) same = false;
  });
  return same;
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

// The same values in the wider type of the two.
data::ColumnPtr as_wide_as(const data::ColumnPtr& mine, const data::Column& theirs) {
  const data::Type type = mine->type(), other = theirs.type();
  if (type == other) return mine;
  if (!type.is_string()) {
    const data::Storage storage = data::wider(type.storage, other.storage);
    return storage == type.storage ? mine : data::convert(*mine, storage);
  }
  if (type.storage == data::Storage::strl || (other.storage == data::Storage::str && other.width < type.width))
    return mine;
  data::Buffer<std::uint32_t> codes(mine->size());
  std::copy(mine->codes().begin(), mine->codes().end(), codes.begin());
  return std::make_shared<const data::Column>(other, std::move(codes), mine->dictionary());
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
  data::Groups g = data::make_groups(columns);
  Matching m;
  m.groups = g.count;
  m.codes = std::move(g.codes);
  m.master = std::span(m.codes).first(master.rows);
  m.other = std::span(m.codes).subspan(master.rows);
  m.master_starts = group_starts(m.master, m.groups);
  m.other_starts = group_starts(m.other, m.groups);
  m.other_rows = rows_by_group(m.other, m.other_starts);
  return m;
}

Pairs pairs_with_one(const Matching& m) {
  std::vector<Row> partner(m.groups, no_row), alone;
  for (std::size_t j = 0; j < m.other.size(); ++j) {
    partner[m.other[j]] = static_cast<Row>(j);
    if (m.master_count(m.other[j]) == 0) alone.push_back(static_cast<Row>(j));
  }
  const std::size_t rows = m.master.size();
  Pairs p;
  p.left.resize(rows + alone.size());
  p.right.resize(p.left.size());
  numeric::in_stretches(rows, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      p.left[i] = static_cast<Row>(i);
      p.right[i] = partner[m.master[i]];
    }
  });
  for (std::size_t k = 0; k < alone.size(); ++k) {
    p.left[rows + k] = no_row;
    p.right[rows + k] = alone[k];
  }
  return p;
}

void require_room_for_pairs(const data::Frame& master, const data::Frame& other, double rows) {
  data::Frame both = master;
  both.variables.insert(both.variables.end(), other.variables.begin(), other.variables.end());
  require_room(both, rows);
}

Joined join(const data::Frame& master, const data::Frame& other, const command::Variables& keys, const Pairs& p,
            const JoinOptions& options) {
  Joined out;
  if (options.update) {
    out.updated.assign(p.size(), 0);
    out.conflict.assign(p.size(), 0);
  }
  const bool as_it_is = keeps_master(master, p);
  out.frame = as_it_is ? master : data::gather(master, p.left);
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
    if (as_it_is && !options.update) {
      if (!clashes) out.frame.variables[*i].column = as_wide_as(mine.column, *theirs.column);
      continue;
    }
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

void add_notes(data::Frame& f, const data::Frame& from) {
  join_notes(f.characteristics, from.characteristics);
  for (data::Variable& v : f.variables)
    if (const data::Variable* more = from.find(v.name)) join_notes(v.characteristics, more->characteristics);
}

void drop_notes(data::Frame& f) {
  const auto drop = [](Characteristics& c) {
    std::erase_if(c, [](const auto& entry) { return is_note(entry.first); });
  };
  drop(f.characteristics);
  for (data::Variable& v : f.variables) drop(v.characteristics);
}

}  // namespace nqp::kit
