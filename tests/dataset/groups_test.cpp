// Sorting and grouping against a comparison sort written down from the language's rules.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "interpreter/dataset/groups.hpp"

namespace nqp::data {
namespace {

// -1, 0 or 1 by the rules: numbers before missing values unless missing_first, "" is the smallest text.
int compare(const SortKey& key, Row a, Row b) {
  const Column& c = *key.column;
  if (c.is_string()) {
    if (key.missing_first && c.missing_at(a) != c.missing_at(b)) return c.missing_at(a) ? -1 : 1;
    const int order = c.text(a) < c.text(b) ? -1 : c.text(a) > c.text(b);
    return key.descending ? -order : order;
  }
  const double x = c.number(a), y = c.number(b);
  if (is_missing(x) != is_missing(y)) return is_missing(x) == key.missing_first ? -1 : 1;
  const int order = x < y ? -1 : x > y;
  return key.descending && !is_missing(x) ? -order : order;
}

int compare(const std::vector<SortKey>& keys, Row a, Row b) {
  for (const SortKey& key : keys) {
    if (const int order = compare(key, a, b)) return order;
  }
  return 0;
}

std::vector<Row> slow_order(const std::vector<SortKey>& keys, std::size_t rows) {
  std::vector<Row> order(rows);
  std::iota(order.begin(), order.end(), Row{0});
  std::stable_sort(order.begin(), order.end(), [&](Row a, Row b) { return compare(keys, a, b) < 0; });
  return order;
}

// Columns of every kind with many ties and missing values.
std::vector<ColumnPtr> random_columns(std::mt19937_64& random, std::size_t rows) {
  std::vector<double> few(rows), fractions(rows), wide(rows);
  std::vector<std::string> texts(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    few[i] = random() % 5 ? static_cast<double>(random() % 20) - 10 : missing_code(static_cast<int>(random() % 27));
    fractions[i] = random() % 9 ? (static_cast<double>(random() % 100) - 50) / 7 : missing;
    if (random() % 11 == 0) fractions[i] = random() % 2 ? 0.0 : -0.0;
    wide[i] = static_cast<double>(random() >> 12) - 1e15;
    texts[i] = std::string(random() % 12, static_cast<char>('a' + random() % 3));
  }
  return {make_narrowest(few), make_numeric(Storage::float_, fractions), make_numeric(Storage::double_, fractions),
          make_numeric(Storage::double_, wide), make_strings(texts)};
}

TEST(SortOrder, agrees_with_a_stable_comparison_sort_for_all_kinds_of_keys) {
  std::mt19937_64 random(12);
  for (int round = 0; round < 300; ++round) {
    const std::size_t rows = 1 + random() % 300;
    const auto columns = random_columns(random, rows);
    std::vector<SortKey> keys;
    for (std::size_t k = 1 + random() % 4; k > 0; --k) {
      keys.push_back({columns[random() % columns.size()], random() % 2 == 0, random() % 3 == 0});
    }
    const auto expected = slow_order(keys, rows);
    ASSERT_EQ(sort_order(keys, rows), expected) << "round " << round;
    ASSERT_EQ(is_sorted(keys, rows), std::is_sorted(expected.begin(), expected.end())) << "round " << round;
  }
}

TEST(SortOrder, ties_keep_their_order) {
  const double values[] = {2, 1, 2, 1, 2};
  const SortKey key{make_numeric(Storage::byte_, values)};
  EXPECT_EQ(sort_order(std::span(&key, 1), 5), (std::vector<Row>{1, 3, 0, 2, 4}));
}

TEST(SortOrder, texts_compare_bytewise) {
  const std::string values[] = {"b", "B", "ab", "", "a", "省"};
  const SortKey key{make_strings(values)};
  EXPECT_EQ(sort_order(std::span(&key, 1), 6), (std::vector<Row>{3, 1, 4, 2, 0, 5}));
}

// Leading bits that all agree leave the work to the later ones, in few rows and in many.
TEST(SortOrder, keys_that_differ_only_in_their_last_bits) {
  std::mt19937_64 random(78);
  for (const std::size_t rows : {std::size_t{1500}, std::size_t{20000}}) {
    std::vector<double> close(rows), same(rows, 0.1);
    for (double& x : close) x = 1 + static_cast<double>(random() % 500) * 0x1p-52;
    const SortKey a{make_numeric(Storage::double_, close)}, b{make_numeric(Storage::double_, same)};
    for (const auto& keys : {std::vector<SortKey>{a}, std::vector<SortKey>{b, a}, std::vector<SortKey>{b, b}}) {
      EXPECT_EQ(sort_order(keys, rows), slow_order(keys, rows));
    }
  }
}

TEST(Groups, are_numbered_in_the_order_of_the_keys) {
  std::mt19937_64 random(34);
  for (int round = 0; round < 300; ++round) {
    const std::size_t rows = 1 + random() % 300;
    const auto columns = random_columns(random, rows);
    std::vector<ColumnPtr> chosen;
    std::vector<SortKey> keys;
    for (std::size_t k = 1 + random() % 3; k > 0; --k) {
      chosen.push_back(columns[random() % columns.size()]);
      keys.push_back({chosen.back()});
    }
    std::vector<std::uint8_t> use(rows, 1);
    if (round % 2) std::generate(use.begin(), use.end(), [&] { return static_cast<std::uint8_t>(random() % 3 != 0); });
    const bool skip_missing = round % 3 == 0;
    const auto used = round % 2 ? std::span<const std::uint8_t>(use) : std::span<const std::uint8_t>();
    const Groups g = make_groups(chosen, used, skip_missing);
    std::uint32_t expected = Groups::none;
    Row previous = 0;
    for (const Row row : slow_order(keys, rows)) {
      const bool missing_key =
          std::any_of(chosen.begin(), chosen.end(), [&](const ColumnPtr& c) { return c->missing_at(row); });
      if (!use[row] || (skip_missing && missing_key)) {
        ASSERT_EQ(g.codes[row], Groups::none);
        continue;
      }
      if (expected == Groups::none || compare(keys, previous, row) != 0) ++expected;
      previous = row;
      ASSERT_EQ(g.codes[row], expected) << "round " << round;
    }
    ASSERT_EQ(g.count, expected + 1);
    ASSERT_EQ(g.first.size(), g.count);
    for (std::uint32_t k = 0; k < g.count; ++k) ASSERT_EQ(g.codes[g.first[k]], k);
  }
}

// Large enough for the hash table to give up and for tables of several sizes.
TEST(Groups, large_inputs_take_every_path_to_the_same_answer) {
  std::mt19937_64 random(56);
  for (const std::uint64_t range : {std::uint64_t{50}, std::uint64_t{1} << 19, std::uint64_t{1} << 36}) {
    const std::size_t rows = 200000;
    std::vector<double> key(rows);
    for (double& x : key) x = static_cast<double>(random() % range);
    const ColumnPtr column = make_narrowest(key);
    const Groups g = make_groups(std::span(&column, 1));
    std::vector<double> distinct = key;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    ASSERT_EQ(g.count, distinct.size());
    for (std::size_t i = 0; i < rows; ++i) ASSERT_EQ(distinct[g.codes[i]], key[i]);
  }
}

TEST(RunStarts, mark_every_change_of_a_key) {
  const double a[] = {1, 1, 1, 2, 2, missing};
  const std::string b[] = {"x", "x", "y", "y", "y", ""};
  const ColumnPtr keys[] = {make_numeric(Storage::byte_, a), make_strings(b)};
  EXPECT_EQ(run_starts(keys, 6), (std::vector<Row>{0, 2, 3, 5, 6}));
  EXPECT_EQ(run_starts(std::span<const ColumnPtr>(), 3), (std::vector<Row>{0, 3}));
  EXPECT_EQ(run_starts(std::span<const ColumnPtr>(), 0), (std::vector<Row>{0}));
}

}  // namespace
}  // namespace nqp::data
