// Sort keys as unsigned integers whose order is the order of the keys.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "interpreter/dataset/groups.hpp"

namespace nqp::data {

// Keys are packed into as few words as hold them, the most significant word first.
struct KeyWords {
  std::vector<Buffer<std::uint64_t>> words;
  std::vector<unsigned> bits;  // used bits of each word

  std::size_t count() const { return words.size(); }
  std::uint64_t code(std::size_t w, Row row) const { return words[w][row]; }
};

KeyWords key_words(std::span<const SortKey> keys, std::size_t rows);

// The codes of keys one by one, for those who cannot afford words of all rows.
class KeyCodes {
 public:
  explicit KeyCodes(std::span<const SortKey> keys);  // which must outlive it
  ~KeyCodes();

  std::size_t count() const;
  unsigned bits(std::size_t k) const;
  std::uint64_t code(std::size_t k, Row row) const;
  // The most significant `room` bits of all keys side by side; `used` becomes their number.
  Buffer<std::uint64_t> leading(std::size_t rows, unsigned room, unsigned& used) const;

 private:
  struct Fields;
  std::unique_ptr<const Fields> fields_;
};

}  // namespace nqp::data
