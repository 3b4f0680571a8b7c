// Calls of functions: fast forms, kinds and numbers of arguments, one result per string of a column.
#include "interpreter/eval/function.hpp"
#include "tests/eval/world.hpp"

namespace nqp::test {
namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

World call_world() {
  World w;
  w.add("x", {1, 0, na, 4, data::missing_code(2)}).add("y", {2, -1, 3, na, na});
  w.add("s", Texts{"Beijing", "", "Shanghai", "Beijing", "Tianjin"});
  return w;
}

TEST(Calls, CondTakesTheThirdWayOnlyWhenItIsGiven) {
  const World w = call_world();
  EXPECT_EQ(numbers(w, "cond(x, 10, 20)"), (Numbers{10, 20, 10, 10, 10}));
  EXPECT_EQ(numbers(w, "cond(x, 10, 20, 30)"), (Numbers{10, 20, 30, 10, 30}));
  EXPECT_EQ(numbers(w, "cond(x > 2, y, x)"), (Numbers{1, 0, 3, na, na}));
  EXPECT_EQ(texts(w, "cond(x == 1, s, \"no\")"), (Texts{"Beijing", "no", "no", "no", "no"}));
  EXPECT_EQ(texts(w, "cond(x, \"t\", \"f\", \"m\")"), (Texts{"t", "f", "m", "t", "m"}));
  EXPECT_EQ(code_of(w, "cond(x, 1, \"a\")"), 109);
  EXPECT_EQ(code_of(w, "cond(s, 1, 2)"), 109);
}

TEST(Calls, ExtremesSkipMissingValues) {
  const World w = call_world();
  EXPECT_EQ(numbers(w, "max(x, y)"), (Numbers{2, 0, 3, 4, na}));
  EXPECT_EQ(numbers(w, "min(x, y)"), (Numbers{1, -1, 3, 4, na}));
  EXPECT_EQ(numbers(w, "max(x, y, 3)"), (Numbers{3, 3, 3, 4, 3}));
  EXPECT_EQ(number(w, "max(., 3)"), 3);
  EXPECT_EQ(number(w, "max(., .)"), na);
  EXPECT_EQ(number(w, "min(2, -7, .)"), -7);
}

TEST(Calls, ListsAndRanges) {
  const World w = call_world();
  EXPECT_EQ(numbers(w, "inlist(x, 1, 4)"), (Numbers{1, 0, 0, 1, 0}));
  EXPECT_EQ(numbers(w, "inlist(x, y, .)"), (Numbers{0, 0, 1, 0, 0}));
  EXPECT_EQ(numbers(w, "inrange(x, 0, 3)"), (Numbers{1, 1, 0, 0, 0}));
  EXPECT_EQ(numbers(w, "inrange(x, ., 3)"), (Numbers{1, 1, 0, 0, 0}));
  EXPECT_EQ(numbers(w, "inrange(x, 1, .)"), (Numbers{1, 0, 0, 1, 0}));
  EXPECT_EQ(code_of(w, "inlist(x, \"a\")"), 109);
}

TEST(Calls, MissingSeesNumbersAndStrings) {
  const World w = call_world();
  EXPECT_EQ(numbers(w, "missing(x)"), (Numbers{0, 0, 1, 0, 1}));
  EXPECT_EQ(numbers(w, "mi(y, s)"), (Numbers{0, 1, 0, 1, 1}));
  EXPECT_EQ(numbers(w, "!missing(x, y, s)"), (Numbers{1, 0, 0, 0, 0}));
}

TEST(Calls, StrictFunctionsPassMissingOn) {
  const World w = call_world();
  EXPECT_EQ(numbers(w, "abs(y)"), (Numbers{2, 1, 3, na, na}));
  EXPECT_EQ(numbers(w, "ln(x)"), (Numbers{0, na, na, std::log(4.0), na}));
  EXPECT_EQ(numbers(w, "mod(y, 2)"), (Numbers{0, 1, 1, na, na}));
}

TEST(Calls, StringFunctionsRunOverColumns) {
  World w = call_world();
  EXPECT_EQ(texts(w, "substr(s, 1, 3)"), (Texts{"Bei", "", "Sha", "Bei", "Tia"}));
  EXPECT_EQ(numbers(w, "length(s)"), (Numbers{7, 0, 8, 7, 7}));
  EXPECT_EQ(texts(w, "substr(s + \"!?\", -2, .)"), Texts(5, "!?"));
  EXPECT_EQ(texts(w, "upper(substr(s, 1, _n))"), (Texts{"B", "", "SHA", "BEIJ", "TIANJ"}));
}

TEST(Calls, AColumnWithFewStringsAsksOncePerString) {
  World w;
  Texts names;
  Texts expected;
  for (int i = 0; i < 100; ++i) {
    names.push_back(i % 3 == 0 ? "abc" : i % 3 == 1 ? "xyz" : "");
    expected.push_back(names.back().substr(0, 2));
  }
  w.add("s", names);
  EXPECT_EQ(texts(w, "substr(s, 1, 2)"), expected);
  EXPECT_EQ(numbers(w, "strpos(s, \"yz\")")[1], 2);
}

TEST(Calls, UnknownFunctionsAndWrongArguments) {
  const World w = call_world();
  const Error e = error_of(w, "1 + sqr(4)");
  EXPECT_EQ(e.code, 133);
  EXPECT_STREQ(e.what(), "unknown function sqr()");
  EXPECT_EQ(marked(w, "1 + sqr(4)"), "sqr");
  EXPECT_EQ(code_of(w, "substr(s)"), 198);
  EXPECT_EQ(code_of(w, "abs(1, 2)"), 198);
  EXPECT_EQ(code_of(w, "sum()"), 198);
  EXPECT_STREQ(error_of(w, "abs(1, 2)").what(), "invalid syntax: abs(x) takes 1 argument, not 2");
}

TEST(Calls, AMatchAndItsGroupsStayTogetherInEveryRow) {
  const World w = call_world();
  EXPECT_EQ(texts(w, "cond(regexm(s, \"^(.)(.)\"), regexs(2), \"none\")"), (Texts{"e", "none", "h", "e", "i"}));
  for (const std::size_t rows : {std::size_t{3}, std::size_t{2048}}) {
    const ChunkRows chunk(rows);
    const auto condition = grammar::parse_expression("regexm(s, \"([a-z])$\")");
    const auto use = eval::select_rows(condition, std::nullopt, w.scope());
    const auto plan = eval::compile_where(*grammar::parse_expression("regexs(1)"), condition, use, w.scope());
    Texts values(5);
    plan->strings(0, 5, values.data());
    EXPECT_EQ(values[0], "g");
    EXPECT_EQ(values[2], "i");
    EXPECT_EQ(values[4], "n");
  }
}

TEST(Calls, TheConditionIsRepeatedOnlyInSelectedRows) {
  const World w = call_world();
  const std::vector<std::uint8_t> use = {1, 0, 0, 1, 0};
  const auto plan = eval::compile_where(*grammar::parse_expression("regexs(0)"),
                                        grammar::parse_expression("regexm(s, \".i\")"), use, w.scope());
  Texts values(5);
  plan->strings(0, 5, values.data());
  EXPECT_EQ(values[0], "ei");
  EXPECT_EQ(values[3], "ei");
}

}  // namespace
}  // namespace nqp::test
