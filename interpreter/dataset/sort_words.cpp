#include "interpreter/dataset/sort_words.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "interpreter/dataset/radix.hpp"

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
    in_stretches(rows, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) out[i] = (w > 0 ? out[i] << take : 0) | words[i] >> drop;
    });
    left -= take;
    used += take;
  }
  return out;
}

bool rows_differ(const KeyWords& k, Row a, Row b) {
  return std::any_of(k.words.begin(), k.words.end(), [&](const auto& w) { return w[a] != w[b]; });
}

bool row_before(const KeyWords& k, Row a, Row b) {
  for (const auto& w : k.words) {
    if (w[a] != w[b]) return w[a] < w[b];
  }
  return false;
}

// Rows in their original order, all with the same leading bits.
void order_ties(const KeyWords& k, std::span<Row> rows) {
  constexpr std::size_t few = 2048;
  const Row first = rows.front();
  if (std::none_of(rows.begin(), rows.end(), [&](Row r) { return rows_differ(k, first, r); })) return;
  if (rows.size() < few) {
    std::stable_sort(rows.begin(), rows.end(), [&](Row a, Row b) { return row_before(k, a, b); });
    return;
  }
  Buffer<WordRow> items(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) items[i] = {0, rows[i]};
  for (std::size_t w = k.words.size(); w-- > 0;) {
    for (WordRow& item : items) item.word = k.words[w][item.row];
    radix_sort(items, 0, k.bits[w]);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = items[i].row;
}

}  // namespace

void sort_packed(Buffer<std::uint64_t>& words, unsigned bits) {
  const unsigned row_bits = bits_of_row(words.size());
  in_stretches(words.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) words[i] = words[i] << row_bits | i;
  });
  radix_sort(words, row_bits, row_bits + bits);
}

bool words_ascend(const KeyWords& k, std::size_t rows) {
  for (std::size_t i = 1; i < rows; ++i) {
    for (const auto& w : k.words) {
      if (w[i - 1] < w[i]) break;
      if (w[i - 1] > w[i]) return false;
    }
  }
  return true;
}

std::vector<Row> order_of(const KeyWords& k, std::size_t rows) {
  unsigned used = 0;
  Buffer<std::uint64_t> items = leading_bits(k, rows, used);
  sort_packed(items, used);
  const unsigned row_bits = bits_of_row(rows), all = std::accumulate(k.bits.begin(), k.bits.end(), 0u);
  const std::uint64_t mask = (std::uint64_t{1} << row_bits) - 1;
  std::vector<Row> order(rows);
  in_stretches(rows, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) order[i] = static_cast<Row>(items[i] & mask);
  });
  if (used == all) return order;
  for (std::size_t begin = 0, end = 1; begin < rows; begin = end++) {
    while (end < rows && items[end] >> row_bits == items[begin] >> row_bits) ++end;
    if (end - begin > 1) order_ties(k, std::span(order).subspan(begin, end - begin));
  }
  return order;
}

std::vector<Row> sort_order(std::span<const SortKey> keys, std::size_t rows) {
  const auto identity = [rows] {
    std::vector<Row> order(rows);
    std::iota(order.begin(), order.end(), Row{0});
    return order;
  };
  if (keys.empty() || rows < 2) return identity();
  const KeyWords k = key_words(keys, rows);
  return words_ascend(k, rows) ? identity() : order_of(k, rows);
}

bool is_sorted(std::span<const SortKey> keys, std::size_t rows) {
  if (keys.empty() || rows < 2) return true;
  const SortKey& key = keys[0];
  const bool plain = !key.column->is_string() && !key.descending && !key.missing_first;
  if (plain && keys.size() == 1) return key.column->facts().ascending;
  if (plain && !key.column->facts().ascending) return false;
  return words_ascend(key_words(keys, rows), rows);
}

}  // namespace nqp::data
