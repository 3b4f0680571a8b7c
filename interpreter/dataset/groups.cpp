#include "interpreter/dataset/groups.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <list>
#include <mutex>
#include <optional>
#include <utility>

#include "interpreter/dataset/key_words.hpp"
#include "interpreter/dataset/number_codec.hpp"
#include "interpreter/dataset/radix.hpp"
#include "interpreter/dataset/sort_words.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

using Words = Buffer<std::uint64_t>;

constexpr std::size_t missing_values = 27;

std::vector<SortKey> ascending(std::span<const ColumnPtr> columns) {
  std::vector<SortKey> keys;
  for (const ColumnPtr& c : columns) keys.push_back({c});
  return keys;
}

// --- Groups: codes from words. A row is used when skip is empty or skip[row] is zero. ---

using Skip = std::vector<std::uint8_t>;

bool skipped(const Skip& skip, std::size_t row) { return !skip.empty() && skip[row]; }

bool ascend_where_used(const Words& words, const Skip& skip) {
  std::uint64_t previous = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (skipped(skip, i)) continue;
    if (words[i] < previous) return false;
    previous = words[i];
  }
  return true;
}

// One entry per possible key, key(row) < keys. On several cores each stretch of rows looks for first rows in a table of
// its own.
template <class KeyOf>
Groups groups_by_table(std::size_t n, std::size_t keys, const KeyOf& key_of, const Skip& skip) {
  Groups g;
  const std::size_t parts = n < 2 * numeric::worth_a_thread || keys > n / 16 ? 1 : numeric::cores();
  Buffer<std::uint32_t> tables(parts * keys);
  numeric::in_parallel(parts, [&](std::size_t part) {
    std::uint32_t* table = tables.data() + part * keys;
    std::fill(table, table + keys, Groups::none);
    for (std::size_t begin = n / parts * part, i = part + 1 == parts ? n : begin + n / parts; i-- > begin;) {
      if (!skipped(skip, i)) table[key_of(i)] = static_cast<Row>(i);
    }
  });
  std::uint32_t* codes_of = tables.data();
  for (std::size_t key = 0; key < keys; ++key) {
    for (std::size_t part = 1; part < parts && codes_of[key] == Groups::none; ++part)
      codes_of[key] = tables[part * keys + key];
    if (codes_of[key] == Groups::none) continue;
    g.first.push_back(codes_of[key]);
    codes_of[key] = g.count++;
  }
  g.codes.resize(n);
  numeric::in_stretches(n, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) g.codes[i] = skipped(skip, i) ? Groups::none : codes_of[key_of(i)];
  });
  return g;
}

// Numbers the runs of equal keys while rows are visited in the order of the keys.
class RunCoder {
 public:
  RunCoder(std::size_t rows, const Skip& skip) : skip_(skip) { groups_.codes.assign(rows, Groups::none); }
  void visit(std::uint64_t word, Row row) {
    if (skipped(skip_, row)) return;
    if (groups_.count == 0 || word != previous_) {
      groups_.first.push_back(row);
      ++groups_.count;
      previous_ = word;
    }
    groups_.codes[row] = groups_.count - 1;
  }
  Groups take() { return std::move(groups_); }

 private:
  const Skip& skip_;
  Groups groups_;
  std::uint64_t previous_ = 0;
};

Groups groups_by_sorting(Words words, unsigned bits, const Skip& skip) {
  const std::size_t n = words.size();
  RunCoder coder(n, skip);
  if (fits_with_row(bits, n)) {
    sort_packed(words, bits);
    const unsigned row_bits = bits_of_row(n);
    const std::uint64_t mask = (std::uint64_t{1} << row_bits) - 1;
    for (const std::uint64_t w : words) coder.visit(w >> row_bits, static_cast<Row>(w & mask));
    return coder.take();
  }
  KeyWords k;
  k.words.push_back(std::move(words));
  k.bits.push_back(bits);
  for (const Row row : order_of(k, n)) coder.visit(k.words[0][row], row);
  return coder.take();
}

// How many distinct keys there are, judged by the repetitions among some thousand of them (birthday problem).
double guess_distinct(const Words& words) {
  constexpr std::size_t looked_at = 8192;
  const std::size_t n = words.size();
  if (n < 4 * looked_at) return 0;
  std::vector<std::uint64_t> some(looked_at);
  for (std::size_t i = 0; i < looked_at; ++i) some[i] = words[n / looked_at * i];
  std::sort(some.begin(), some.end());
  double pairs = 0;
  for (std::size_t i = 0, run = 0; i < looked_at; ++i) {
    run = i > 0 && some[i] == some[i - 1] ? run + 1 : 0;
    pairs += static_cast<double>(run);
  }
  return static_cast<double>(looked_at) * looked_at / 2 / std::max(pairs, 0.5);
}

// Distinct keys in order of appearance; gives up (returns false) when there are more than `most`.
bool groups_by_hash(const Words& words, const Skip& skip, std::size_t most, Groups& g) {
  struct Slot {
    std::uint64_t word;
    std::uint32_t code;
  };
  std::vector<Slot> slots(1024, Slot{0, Groups::none});
  unsigned shift = 64 - 10;
  std::vector<std::uint64_t> distinct;
  const auto place = [&](std::uint64_t word) {
    std::size_t at = static_cast<std::size_t>(word * 0x9E3779B97F4A7C15u >> shift);
    while (slots[at].code != Groups::none && slots[at].word != word) at = (at + 1) & (slots.size() - 1);
    return at;
  };
  const auto grow = [&] {
    slots.assign(slots.size() * 4, Slot{0, Groups::none});
    shift -= 2;
    for (std::uint32_t c = 0; c < distinct.size(); ++c) slots[place(distinct[c])] = {distinct[c], c};
  };
  g.codes.assign(words.size(), Groups::none);
  std::uint64_t previous = 0;
  std::uint32_t code = Groups::none;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (skipped(skip, i)) continue;
    if (code == Groups::none || words[i] != previous) {
      previous = words[i];
      std::size_t at = place(previous);
      if (slots[at].code == Groups::none) {
        if (distinct.size() == most) return false;
        if (distinct.size() * 2 >= slots.size()) {
          grow();
          at = place(previous);
        }
        slots[at] = {previous, static_cast<std::uint32_t>(distinct.size())};
        distinct.push_back(previous);
        g.first.push_back(static_cast<Row>(i));
      }
      code = slots[at].code;
    }
    g.codes[i] = code;
  }
  g.count = static_cast<std::uint32_t>(distinct.size());
  return true;
}

// Renumbers groups from order of appearance to order of the key.
void put_in_key_order(const Words& words, unsigned bits, Groups& g) {
  Buffer<WordRow> items(g.count);
  for (std::uint32_t c = 0; c < g.count; ++c) items[c] = {words[g.first[c]], c};
  radix_sort(items, 0, bits);
  std::vector<std::uint32_t> rank(g.count);
  std::vector<Row> first(g.count);
  for (std::uint32_t r = 0; r < g.count; ++r) {
    rank[items[r].row] = r;
    first[r] = g.first[items[r].row];
  }
  g.first = std::move(first);
  for (std::uint32_t& c : g.codes) {
    if (c != Groups::none) c = rank[c];
  }
}

bool table_pays(unsigned bits, std::size_t rows) {
  return bits <= 16 || (bits < 32 && (std::size_t{1} << bits) <= 4 * rows);
}

// One key of whole numbers in a narrow range is its own place in a table: no words are made. No value when it is not.
std::optional<Groups> groups_of_integers(const Column& c, const Skip& skip) {
  if (c.is_string() || c.size() < numeric::worth_a_thread) return std::nullopt;
  const Facts& facts = c.facts();
  if (!facts.integers || facts.ascending || is_missing(facts.lowest)) return std::nullopt;
  const double range = facts.highest - facts.lowest;
  if (!(range < 0x1p30 && std::abs(facts.lowest) <= 0x1p53)) return std::nullopt;
  const std::size_t known = static_cast<std::size_t>(range) + 1, keys = known + missing_values;
  if (!table_pays(static_cast<unsigned>(std::bit_width(keys - 1)), c.size())) return std::nullopt;
  const auto lowest = static_cast<std::int64_t>(facts.lowest);
  return std::visit(
      [&]<class T>(const Buffer<T>& values) {
        const T* stored = values.data();
        const auto key_of = [=](std::size_t i) {
          const T v = stored[i];
          if (!(v < dot<T>)) return known + static_cast<std::size_t>(missing_index(decode(v)));
          return static_cast<std::size_t>(static_cast<std::int64_t>(v) - lowest);
        };
        return groups_by_table(values.size(), keys, key_of, skip);
      },
      c.numbers());
}

Groups groups_of_words(Words words, unsigned bits, const Skip& skip) {
  const std::size_t n = words.size();
  if (ascend_where_used(words, skip)) {
    RunCoder coder(n, skip);
    for (std::size_t i = 0; i < n; ++i) coder.visit(words[i], static_cast<Row>(i));
    return coder.take();
  }
  if (table_pays(bits, n))
    return groups_by_table(n, std::size_t{1} << bits, [&](std::size_t i) { return words[i]; }, skip);
  // A hash table beyond the cache loses against sorting.
  const std::size_t most = std::max<std::size_t>(1 << 16, n / 8);
  Groups g;
  if (guess_distinct(words) > static_cast<double>(most) || !groups_by_hash(words, skip, most, g)) {
    return groups_by_sorting(std::move(words), bits, skip);
  }
  put_in_key_order(words, bits, g);
  return g;
}

Skip rows_to_skip(std::span<const ColumnPtr> keys, std::span<const std::uint8_t> use, bool skip_missing,
                  std::size_t rows) {
  Skip skip;
  const auto add = [&](const auto& left_out) {
    if (skip.empty()) skip.assign(rows, 0);
    for (std::size_t i = 0; i < rows; ++i) skip[i] = static_cast<std::uint8_t>(skip[i] | (left_out(i) ? 1 : 0));
  };
  if (!use.empty()) add([&](std::size_t i) { return use[i] == 0; });
  if (!skip_missing) return skip;
  for (const ColumnPtr& c : keys) {
    if (c->is_string() || c->facts().missing_count > 0) add([&](std::size_t i) { return c->missing_at(i); });
  }
  return skip;
}

}  // namespace

Groups make_groups(std::span<const ColumnPtr> keys, std::span<const std::uint8_t> use, bool skip_missing) {
  if (keys.empty()) return {};
  const std::size_t rows = keys[0]->size();
  const Skip skip = rows_to_skip(keys, use, skip_missing, rows);
  if (keys.size() == 1) {
    if (auto quick = groups_of_integers(*keys[0], skip)) return *std::move(quick);
  }
  KeyWords k = key_words(ascending(keys), rows);
  // Two words become one: each is replaced by the ranks of its values.
  while (k.words.size() > 1) {
    const Groups high = groups_of_words(std::move(k.words[0]), k.bits[0], skip);
    const Groups low = groups_of_words(std::move(k.words[1]), k.bits[1], skip);
    k.words[1] = Words(rows);
    const auto low_bits = static_cast<unsigned>(std::bit_width(low.count));
    for (std::size_t i = 0; i < rows; ++i) {
      k.words[1][i] = skipped(skip, i) ? 0 : std::uint64_t{high.codes[i]} << low_bits | low.codes[i];
    }
    k.bits[1] = static_cast<unsigned>(std::bit_width(high.count)) + low_bits;
    k.words.erase(k.words.begin());
    k.bits.erase(k.bits.begin());
  }
  return groups_of_words(std::move(k.words[0]), k.bits[0], skip);
}

namespace {

// What is remembered about the last few combinations of keys. Weak pointers: a column that is remembered may still be
// changed in place, which poke_count() tells.
struct RememberedGroups {
  std::vector<std::weak_ptr<const Column>> keys;
  std::uint64_t pokes = 0;
  std::shared_ptr<const Groups> groups;

  bool alive() const {
    return pokes == poke_count() && std::none_of(keys.begin(), keys.end(), [](const auto& k) { return k.expired(); });
  }
  bool of(std::span<const ColumnPtr> columns) const {
    return std::equal(keys.begin(), keys.end(), columns.begin(), columns.end(),
                      [](const auto& k, const ColumnPtr& c) { return k.lock() == c; });
  }
};

struct GroupMemory {
  std::mutex mutex;
  std::list<RememberedGroups> entries;  // the latest first
};

GroupMemory& group_memory() {
  static GroupMemory m;
  return m;
}

}  // namespace

std::shared_ptr<const Groups> shared_groups(std::span<const ColumnPtr> keys) {
  constexpr std::size_t remembered = 2;
  GroupMemory& memory = group_memory();
  {
    const std::lock_guard lock(memory.mutex);
    memory.entries.remove_if([](const RememberedGroups& e) { return !e.alive(); });
    for (auto e = memory.entries.begin(); e != memory.entries.end(); ++e) {
      if (!e->of(keys)) continue;
      memory.entries.splice(memory.entries.begin(), memory.entries, e);
      return e->groups;
    }
  }
  auto groups = std::make_shared<const Groups>(make_groups(keys));
  const std::lock_guard lock(memory.mutex);
  memory.entries.push_front({{keys.begin(), keys.end()}, poke_count(), groups});
  if (memory.entries.size() > remembered) memory.entries.pop_back();
  return groups;
}

std::vector<Row> run_starts(std::span<const ColumnPtr> keys, std::size_t rows) {
  std::vector<std::uint8_t> starts(rows, 0);
  if (rows > 0) starts[0] = 1;
  const auto mark = [&](const auto& value) {
    for (std::size_t i = 1; i < rows; ++i) {
      if (value[i] != value[i - 1]) starts[i] = 1;
    }
  };
  for (const ColumnPtr& c : keys) {
    if (c->is_string()) {
      mark(c->codes());
    } else {
      std::visit(mark, c->numbers());
    }
  }
  std::vector<Row> out;
  for (std::size_t i = 0; i < rows; ++i) {
    if (starts[i]) out.push_back(static_cast<Row>(i));
  }
  out.push_back(static_cast<Row>(rows));
  return out;
}

}  // namespace nqp::data
