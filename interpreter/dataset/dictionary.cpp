#include <algorithm>
#include <cstring>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/column.hpp"
#include "interpreter/dataset/recent_texts.hpp"

namespace nqp::data {
namespace {

// Large dictionaries take large blocks: fresh small pages cost more than the copy.
constexpr std::size_t small_block = std::size_t{1} << 16, large_block_of_texts = std::size_t{2} << 20;

// Multiply and fold, eight bytes at a time: short keys are what data sets hold.
std::uint32_t hash_of(std::string_view s) {
  constexpr std::uint64_t k = 0x9E3779B97F4A7C15u;
  const TextWords ends = text_words(s);
  std::uint64_t h = (s.size() * k ^ ends.head) * k;
  h ^= h >> 32;
  for (std::size_t at = 8; at + 8 < s.size(); at += 8) {
    std::uint64_t v;
    std::memcpy(&v, s.data() + at, 8);
    h = (h ^ v) * k;
    h ^= h >> 32;
  }
  h = (h ^ ends.tail) * k;
  h ^= h >> 29;
  h *= k;
  return static_cast<std::uint32_t>(h >> 32);
}

// Where the search begins among n slots. A larger table keeps the order, so that growing goes through both in turn.
std::size_t first_slot(std::uint32_t hash, std::size_t n) { return hash * (n / 4) >> 30; }

}  // namespace

Dictionary::Dictionary() : slots_(16, 0) { code(""); }

Dictionary::Dictionary(const Dictionary& o) : blocks_(o.blocks_), texts_(o.texts_), slots_(o.slots_) {}

const char* Dictionary::keep(std::string_view s) {
  static constexpr char nothing = 0;
  if (s.empty()) return &nothing;
  const bool is_long = s.size() >= lengthy;
  const std::size_t bytes = s.size() + (is_long ? 1 + sizeof(std::uint64_t) : 1);
  char* to = next_;
  if (bytes > small_block / 4) {  // a long text gets a block of its own; the current one stays open
    blocks_.emplace_back(new char[bytes]);
    to = blocks_.back().get();
  } else {
    if (bytes > room_) {
      room_ = blocks_.size() < 8 ? small_block : large_block_of_texts;
      blocks_.emplace_back(new char[room_]);
      to = next_ = blocks_.back().get();
    }
    next_ += bytes;
    room_ -= bytes;
  }
  const char* text = to;
  *to++ = static_cast<char>(is_long ? lengthy : s.size());
  if (is_long) {
    const std::uint64_t size = s.size();
    std::memcpy(to, &size, sizeof size);
    to += sizeof size;
  }
  std::memcpy(to, s.data(), s.size());
  return text;
}

// The slot that holds s, or the empty one where it belongs. Slots follow the order of the hashes.
std::size_t Dictionary::slot_of(std::string_view s, std::uint32_t hash) const {
  const std::size_t n = slots_.size();
  std::size_t i = first_slot(hash, n);
  while (slots_[i] != 0) {
    const auto entry = slots_[i];
    if (entry >> 32 == hash && text(static_cast<std::uint32_t>(entry) - 1) == s) break;
    if (++i == n) i = 0;
  }
  return i;
}

void Dictionary::grow() {
  // The larger, the more room matters beside growing seldom.
  constexpr std::size_t few = std::size_t{1} << 16, many = std::size_t{1} << 22;
  const std::size_t old = slots_.size(), n = old < few ? 4 * old : old < many ? 2 * old : old + old / 2;
  std::vector<std::uint64_t> larger(n, 0);
  for (const std::uint64_t entry : slots_) {
    if (entry == 0) continue;
    std::size_t i = first_slot(static_cast<std::uint32_t>(entry >> 32), n);
    while (larger[i] != 0) i = i + 1 == n ? 0 : i + 1;
    larger[i] = entry;
  }
  slots_ = std::move(larger);
}

std::uint32_t Dictionary::code(std::string_view s) { return code_of(s, hash_of(s)); }

void Dictionary::codes(std::span<const std::string_view> texts, std::uint32_t* out) {
  constexpr std::size_t batch = 32;
  std::uint32_t hashes[batch];
  for (std::size_t begin = 0; begin < texts.size(); begin += batch) {
    const std::size_t n = std::min(batch, texts.size() - begin);
    for (std::size_t i = 0; i < n; ++i) {
      hashes[i] = hash_of(texts[begin + i]);
      __builtin_prefetch(&slots_[first_slot(hashes[i], slots_.size())]);
    }
    for (std::size_t i = 0; i < n; ++i) out[begin + i] = code_of(texts[begin + i], hashes[i]);
  }
}

std::uint32_t Dictionary::code_of(std::string_view s, std::uint32_t hash) {
  std::size_t slot = slot_of(s, hash);
  if (slots_[slot] != 0) return static_cast<std::uint32_t>(slots_[slot]) - 1;
  if (texts_.size() >= 0xfffffffeu) throw Error(909, "too many different strings in one variable");
  if (texts_.size() * 5 >= slots_.size() * 3) {
    grow();
    slot = slot_of(s, hash);
  }
  texts_.push_back(keep(s));
  slots_[slot] = std::uint64_t{hash} << 32 | texts_.size();
  return static_cast<std::uint32_t>(texts_.size() - 1);
}

std::optional<std::uint32_t> Dictionary::find(std::string_view s) const {
  const std::uint64_t entry = slots_[slot_of(s, hash_of(s))];
  if (entry == 0) return std::nullopt;
  return static_cast<std::uint32_t>(entry) - 1;
}

}  // namespace nqp::data
