// Stable least-significant-digit radix sort (Knuth, TAOCP 5.2.5) of 64-bit words or word-row pairs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "interpreter/dataset/buffer.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {

struct WordRow {
  std::uint64_t word;
  std::uint32_t row;
};

inline std::uint64_t sort_word(std::uint64_t item) { return item; }
inline std::uint64_t sort_word(const WordRow& item) { return item.word; }

// Moves the items into the order of one digit; false when all agree in it. Every stretch of the items has its own
// counts, and the stretches of one bucket follow each other: stable, whatever the number of cores.
template <class Item>
bool scatter_by_digit(const Buffer<Item>& from, Buffer<Item>& to, unsigned shift, unsigned digit) {
  const std::size_t n = from.size(), buckets = std::size_t{1} << digit;
  const std::uint64_t mask = buckets - 1;
  const std::size_t parts = n < 2 * numeric::worth_a_thread ? 1 : numeric::cores();
  const auto begin_of = [&](std::size_t part) { return part == parts ? n : n / parts * part; };
  std::vector<std::size_t> counts(parts * buckets, 0);
  numeric::in_parallel(parts, [&](std::size_t part) {
    std::size_t* count = counts.data() + part * buckets;
    for (std::size_t i = begin_of(part), end = begin_of(part + 1); i < end; ++i)
      ++count[(sort_word(from[i]) >> shift) & mask];
  });
  std::size_t sum = 0;
  for (std::size_t b = 0; b < buckets; ++b) {
    const std::size_t before = sum;
    for (std::size_t part = 0; part < parts; ++part) sum += std::exchange(counts[part * buckets + b], sum);
    if (sum - before == n) return false;
  }
  if (to.size() == 0) to = Buffer<Item>(n);
  numeric::in_parallel(parts, [&](std::size_t part) {
    std::size_t* at = counts.data() + part * buckets;
    for (std::size_t i = begin_of(part), end = begin_of(part + 1); i < end; ++i)
      to[at[(sort_word(from[i]) >> shift) & mask]++] = from[i];
  });
  return true;
}

// Sorts by the bits [low, high) of the word. Digits in which all items agree cost nothing but their count.
template <class Item>
void radix_sort(Buffer<Item>& items, unsigned low, unsigned high) {
  constexpr unsigned widest = 11;  // 2,048 open streams still fit the first-level cache
  if (items.size() < 2 || high <= low) return;
  const unsigned bits = high - low, passes = (bits + widest - 1) / widest, digit = (bits + passes - 1) / passes;
  constexpr std::size_t few = 256;
  if (items.size() < few) {
    const std::uint64_t mask = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    const auto key = [=](const Item& item) { return sort_word(item) >> low & mask; };
    std::stable_sort(items.begin(), items.end(), [&](const Item& a, const Item& b) { return key(a) < key(b); });
    return;
  }
  Buffer<Item> other;
  for (unsigned p = 0; p < passes; ++p) {
    if (scatter_by_digit(items, other, low + p * digit, digit)) std::swap(items, other);
  }
}

}  // namespace nqp::data
