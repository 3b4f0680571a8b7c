#include "interpreter/dataset/key_words.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>

#include "interpreter/dataset/number_codec.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

constexpr std::uint64_t missing_codes = 27;

// IEEE numbers as integers in the same order; -0 counts as 0.
std::uint64_t ordered_bits(double x) {
  const auto u = std::bit_cast<std::uint64_t>(x + 0.0);
  return u >> 63 ? ~u : u | std::uint64_t{1} << 63;
}

std::uint64_t ordered_bits(float x) {
  const auto u = std::bit_cast<std::uint32_t>(x + 0.0f);
  return u >> 31 ? ~u : u | std::uint32_t{1} << 31;
}

// The place of one key within a word: numbers take `span` codes, missing values 27 more.
struct Field {
  const SortKey* key = nullptr;
  bool offset = false;  // code is value - lowest; otherwise the bits of the number
  double lowest = 0;
  std::uint64_t span = 0;
  unsigned bits = 0;
  std::vector<std::uint32_t> ranks;  // strings: dictionary code → rank
};

unsigned bits_for(std::uint64_t codes) { return static_cast<unsigned>(std::bit_width(codes > 1 ? codes - 1 : 1)); }

// Big-endian prefix of a text: decides most comparisons without touching the text again.
std::uint64_t leading_bytes(std::string_view s) {
  std::uint64_t v = 0;
  std::memcpy(&v, s.data(), std::min<std::size_t>(s.size(), 8));
  return __builtin_bswap64(v);
}

// Bytewise ranks of the texts a column uses.
std::vector<std::uint32_t> string_ranks(const Column& c, std::uint64_t& count) {
  struct Entry {
    std::uint64_t prefix;
    std::uint32_t code;
  };
  const Dictionary& d = *c.dictionary();
  std::vector<std::uint8_t> used(d.size(), 0);
  used[0] = 1;
  for (const std::uint32_t code : c.codes()) used[code] = 1;
  std::vector<Entry> entries;
  for (std::uint32_t code = 0; code < used.size(); ++code) {
    if (used[code]) entries.push_back({leading_bytes(d.text(code)), code});
  }
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : d.text(a.code) < d.text(b.code);
  });
  std::vector<std::uint32_t> ranks(d.size(), 0);
  for (std::uint32_t r = 0; r < entries.size(); ++r) ranks[entries[r].code] = r;
  count = entries.size();
  return ranks;
}

Field field_of(const SortKey& key) {
  Field f;
  f.key = &key;
  const Column& c = *key.column;
  if (c.is_string()) {
    f.ranks = string_ranks(c, f.span);
    f.bits = bits_for(f.span + 1);
    return f;
  }
  const Facts& facts = c.facts();
  const double range = is_missing(facts.lowest) ? 0 : facts.highest - facts.lowest;
  if (facts.integers && range < 0x1p40 && std::abs(facts.lowest) <= 0x1p53) {
    f.offset = true;
    f.lowest = is_missing(facts.lowest) ? 0 : facts.lowest;
    f.span = static_cast<std::uint64_t>(range) + 1;
    f.bits = bits_for(f.span + (facts.missing_count ? missing_codes : 0));
  } else if (c.type().storage == Storage::float_) {
    f.span = ordered_bits(dot<float>);
    f.bits = 32;
  } else {
    f.span = ordered_bits(missing);
    f.bits = 64;
  }
  if (key.missing_first && facts.missing_count) f.bits = std::min(64u, bits_for(f.span + missing_codes));
  return f;
}

// From rank among numbers (or index among missing values) to the code in the asked-for direction. A value of its
// own, so that the loops keep it in registers.
struct Direction {
  std::uint64_t start, flip, first_missing;

  explicit Direction(const Field& f)
      : start((f.key->missing_first ? missing_codes : 0) + (f.key->descending ? f.span - 1 : 0)),
        flip(f.key->descending ? ~std::uint64_t{0} : 0),
        first_missing(f.key->missing_first ? 0 : f.span) {}
  std::uint64_t number(std::uint64_t rank) const { return start + ((rank ^ flip) - flip); }
  std::uint64_t absent(double x) const { return first_missing + static_cast<std::uint64_t>(missing_index(x)); }
};

std::uint64_t string_code(std::uint32_t rank, const Field& f) {
  if (!f.key->descending) return rank;
  return f.key->missing_first && rank == 0 ? 0 : f.span - rank;
}

// How a field is added to words: behind what is there, without its last `drop` bits.
struct Placement {
  bool first = false;
  unsigned bits = 0, drop = 0;
};

template <class Code>
void push_field(Buffer<std::uint64_t>& words, Placement at, const Code& code) {
  numeric::in_stretches(words.size(), [&](std::size_t begin, std::size_t end) {
    std::uint64_t* word = words.data();
    const unsigned bits = at.bits, drop = at.drop;
    if (at.first) {
      for (std::size_t i = begin; i < end; ++i) word[i] = code(i) >> drop;
    } else {
      for (std::size_t i = begin; i < end; ++i) word[i] = word[i] << bits | code(i) >> drop;
    }
  });
}

// use(code), code(row) being the code of a row.
template <class T, class Use>
void with_number_codes(const Field& f, const Buffer<T>& values, const Use& use) {
  const T* stored = values.data();
  const Direction d(f);
  if (f.offset) {
    const auto lowest = static_cast<std::int64_t>(f.lowest);
    return use([=](std::size_t i) {
      const T v = stored[i];
      if (!(v < dot<T>)) return d.absent(decode(v));
      return d.number(static_cast<std::uint64_t>(static_cast<std::int64_t>(v) - lowest));
    });
  }
  if constexpr (std::is_floating_point_v<T>) {
    use([=](std::size_t i) {
      const T v = stored[i];
      return v < dot<T> ? d.number(ordered_bits(v)) : d.absent(decode(v));
    });
  }
}

template <class Use>
void with_codes(const Field& f, const Use& use) {
  const Column& c = *f.key->column;
  if (c.is_string()) {
    const auto codes = c.codes();
    return use([&](std::size_t i) { return string_code(f.ranks[codes[i]], f); });
  }
  std::visit([&](const auto& b) { with_number_codes(f, b, use); }, c.numbers());
}

void add_field(Buffer<std::uint64_t>& words, const Field& f, Placement at) {
  with_codes(f, [&](const auto& code) { push_field(words, at, code); });
}

}  // namespace

KeyWords key_words(std::span<const SortKey> keys, std::size_t rows) {
  KeyWords out;
  for (const SortKey& key : keys) {
    const Field f = field_of(key);
    const bool first = out.words.empty() || out.bits.back() + f.bits > 64;
    if (first) {
      out.words.emplace_back(rows);
      out.bits.push_back(0);
    }
    add_field(out.words.back(), f, {first, f.bits, 0});
    out.bits.back() += f.bits;
  }
  return out;
}

struct KeyCodes::Fields {
  std::vector<Field> all;
};

KeyCodes::KeyCodes(std::span<const SortKey> keys) {
  auto fields = std::make_unique<Fields>();
  for (const SortKey& key : keys) fields->all.push_back(field_of(key));
  fields_ = std::move(fields);
}

KeyCodes::~KeyCodes() = default;

std::size_t KeyCodes::count() const { return fields_->all.size(); }

unsigned KeyCodes::bits(std::size_t k) const { return fields_->all[k].bits; }

std::uint64_t KeyCodes::code(std::size_t k, Row row) const {
  std::uint64_t out = 0;
  with_codes(fields_->all[k], [&](const auto& code) { out = code(row); });
  return out;
}

Buffer<std::uint64_t> KeyCodes::leading(std::size_t rows, unsigned room, unsigned& used) const {
  Buffer<std::uint64_t> out(rows);
  used = 0;
  for (const Field& f : fields_->all) {
    const unsigned take = std::min(room - used, f.bits);
    if (take == 0) break;
    add_field(out, f, {used == 0, take, f.bits - take});
    used += take;
  }
  return out;
}

}  // namespace nqp::data
