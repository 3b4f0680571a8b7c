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

// Texts may also be handed over without waiting for their codes: those that are not recent are looked up together.
class RecentTexts {
 public:
  explicit RecentTexts(std::shared_ptr<Dictionary> d) : dictionary_(std::move(d)) {}
  const std::shared_ptr<Dictionary>& dictionary() const { return dictionary_; }

  std::uint32_t code(std::string_view s) {
    if (s.size() > 16) return dictionary_->code(s);
    const TextWords w = text_words(s);
    Entry& e = entry_of(w, s.size());
    if (e.words.head == w.head && e.words.tail == w.tail && e.size == s.size()) return e.code;
    e = {w, static_cast<std::uint32_t>(s.size()), dictionary_->code(s)};
    return e.code;
  }

  // *out becomes the code of s, at the latest by flush(). Both stay where they are until then.
  void later(std::string_view s, std::uint32_t* out) {
    if (s.size() <= 16) {
      const TextWords w = text_words(s);
      const Entry& e = entry_of(w, s.size());
      if (e.words.head == w.head && e.words.tail == w.tail && e.size == s.size()) {
        *out = e.code;
        return;
      }
    }
    texts_[waiting_] = s;
    places_[waiting_] = out;
    if (++waiting_ == texts_.size()) flush();
  }

  void flush() {
    std::array<std::uint32_t, waiting_room> codes;
    dictionary_->codes({texts_.data(), waiting_}, codes.data());
    for (std::size_t i = 0; i < waiting_; ++i) {
      *places_[i] = codes[i];
      const std::string_view s = texts_[i];
      if (s.size() > 16) continue;
      const TextWords w = text_words(s);
      entry_of(w, s.size()) = {w, static_cast<std::uint32_t>(s.size()), codes[i]};
    }
    waiting_ = 0;
  }

 private:
  struct Entry {
    TextWords words;
    std::uint32_t size = 0, code = 0;  // "" has code 0
  };
  Entry& entry_of(const TextWords& w, std::size_t size) {
    constexpr std::uint64_t k = 0x9E3779B97F4A7C15u;
    return entries_[((w.head ^ (w.tail + size) * k) * k) >> 56];
  }

  static constexpr std::size_t waiting_room = 64;
  std::array<Entry, 256> entries_{};
  std::array<std::string_view, waiting_room> texts_;
  std::array<std::uint32_t*, waiting_room> places_;
  std::size_t waiting_ = 0;
  std::shared_ptr<Dictionary> dictionary_;
};

}  // namespace nqp::data
