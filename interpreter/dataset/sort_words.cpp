#include "interpreter/dataset/sort_words.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>
#include <span>

#include "interpreter/dataset/radix.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

// The most significant bits of the key that leave room for the row; `used` becomes their number.
Buffer<std::uint64_t> leading_bits(const KeyWords& k, std::size_t rows, unsigned& used) {
  unsigned left = 64 - bits_of_row(rows);
  Buffer<std::uint64_t> out(rows);
  used = 0;
  for (std::size_t w = 0; w < k.words.size() && left > 0; ++w) {
    const unsigned take = std::min(left, k.bits[w]), drop = k.bits[w] - take;
    const Buffer<std::uint64_t>& words = k.words[w];
    numeric::in_stretches(rows, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) out[i] = (w > 0 ? out[i] << take : 0) | words[i] >> drop;
    });
    left -= take;
    used += take;
  }
  return out;
}

// Keys: KeyWords or KeyCodes.
template <class Keys>
bool rows_differ(const Keys& k, Row a, Row b) {
  for (std::size_t w = 0; w < k.count(); ++w)
    if (k.code(w, a) != k.code(w, b)) return true;
  return false;
}

template <class Keys>
bool row_before(const Keys& k, Row a, Row b) {
  for (std::size_t w = 0; w < k.count(); ++w) {
    const std::uint64_t x = k.code(w, a), y = k.code(w, b);
    if (x != y) return x < y;
  }
  return false;
}

// Rows in their original order, all with the same leading bits.
template <class Keys>
void order_ties(const Keys& k, std::span<Row> rows) {
  constexpr std::size_t few = 2048;
  const Row first = rows.front();
  if (std::none_of(rows.begin(), rows.end(), [&](Row r) { return rows_differ(k, first, r); })) return;
  if (rows.size() < few) {
    std::stable_sort(rows.begin(), rows.end(), [&](Row a, Row b) { return row_before(k, a, b); });
    return;
  }
  Buffer<WordRow> items(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) items[i] = {0, rows[i]};
  for (std::size_t w = k.count(); w-- > 0;) {
    unsigned bits = 1;
    for (WordRow& item : items) {
      item.word = k.code(w, item.row);
      bits = std::max(bits, static_cast<unsigned>(std::bit_width(item.word)));
    }
    radix_sort(items, 0, bits);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = items[i].row;
}

// The order of the rows by their `used` leading bits; by all keys when there are more.
template <class Keys>
std::vector<Row> order_by_leading(Buffer<std::uint64_t> items, unsigned used, bool all, const Keys& k) {
  const std::size_t rows = items.size();
  sort_packed(items, used);
  const unsigned row_bits = bits_of_row(rows);
  const std::uint64_t mask = (std::uint64_t{1} << row_bits) - 1;
  std::vector<Row> order(rows);
  numeric::in_stretches(rows, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) order[i] = static_cast<Row>(items[i] & mask);
  });
  if (all) return order;
  for (std::size_t begin = 0, end = 1; begin < rows; begin = end++) {
    while (end < rows && items[end] >> row_bits == items[begin] >> row_bits) ++end;
    if (end - begin > 1) order_ties(k, std::span(order).subspan(begin, end - begin));
  }
  return order;
}

bool codes_ascend(const KeyCodes& k, std::size_t rows) {
  unsigned used = 0;
  const Buffer<std::uint64_t> words = k.leading(rows, 64, used);
  for (std::size_t i = 1; i < rows; ++i) {
    if (words[i - 1] > words[i]) return false;
    if (words[i - 1] == words[i] && row_before(k, static_cast<Row>(i), static_cast<Row>(i - 1))) return false;
  }
  return true;
}

// A look at the first key tells most data that are not sorted.
bool may_be_sorted(const SortKey& key) {
  const bool plain = !key.column->is_string() && !key.descending && !key.missing_first;
  return !plain || key.column->facts().ascending;
}

}  // namespace

void sort_packed(Buffer<std::uint64_t>& words, unsigned bits) {
  const unsigned row_bits = bits_of_row(words.size());
  numeric::in_stretches(words.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) words[i] = words[i] << row_bits | i;
  });
  radix_sort(words, row_bits, row_bits + bits);
}

std::vector<Row> order_of(const KeyWords& k, std::size_t rows) {
  unsigned used = 0;
  Buffer<std::uint64_t> items = leading_bits(k, rows, used);
  const bool all = used == std::accumulate(k.bits.begin(), k.bits.end(), 0u);
  return order_by_leading(std::move(items), used, all, k);
}

std::optional<std::vector<Row>> order_unless_sorted(std::span<const SortKey> keys, std::size_t rows) {
  if (keys.empty() || rows < 2) return std::nullopt;
  const KeyCodes k(keys);
  if (may_be_sorted(keys[0]) && codes_ascend(k, rows)) return std::nullopt;
  unsigned used = 0, all = 0;
  for (std::size_t i = 0; i < k.count(); ++i) all += k.bits(i);
  Buffer<std::uint64_t> items = k.leading(rows, 64 - bits_of_row(rows), used);
  return order_by_leading(std::move(items), used, used == all, k);
}

std::vector<Row> sort_order(std::span<const SortKey> keys, std::size_t rows) {
  if (auto order = order_unless_sorted(keys, rows)) return *std::move(order);
  std::vector<Row> identity(rows);
  std::iota(identity.begin(), identity.end(), Row{0});
  return identity;
}

bool is_sorted(std::span<const SortKey> keys, std::size_t rows) {
  if (keys.empty() || rows < 2) return true;
  if (!may_be_sorted(keys[0])) return false;
  const bool plain = !keys[0].column->is_string() && !keys[0].descending && !keys[0].missing_first;
  return (plain && keys.size() == 1) || codes_ascend(KeyCodes(keys), rows);
}

}  // namespace nqp::data
