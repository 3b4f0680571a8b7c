// Stable least-significant-digit radix sort (Knuth, TAOCP 5.2.5) of 64-bit words or word-row pairs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "interpreter/dataset/buffer.hpp"

namespace nqp::data {

struct WordRow {
  std::uint64_t word;
  std::uint32_t row;
};

inline std::uint64_t sort_word(std::uint64_t item) { return item; }
inline std::uint64_t sort_word(const WordRow& item) { return item.word; }

// Sorts by the bits [low, high) of the word. Digits in which all items agree cost nothing but their count.
template <class Item>
void radix_sort(Buffer<Item>& items, unsigned low, unsigned high) {
  constexpr unsigned widest = 11;  // 2,048 open streams still fit the first-level cache
  const std::size_t n = items.size();
  if (n < 2 || high <= low) return;
  const unsigned bits = high - low, passes = (bits + widest - 1) / widest, digit = (bits + passes - 1) / passes;
  const std::uint64_t mask = (std::uint64_t{1} << digit) - 1;
  const std::size_t buckets = std::size_t{1} << digit;

  std::vector<std::size_t> counts(passes * buckets, 0);
  for (const Item& item : items) {
    std::uint64_t w = sort_word(item) >> low;
    for (unsigned p = 0; p < passes; ++p, w >>= digit) ++counts[p * buckets + (w & mask)];
  }
  Buffer<Item> other;
  for (unsigned p = 0; p < passes; ++p) {
    std::size_t* at = counts.data() + p * buckets;
    const unsigned shift = low + p * digit;
    if (at[(sort_word(items[0]) >> shift) & mask] == n) continue;
    std::size_t sum = 0;
    for (std::size_t b = 0; b < buckets; ++b) {
      const std::size_t count = at[b];
      at[b] = sum;
      sum += count;
    }
    if (other.size() == 0) other = Buffer<Item>(n);
    for (const Item& item : items) other[at[(sort_word(item) >> shift) & mask]++] = item;
    items = std::move(other);  // Buffer's move assignment swaps
  }
}

}  // namespace nqp::data
