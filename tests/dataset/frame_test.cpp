#include <gtest/gtest.h>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/frame.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::code_of;
using test::numbers;

Frame three_rows() {
  Frame f;
  f.add({"id", numbers({1, 2, 3})});
  f.add({"x", numbers({0.5, missing, 2})});
  f.sorted_by = {"id", "x"};
  f.panel = PanelDeclaration{"id", "", 1};
  return f;
}

TEST(Frame, finds_adds_and_refuses) {
  Frame f = three_rows();
  EXPECT_EQ(f.rows, 3u);
  EXPECT_EQ(f.at("x").format, "%9.0g");
  EXPECT_EQ(code_of([&] { f.at("y"); }), 111);
  EXPECT_EQ(code_of([&] { f.add({"x", numbers({1, 2, 3})}); }), 110);
  EXPECT_EQ(f.find("X"), nullptr);
}

TEST(Frame, replacing_a_key_forgets_the_order_from_that_key_on) {
  Frame f = three_rows();
  f.replace(1, numbers({3, 2, 1}));
  EXPECT_EQ(f.sorted_by, std::vector<std::string>{"id"});
  f.replace(0, numbers({3, 2, 1}));
  EXPECT_TRUE(f.sorted_by.empty());
}

TEST(Frame, removing_the_panel_variable_removes_the_declaration) {
  Frame f = three_rows();
  f.remove("x");
  EXPECT_TRUE(f.panel);
  f.remove("id");
  EXPECT_FALSE(f.panel);
  EXPECT_EQ(code_of([&] { f.remove("id"); }), 111);
}

TEST(Frame, renaming_follows_keys_and_panel) {
  Frame f = three_rows();
  f.rename("id", "firm");
  EXPECT_EQ(f.sorted_by, (std::vector<std::string>{"firm", "x"}));
  EXPECT_EQ(f.panel->panel, "firm");
  EXPECT_EQ(code_of([&] { f.rename("x", "firm"); }), 110);
  EXPECT_EQ(code_of([&] { f.rename("x", "2x"); }), 198);
}

TEST(Frame, copies_share_columns) {
  const Frame f = three_rows();
  Frame g = f;
  g.replace(1, numbers({1, 1, 1}));
  EXPECT_EQ(g.variables[0].column, f.variables[0].column);
  EXPECT_TRUE(is_missing(f.variables[1].column->number(1)));
}

TEST(Frame, kept_rows_stay_sorted_and_gathered_ones_do_not) {
  Frame f = three_rows();
  f.samples.push_back({7, numbers({1, 0, 1})});
  const std::uint8_t keep[] = {0, 1, 1};
  const Frame kept = keep_rows(f, keep);
  EXPECT_EQ(kept.rows, 2u);
  EXPECT_EQ(kept.sorted_by, f.sorted_by);
  EXPECT_EQ(kept.samples[0].column->number(1), 1);
  EXPECT_EQ(kept.variables[0].column->number(0), 2);
  const Row rows[] = {2, 0};
  EXPECT_TRUE(gather(f, rows).sorted_by.empty());
}

TEST(Names, follow_the_rules_of_the_language) {
  for (const char* good : {"x", "_x", "x1", "_2", "省份", "gdp人均", "été", "abcdefghijklmnopqrstuvwxyz012345"}) {
    EXPECT_TRUE(valid_name(good)) << good;
  }
  for (const char* bad : {"", "1x", "a b", "a-b", "x.y", "省份，", "a（b）", "\xff", "\xe7\x9c", "x\u3000y",
                          "abcdefghijklmnopqrstuvwxyz0123456"}) {
    EXPECT_FALSE(valid_name(bad)) << bad;
  }
}

TEST(Frame, rows_are_put_in_order_in_place_and_columns_that_others_hold_stay_theirs) {
  Frame f = three_rows();
  f.add({"s", make_strings(std::vector<std::string>{"a", "b", "a"})});
  const ColumnPtr held = f.at("x").column;
  const std::vector<double> before = test::values(*held);
  const Column* alone = f.at("id").column.get();
  permute(f, std::vector<Row>{2, 0, 1});
  EXPECT_EQ(test::values(f, "id"), (std::vector<double>{3, 1, 2}));
  EXPECT_EQ(test::values(f, "x"), (std::vector<double>{2, 0.5, missing}));
  EXPECT_EQ(test::texts(f, "s"), (std::vector<std::string>{"a", "a", "b"}));
  EXPECT_EQ(f.at("id").column.get(), alone);
  EXPECT_EQ(test::values(*held), before);
}

TEST(Frame, without_room_nothing_moves) {
  Frame f;
  std::vector<double> x(1 << 18);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
  f.add({"x", make_numeric(Storage::double_, x)});
  std::vector<Row> order(x.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Row>(order.size() - 1 - i);
  set_pool_limit(pool_in_use() + (1 << 20));
  const int code = code_of([&] { permute(f, order); });
  set_pool_limit(0);
  EXPECT_EQ(code, 909);
  EXPECT_EQ(f.at("x").column->number(1), 1);
  permute(f, order);
  EXPECT_EQ(f.at("x").column->number(1), static_cast<double>(x.size() - 2));
}

}  // namespace
}  // namespace nqp::data
