// Sort keys as unsigned integers whose order is the order of the keys.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "interpreter/dataset/groups.hpp"

namespace nqp::data {

// Keys are packed into as few words as hold them, the most significant word first.
struct KeyWords {
  std::vector<Buffer<std::uint64_t>> words;
  std::vector<unsigned> bits;  // used bits of each word
};

KeyWords key_words(std::span<const SortKey> keys, std::size_t rows);

}  // namespace nqp::data
