#include "stdlib/kit/levels.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/results.hpp"

namespace nqp::kit {
namespace {

// Ranks of the distinct keys; `less` orders them. Keys of equal value must be equal.
template <class Key, class Less>
Levels rank_keys(const std::vector<Key>& keys, const std::vector<std::uint8_t>& use, std::span<const data::Row> rows,
                 const Less& less) {
  Levels out;
  out.codes.assign(rows.size(), Levels::none);
  std::unordered_map<Key, std::uint32_t> seen;
  std::vector<std::pair<Key, data::Row>> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!use[i]) continue;
    const auto [it, fresh] = seen.try_emplace(keys[i], static_cast<std::uint32_t>(found.size()));
    if (fresh) found.emplace_back(keys[i], rows[i]);
    out.codes[i] = it->second;
  }
  std::vector<std::uint32_t> order(found.size()), rank(found.size());
  for (std::uint32_t k = 0; k < order.size(); ++k) order[k] = k;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return less(found[a].first, found[b].first); });
  for (std::uint32_t k = 0; k < order.size(); ++k) {
    rank[order[k]] = k;
    out.first.push_back(found[order[k]].second);
  }
  for (std::uint32_t& code : out.codes)
    if (code != Levels::none) code = rank[code];
  return out;
}

Levels string_levels(const data::Column& column, std::span<const data::Row> rows, bool missing) {
  std::vector<std::uint32_t> keys;
  std::vector<std::uint8_t> use;
  for (const data::Row r : rows) {
    keys.push_back(column.codes()[r]);
    use.push_back(missing || keys.back() != 0);
  }
  const data::Dictionary& text = *column.dictionary();
  return rank_keys(keys, use, rows, [&](std::uint32_t a, std::uint32_t b) { return text.text(a) < text.text(b); });
}

}  // namespace

Levels levels_of(const data::Column& column, std::span<const data::Row> rows, bool missing) {
  if (column.is_string()) return string_levels(column, rows, missing);
  std::vector<double> keys(rows.size());
  column.read_rows(rows, keys.data());
  std::vector<std::uint8_t> use(rows.size(), 1);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!missing && data::is_missing(keys[i])) use[i] = 0;
    if (keys[i] == 0) keys[i] = 0.0;  // -0 and 0 are one value
  }
  return rank_keys(keys, use, rows, [](double a, double b) { return a < b; });
}

Levels levels_of(std::span<const data::Column* const> columns, std::span<const data::Row> rows, bool missing) {
  Levels all;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    Levels one = levels_of(*columns[k], rows, missing);
    if (k == 0) {
      all = std::move(one);
      continue;
    }
    std::vector<std::uint64_t> keys(rows.size());
    std::vector<std::uint8_t> use(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      use[i] = all.codes[i] != Levels::none && one.codes[i] != Levels::none;
      keys[i] = (std::uint64_t{all.codes[i]} << 32) | one.codes[i];
    }
    all = rank_keys(keys, use, rows, [](std::uint64_t a, std::uint64_t b) { return a < b; });
  }
  return all;
}

std::string level_text(const data::Frame& f, const data::Variable& v, data::Row row, bool no_label) {
  if (!no_label || v.is_string()) return value_text(f, v, row);
  return text::trimmed(text::format_number(v.column->number(row), v.format));
}

}  // namespace nqp::kit
