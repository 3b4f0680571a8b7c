// Panels: the examples are worked by hand.
#include <gtest/gtest.h>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/panel.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::code_of;
using test::numbers;

Frame frame_of(std::vector<double> id, std::vector<double> year) {
  Frame f;
  f.add({"id", numbers(std::move(id))});
  f.add({"year", numbers(std::move(year))});
  return f;
}

Frame declared(std::vector<double> id, std::vector<double> year, double delta = 1) {
  return declare_panel(frame_of(std::move(id), std::move(year)), {"id", "year", delta});
}

constexpr Row none = no_row;

TEST(LaggedRows, refer_to_time_and_never_to_the_row_before) {
  const Frame f = declared({1, 1, 1, 2, 2}, {2010, 2011, 2013, 2012, 2014});
  EXPECT_EQ(lagged_rows(f, 1), (std::vector<Row>{none, 0, none, none, none}));
  EXPECT_EQ(lagged_rows(f, 2), (std::vector<Row>{none, none, 1, none, 3}));
  EXPECT_EQ(lagged_rows(f, -1), (std::vector<Row>{1, none, none, none, none}));
  EXPECT_EQ(lagged_rows(f, 0), (std::vector<Row>{0, 1, 2, 3, 4}));
  EXPECT_EQ(lagged_rows(f, 3), (std::vector<Row>{none, none, 0, none, none}));
}

TEST(LaggedRows, count_in_units_of_delta) {
  const Frame f = declared({1, 1, 1}, {2000, 2005, 2010}, 5);
  EXPECT_EQ(lagged_rows(f, 1), (std::vector<Row>{none, 0, 1}));
  EXPECT_EQ(lagged_rows(f, 2), (std::vector<Row>{none, none, 0}));
  const Frame g = declare_panel(frame_of({1, 1, 1}, {0.1, 0.2, 0.3}), {"id", "year", 0.1});
  EXPECT_EQ(lagged_rows(g, 1), (std::vector<Row>{none, 0, 1}));
}

TEST(LaggedRows, leave_out_missing_times_and_panels) {
  const Frame f = declared({1, 1, 1, missing, missing}, {1, 2, missing, 1, 2});
  EXPECT_EQ(lagged_rows(f, 1), (std::vector<Row>{none, 0, none, none, none}));
}

TEST(LaggedRows, need_a_declaration_and_the_order) {
  Frame f = frame_of({1, 1}, {1, 2});
  EXPECT_EQ(code_of([&] { lagged_rows(f, 1); }), 111);
  f = declared({1, 1}, {1, 2});
  const Row swapped[] = {1, 0};
  Frame g = gather(f, swapped);
  EXPECT_EQ(code_of([&] { lagged_rows(g, 1); }), 5);
}

TEST(DeclarePanel, sorts_and_remembers) {
  const Frame f = declared({2, 1, 2, 1}, {1, 2, 0, 1});
  EXPECT_EQ(f.sorted_by, (std::vector<std::string>{"id", "year"}));
  EXPECT_EQ(f.at("id").column->number(0), 1);
  EXPECT_EQ(f.at("year").column->number(2), 0);
}

TEST(DeclarePanel, refuses_repeated_times_strings_and_unknown_names) {
  EXPECT_EQ(code_of([] { declared({1, 1}, {2000, 2000}); }), 451);
  EXPECT_EQ(code_of([] { declare_panel(frame_of({1, 2}, {2000, 2000}), {"", "year", 1}); }), 451);
  EXPECT_EQ(code_of([] { declared({1, 1}, {2000.5, 2001}); }), 451);
  EXPECT_EQ(code_of([] { declared({1, 1}, {2000, 2001}, 5); }), 451);
  EXPECT_EQ(code_of([] { declared({1, 1}, {2000, 2001}, -1); }), 198);
  EXPECT_EQ(code_of([] { declare_panel(frame_of({1}, {1}), {"firm", "year", 1}); }), 111);
  Frame f = frame_of({1, 2}, {1, 2});
  const std::string names[] = {"a", "b"};
  f.add({"province", make_strings(names)});
  EXPECT_EQ(code_of([&] { declare_panel(f, {"province", "year", 1}); }), 109);
  EXPECT_EQ(code_of([] { declared({1, 1, missing, missing}, {1, 2, 5, 5}); }), 0);
  EXPECT_EQ(code_of([] { declared({1, 1, 1}, {1, missing, missing}); }), 0);
}

TEST(SummarisePanel, tells_balance_and_gaps) {
  using Balance = PanelSummary::Balance;
  PanelSummary s = summarise_panel(declared({1, 1, 2, 2}, {1, 2, 1, 2}));
  EXPECT_EQ(s.panels, 2u);
  EXPECT_EQ(s.balance, Balance::strongly);
  EXPECT_FALSE(s.gaps);
  EXPECT_EQ(s.first_time, 1);
  EXPECT_EQ(s.last_time, 2);
  s = summarise_panel(declared({1, 1, 2, 2}, {1, 2, 2, 3}));
  EXPECT_EQ(s.balance, Balance::weakly);
  s = summarise_panel(declared({1, 1, 1, 2}, {1, 2, 4, 2}));
  EXPECT_EQ(s.balance, Balance::unbalanced);
  EXPECT_TRUE(s.gaps);
  EXPECT_EQ(s.min_periods, 1u);
  EXPECT_EQ(s.max_periods, 3u);
}

}  // namespace
}  // namespace nqp::data
