// Ordering rows by their key words.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "interpreter/dataset/key_words.hpp"

namespace nqp::data {

inline unsigned bits_of_row(std::size_t rows) { return static_cast<unsigned>(std::bit_width(rows)); }

// Key and row may share one word: half the memory traffic of pairs.
inline bool fits_with_row(unsigned bits, std::size_t rows) { return bits + bits_of_row(rows) <= 64; }

// Turns keys of `bits` bits into sorted (key, row) words, the row in the lowest bits.
void sort_packed(Buffer<std::uint64_t>& words, unsigned bits);

std::vector<Row> order_of(const KeyWords& k, std::size_t rows);  // stable

// The stable order of the rows; nothing when they are in it.
std::optional<std::vector<Row>> order_unless_sorted(std::span<const SortKey> keys, std::size_t rows);

}  // namespace nqp::data
