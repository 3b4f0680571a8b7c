// Codes of texts seen a moment ago: columns of text mostly repeat themselves, and comparing two words is cheaper
// than hashing and looking up.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "interpreter/dataset/column.hpp"

namespace nqp::data {

// The bytes of a text of up to 16 bytes as two words (they overlap); with the length they determine it.
struct TextWords {
  std::uint64_t head = 0, tail = 0;
};

inline TextWords text_words(std::string_view s) {
  TextWords w;
  const char* p = s.data();
  if (s.size() >= 8) {
    std::memcpy(&w.head, p, 8);
    std::memcpy(&w.tail, p + s.size() - 8, 8);
  } else if (s.size() >= 4) {
    std::uint32_t head, tail;
    std::memcpy(&head, p, 4);
    std::memcpy(&tail, p + s.size() - 4, 4);
    w.head = head;
    w.tail = tail;
  } else if (!s.empty()) {
    w.head = static_cast<unsigned char>(p[0]);
    w.tail = static_cast<std::uint64_t>(static_cast<unsigned char>(p[s.size() / 2])) << 8 |
             static_cast<unsigned char>(p[s.size() - 1]);
  }
  return w;
}

class RecentTexts {
 public:
  explicit RecentTexts(std::shared_ptr<Dictionary> d) : dictionary_(std::move(d)) {}
  const std::shared_ptr<Dictionary>& dictionary() const { return dictionary_; }

  std::uint32_t code(std::string_view s) {
    if (s.size() > 16) return dictionary_->code(s);
    const TextWords w = text_words(s);
    constexpr std::uint64_t k = 0x9E3779B97F4A7C15u;
    Entry& e = entries_[((w.head ^ (w.tail + s.size()) * k) * k) >> 56];
    if (e.words.head == w.head && e.words.tail == w.tail && e.size == s.size()) return e.code;
    e = {w, static_cast<std::uint32_t>(s.size()), dictionary_->code(s)};
    return e.code;
  }

 private:
  struct Entry {
    TextWords words;
    std::uint32_t size = 0, code = 0;  // "" has code 0
  };
  std::array<Entry, 256> entries_{};
  std::shared_ptr<Dictionary> dictionary_;
};

}  // namespace nqp::data
