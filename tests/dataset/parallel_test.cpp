// Expected: what one core finds, and what plain loops over the rows find.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <stdexcept>

#include "interpreter/dataset/groups.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::data {
namespace {

constexpr std::size_t many = 700001;  // above what is worth a thread, and no multiple of anything

class SeveralCores : public ::testing::Test {
 protected:
  ~SeveralCores() override { numeric::set_cores(0); }
};

std::uint32_t scrambled(std::size_t i) { return static_cast<std::uint32_t>((i * 2654435761u) ^ (i >> 7)); }

ColumnPtr scrambled_numbers(Storage storage, double range, bool whole) {
  std::vector<double> x(many);
  for (std::size_t i = 0; i < many; ++i) {
    const double u = static_cast<double>(scrambled(i)) / 4294967296.0 * range - range / 3;
    x[i] = i % 1001 == 0 ? missing_code(static_cast<int>(i % 27)) : whole ? std::trunc(u) : u;
  }
  return make_numeric(storage, x);
}

template <class F>
auto with_cores(std::size_t n, F f) {
  numeric::set_cores(n);
  return f();
}

TEST_F(SeveralCores, sort_rows_as_one_core_does) {
  for (const Storage s : {Storage::byte_, Storage::long_, Storage::float_, Storage::double_}) {
    const ColumnPtr c = scrambled_numbers(s, 90, s < Storage::float_);
    const std::vector<SortKey> keys{{c}};
    const auto order = [&] { return sort_order(keys, many); };
    const std::vector<Row> one = with_cores(1, order);
    EXPECT_EQ(with_cores(3, order), one);
    std::vector<Row> plain(many);
    std::iota(plain.begin(), plain.end(), Row{0});
    std::stable_sort(plain.begin(), plain.end(), [&](Row a, Row b) { return c->number(a) < c->number(b); });
    EXPECT_EQ(one, plain);
  }
}

TEST_F(SeveralCores, group_rows_as_a_map_does) {
  const ColumnPtr a = scrambled_numbers(Storage::int_, 300, true), b = scrambled_numbers(Storage::double_, 5, true);
  const std::vector<ColumnPtr> keys{a, b};
  std::map<std::pair<double, double>, Row> first;
  for (Row i = 0; i < many; ++i) first.emplace(std::pair(a->number(i), b->number(i)), i);
  for (const std::size_t n : {1u, 2u, 5u}) {
    const Groups g = with_cores(n, [&] { return make_groups(keys); });
    ASSERT_EQ(g.count, first.size());
    std::uint32_t code = 0;
    for (const auto& [key, row] : first) {
      EXPECT_EQ(g.first[code], row);
      EXPECT_EQ(g.codes[row], code++);
    }
    for (Row i = 0; i < many; i += 97) EXPECT_EQ(a->number(i), a->number(g.first[g.codes[i]]));
  }
}

TEST_F(SeveralCores, remember_groups_until_a_column_changes_in_place) {
  const ColumnPtr c = scrambled_numbers(Storage::long_, 1000, true);
  const auto once = shared_groups({&c, 1}), again = shared_groups({&c, 1});
  EXPECT_EQ(once, again);
  const_cast<Column&>(*c).poke(5, 12345);
  const auto changed = shared_groups({&c, 1});
  EXPECT_NE(once, changed);
  EXPECT_EQ(c->number(changed->first[changed->codes[5]]), 12345);
}

TEST_F(SeveralCores, gather_and_summarise_columns_alike) {
  const ColumnPtr c = scrambled_numbers(Storage::float_, 1e6, false);
  std::vector<Row> rows(many);
  for (std::size_t i = 0; i < many; ++i) rows[i] = static_cast<Row>((i * 7919) % (many + 50));
  const auto gathered = [&] { return gather(*c, rows); };
  const ColumnPtr one = with_cores(1, gathered), several = with_cores(4, gathered);
  EXPECT_TRUE(equal_values(*one, *several));
  const Facts f = with_cores(1, [&] { return one->facts(); }), g = with_cores(4, [&] { return several->facts(); });
  EXPECT_EQ(f.lowest, g.lowest);
  EXPECT_EQ(f.highest, g.highest);
  EXPECT_EQ(f.missing_count, g.missing_count);
  EXPECT_EQ(f.ascending, g.ascending);
  EXPECT_EQ(f.integers, g.integers);
  std::vector<double> ascending(many);
  std::iota(ascending.begin(), ascending.end(), 0.0);
  EXPECT_TRUE(make_numeric(Storage::double_, ascending)->facts().ascending);
  std::swap(ascending[many / 4 * 1], ascending[many / 4 * 1 - 1]);
  EXPECT_FALSE(make_numeric(Storage::double_, ascending)->facts().ascending);
}

TEST_F(SeveralCores, the_first_failure_is_the_one_that_is_told) {
  numeric::set_cores(3);
  const auto work = [](std::size_t i) {
    if (i == 40) throw std::runtime_error("forty");
  };
  EXPECT_THROW(numeric::in_parallel(100, work), std::runtime_error);
}

}  // namespace
}  // namespace nqp::data
