// Rows: by-groups, subscripts, running sums, time-series operators, factor levels, overlays.
#include "interpreter/dataset/panel.hpp"
#include "tests/eval/world.hpp"

namespace nqp::test {
namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

World grouped_world() {
  World w;
  w.add("g", {1, 1, 1, 2, 2, 3, 3, 3, 3}).add("x", {1, 2, 3, 4, 5, 6, 7, na, 9}, data::Storage::int_);
  w.add("s", Texts{"a", "b", "c", "d", "e", "f", "g", "h", "i"});
  return w;
}

TEST(Rows, CountersAreGlobalWithoutGroups) {
  const World w = grouped_world();
  EXPECT_EQ(numbers(w, "_n"), (Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(numbers(w, "_N"), Numbers(9, 9.0));
  EXPECT_EQ(numbers(w, "x[_n-1]"), (Numbers{na, 1, 2, 3, 4, 5, 6, 7, na}));
  EXPECT_EQ(numbers(w, "x[1]"), Numbers(9, 1.0));
  EXPECT_EQ(numbers(w, "x[_N]"), Numbers(9, 9.0));
}

TEST(Rows, CountersAndSubscriptsAreRelativeToTheGroup) {
  World w = grouped_world();
  w.starts = {0, 3, 5, 9};
  EXPECT_EQ(numbers(w, "_n"), (Numbers{1, 2, 3, 1, 2, 1, 2, 3, 4}));
  EXPECT_EQ(numbers(w, "_N"), (Numbers{3, 3, 3, 2, 2, 4, 4, 4, 4}));
  EXPECT_EQ(numbers(w, "x[_n-1]"), (Numbers{na, 1, 2, na, 4, na, 6, 7, na}));
  EXPECT_EQ(numbers(w, "x[_n+1]"), (Numbers{2, 3, na, 5, na, 7, na, 9, na}));
  EXPECT_EQ(numbers(w, "x[_N]"), (Numbers{3, 3, 3, 5, 5, 9, 9, 9, 9}));
  EXPECT_EQ(numbers(w, "x[0]"), Numbers(9, na));
  EXPECT_EQ(numbers(w, "x[_N+1]"), Numbers(9, na));
  EXPECT_EQ(numbers(w, "x[.]"), Numbers(9, na));
  EXPECT_EQ(numbers(w, "x[1.9]"), (Numbers{1, 1, 1, 4, 4, 6, 6, 6, 6}));
  EXPECT_EQ(texts(w, "s[_n-1]"), (Texts{"", "a", "b", "", "d", "", "f", "g", "h"}));
  EXPECT_EQ(texts(w, "s[_N]"), (Texts{"c", "c", "c", "e", "e", "i", "i", "i", "i"}));
  EXPECT_EQ(numbers(w, "x - x[_n-1]"), (Numbers{na, 1, 1, na, 1, na, 1, na, na}));
  EXPECT_EQ(numbers(w, "_n == 1"), (Numbers{1, 0, 0, 1, 0, 1, 0, 0, 0}));
}

TEST(Rows, SumsRunWithinTheGroupAndTakeMissingAsZero) {
  World w = grouped_world();
  EXPECT_EQ(numbers(w, "sum(x)"), (Numbers{1, 3, 6, 10, 15, 21, 28, 28, 37}));
  w.starts = {0, 3, 5, 9};
  EXPECT_EQ(numbers(w, "sum(x)"), (Numbers{1, 3, 6, 4, 9, 6, 13, 13, 22}));
  EXPECT_EQ(numbers(w, "sum(x > 1)"), (Numbers{0, 1, 2, 1, 2, 1, 2, 3, 4}));
  EXPECT_EQ(numbers(w, "sum(1) == _n"), Numbers(9, 1.0));
}

TEST(Rows, SumsSeeOnlySelectedRows) {
  const World w = grouped_world();
  const std::vector<std::uint8_t> use = {0, 1, 0, 1, 1, 0, 0, 0, 1};
  const auto plan = eval::compile_where(*grammar::parse_expression("sum(1)"), nullptr, use, w.scope());
  Numbers values(9);
  plan->numbers(0, 9, values.data());
  EXPECT_EQ(values[1], 1);
  EXPECT_EQ(values[3], 2);
  EXPECT_EQ(values[4], 3);
  EXPECT_EQ(values[8], 4);
}

TEST(Rows, RandomDrawsAreTheSameWhateverTheChunksAndAreDrawnRowByRow) {
  const World w = grouped_world();
  const Numbers one = numbers_in_chunks(w, "runiform()", 2048);
  EXPECT_EQ(one, numbers_in_chunks(w, "runiform()", 3));
  const Numbers two = numbers_in_chunks(w, "runiform() + 2*runiform()", 2048);
  EXPECT_EQ(two, numbers_in_chunks(w, "runiform() + 2*runiform()", 3));
  EXPECT_EQ(two[0], one[0] + 2 * one[1]);
  EXPECT_EQ(two[1], one[2] + 2 * one[3]);
}

TEST(Rows, RandomDrawsSkipRowsThatAreNotSelected) {
  const World w = grouped_world();
  const Numbers all = numbers_in_chunks(w, "runiform()", 2048);
  w.environment.generator = numeric::rng::Generator(7);
  const std::vector<std::uint8_t> use = {0, 1, 0, 1, 0, 0, 0, 0, 0};
  const auto plan = eval::compile_where(*grammar::parse_expression("runiform()"), nullptr, use, w.scope());
  Numbers values(9);
  plan->numbers(0, 9, values.data());
  EXPECT_EQ(values[1], all[0]);
  EXPECT_EQ(values[3], all[1]);
}

World panel_world() {
  World w;
  w.add("id", {1, 1, 1, 1, 2, 2, 2}).add("year", {2010, 2011, 2013, 2014, 2010, 2012, 2013}, data::Storage::int_);
  w.add("x", {1, 4, 9, 16, 100, na, 300}).add("code", Texts{"a", "b", "c", "d", "e", "f", "g"});
  w.frame = data::declare_panel(w.frame, {"id", "year", 1});
  return w;
}

TEST(Rows, LagsFollowTimeAndNotRows) {
  const World w = panel_world();
  EXPECT_EQ(numbers(w, "L.x"), (Numbers{na, 1, na, 9, na, na, na}));
  EXPECT_EQ(numbers(w, "l.x"), (Numbers{na, 1, na, 9, na, na, na}));
  EXPECT_EQ(numbers(w, "L2.x"), (Numbers{na, na, 4, na, na, 100, na}));
  EXPECT_EQ(numbers(w, "F.x"), (Numbers{4, na, 16, na, na, 300, na}));
  EXPECT_EQ(numbers(w, "D.x"), (Numbers{na, 3, na, 7, na, na, na}));
  EXPECT_EQ(numbers(w, "S2.x"), (Numbers{na, na, 5, na, na, na, na}));
  EXPECT_EQ(numbers(w, "FD.x"), (Numbers{3, na, 7, na, na, na, na}));
  EXPECT_EQ(numbers(w, "D.x == x - L.x"), Numbers(7, 1.0));
  EXPECT_EQ(numbers(w, "L0.x"), (Numbers{1, 4, 9, 16, 100, na, 300}));
  EXPECT_EQ(numbers(w, "2*L.x + 1"), (Numbers{na, 3, na, 19, na, na, na}));
}

TEST(Rows, SecondDifferencesNeedThreePeriods) {
  World w;
  w.add("t", {1, 2, 3, 4, 6}).add("x", {1, 4, 9, 16, 36});
  w.frame = data::declare_panel(w.frame, {"", "t", 1});
  EXPECT_EQ(numbers(w, "D2.x"), (Numbers{na, na, 2, 2, na}));
  EXPECT_EQ(numbers(w, "D.D.x"), (Numbers{na, na, 2, 2, na}));
  EXPECT_EQ(numbers(w, "LD.x"), (Numbers{na, na, 3, 5, na}));
  EXPECT_EQ(numbers(w, "L.L.x"), (Numbers{na, na, 1, 4, 16}));
}

TEST(Rows, TimeOperatorsNeedADeclaredTime) {
  const World w = grouped_world();
  EXPECT_EQ(code_of(w, "L.x"), 111);
  World p = panel_world();
  EXPECT_EQ(code_of(p, "L.code"), 109);
  EXPECT_EQ(code_of(p, "L(1/2).x"), 198);
  EXPECT_EQ(code_of(p, "L.nothing"), 111);
}

TEST(Rows, TimeRangesSelectByTheTimeVariable) {
  World w = panel_world();
  EXPECT_EQ(numbers(w, "tin(2011, 2013)"), (Numbers{0, 1, 1, 0, 0, 1, 1}));
  EXPECT_EQ(numbers(w, "twithin(2011, 2014)"), (Numbers{0, 0, 1, 0, 0, 1, 1}));
  EXPECT_EQ(numbers(w, "tin(, 2011)"), (Numbers{1, 1, 0, 0, 1, 0, 0}));
  EXPECT_EQ(numbers(w, "tin(2013,)"), (Numbers{0, 0, 1, 1, 0, 0, 1}));
  EXPECT_EQ(code_of(w, "tin(abc, 2011)"), 198);
  EXPECT_EQ(code_of(grouped_world(), "tin(1, 2)"), 111);
}

TEST(Rows, DateLiteralsCountFrom1960) {
  const World w;
  EXPECT_EQ(number(w, "td(1jan1960)"), 0);
  EXPECT_EQ(number(w, "td(1mar2019)"), 21609);  // 59 years of 365 days, 15 leap days, 59 days
  EXPECT_EQ(number(w, "d(2jan1960)"), 1);
  EXPECT_EQ(number(w, "tm(2019m3)"), 710);
  EXPECT_EQ(number(w, "tq(2019q1)"), 236);
  EXPECT_EQ(number(w, "tw(1960w2)"), 1);
  EXPECT_EQ(number(w, "th(1961h1)"), 2);
  EXPECT_EQ(number(w, "ty(2019)"), 2019);
  EXPECT_EQ(number(w, "tc(01jan1960 00:00:01)"), 1000);
  EXPECT_EQ(number(w, "tc(02jan1960 10:30)"), 86400000 + 37800000);
  EXPECT_EQ(code_of(w, "td(1foo2019)"), 198);
}

TEST(Rows, FactorLevelsAreIndicatorsThatKeepMissing) {
  World w;
  w.add("g", {1, 2, na, 2}).add("h", {0, 1, 1, 0}).add("x", {5, 6, 7, na});
  EXPECT_EQ(numbers(w, "2.g"), (Numbers{0, 1, na, 1}));
  EXPECT_EQ(numbers(w, "1.h#c.x"), (Numbers{0, 6, 7, na}));
  EXPECT_EQ(numbers(w, "2.g#1.h"), (Numbers{0, 1, na, 0}));
  EXPECT_EQ(numbers(w, "c.x#c.x"), (Numbers{25, 36, 49, na}));
  EXPECT_EQ(code_of(w, "i.g"), 198);
  EXPECT_EQ(code_of(w, "g#h"), 198);
}

TEST(Rows, TermsOfADesignIgnoreBaseAndOmissionMarks) {
  World w;
  w.add("g", {1, 2, na, 2}).add("x", {5, 6, 7, na});
  for (const auto& [text, expected] : std::vector<std::pair<std::string, Numbers>>{
           {"x", {5, 6, 7, na}}, {"1b.g", {1, 0, na, 0}}, {"2o.g", {0, 1, na, 1}}, {"o.x", {5, 6, 7, na}},
           {"2.g#c.x", {0, 6, na, na}}}) {
    const ast::Varlist list = grammar::parse_varlist(text);
    const auto plan = eval::compile_term(list.items.at(0), w.scope());
    Numbers values(4);
    plan->numbers(0, 4, values.data());
    EXPECT_EQ(values, expected) << text;
  }
}

TEST(Rows, PlansSayWhetherTheyReadOtherRows) {
  const World w = panel_world();
  const auto elsewhere = [&](const char* text, const char* name) {
    return eval::compile(*grammar::parse_expression(text), w.scope())->looks_elsewhere(name);
  };
  EXPECT_TRUE(elsewhere("x[_n-1]+1", "x"));
  EXPECT_TRUE(elsewhere("cond(L.x>0, 1, 2)", "x"));
  EXPECT_FALSE(elsewhere("x+id[1]", "x"));
  EXPECT_FALSE(elsewhere("sum(x)", "x"));
}

TEST(Rows, ARecursiveReplaceSeesItsOwnResults) {
  World w;
  w.add("x", {1, 10, 10, 10}).add("s", Texts{"a", "b", "c", "d"});
  Numbers x = {1, 10, 10, 10};
  const eval::Overlay overlay{"x", x.data(), nullptr};
  const auto plan = eval::compile(*grammar::parse_expression("x[_n-1]*2 + 0*x"), w.scope(), &overlay);
  ASSERT_TRUE(plan->looks_elsewhere("x"));
  for (data::Row row = 1; row < 4; ++row) plan->numbers(row, 1, &x[row]);
  EXPECT_EQ(x, (Numbers{1, 2, 4, 8}));
  Texts s = {"a", "b", "c", "d"};
  const eval::Overlay texts_seen{"s", nullptr, s.data()};
  const auto joined = eval::compile(*grammar::parse_expression("s[_n-1] + s"), w.scope(), &texts_seen);
  for (data::Row row = 0; row < 4; ++row) joined->strings(row, 1, &s[row]);
  EXPECT_EQ(s, (Texts{"a", "ab", "abc", "abcd"}));
}

TEST(Rows, ARecursiveReplaceThroughALag) {
  World w = panel_world();
  Numbers x = {1, 4, 9, 16, 100, na, 300};
  const eval::Overlay overlay{"x", x.data(), nullptr};
  const auto plan = eval::compile(*grammar::parse_expression("cond(missing(L.x), x, L.x + 1)"), w.scope(), &overlay);
  for (data::Row row = 0; row < 7; ++row) plan->numbers(row, 1, &x[row]);
  EXPECT_EQ(x, (Numbers{1, 2, 9, 10, 100, na, 300}));
}

TEST(Rows, SelectionJoinsConditionRangeAndView) {
  World w = grouped_world();
  using Marks = std::vector<std::uint8_t>;
  const auto condition = grammar::parse_expression("x > 2");
  const ast::InRange range{"2", "-2", {}};
  EXPECT_EQ(eval::select_rows(nullptr, std::nullopt, w.scope()), Marks(9, 1));
  for (const std::size_t rows : {std::size_t{3}, std::size_t{2048}}) {
    const ChunkRows chunk(rows);
    EXPECT_EQ(eval::select_rows(condition, std::nullopt, w.scope()), (Marks{0, 0, 1, 1, 1, 1, 1, 1, 1}));
    EXPECT_EQ(eval::select_rows(condition, range, w.scope()), (Marks{0, 0, 1, 1, 1, 1, 1, 1, 0}));
    eval::Scope view = w.scope();
    view.begin = 3;
    view.end = 5;
    EXPECT_EQ(eval::select_rows(condition, std::nullopt, view), (Marks{0, 0, 0, 1, 1, 0, 0, 0, 0}));
  }
  EXPECT_EQ(eval::select_rows(nullptr, range, w.scope()), (Marks{0, 1, 1, 1, 1, 1, 1, 1, 0}));
  EXPECT_THROW(eval::select_rows(grammar::parse_expression("s"), std::nullopt, w.scope()), Error);
}

TEST(Rows, RangesCountFromEitherEnd) {
  using Pair = std::pair<data::Row, data::Row>;
  EXPECT_EQ(eval::resolve_range({"5", "5", {}}, 10), (Pair{4, 5}));
  EXPECT_EQ(eval::resolve_range({"f", "l", {}}, 10), (Pair{0, 10}));
  EXPECT_EQ(eval::resolve_range({"-3", "l", {}}, 10), (Pair{7, 10}));
  EXPECT_EQ(eval::resolve_range({"-1", "-1", {}}, 10), (Pair{9, 10}));
  for (const auto& [first, last] : std::vector<std::pair<std::string, std::string>>{
           {"0", "3"}, {"3", "2"}, {"1", "11"}, {"-11", "l"}, {"x", "3"}}) {
    try {
      eval::resolve_range({first, last, {}}, 10);
      ADD_FAILURE() << first << "/" << last;
    } catch (const Error& e) {
      EXPECT_EQ(e.code, 198);
    }
  }
  EXPECT_THROW(eval::resolve_range({"1", "1", {}}, 0), Error);
}

TEST(Rows, LongWorkCanBeInterrupted) {
  const ChunkRows chunk(3);
  World w;
  w.add("x", Numbers(1000, 1.0));
  w.environment.polls_left_now = 20;
  try {
    eval::evaluate_numbers(*grammar::parse_expression("x+1"), w.scope());
    ADD_FAILURE() << "not interrupted";
  } catch (const Error& e) {
    EXPECT_EQ(e.code, 1);
  }
}

}  // namespace
}  // namespace nqp::test
