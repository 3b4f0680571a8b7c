// Values, operators and missing values. Expected values are worked out by hand from the language's rules.
#include "tests/eval/world.hpp"

namespace nqp::test {
namespace {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

World missing_world() {
  World w;
  w.add("x", {5, 200, na, data::missing_code(1), data::missing_code(26), -3, 0});
  w.add("b", {1, 100, na, data::missing_code(1), data::missing_code(26), -3, 0}, data::Storage::byte_);
  w.add("f", {0.5, 2, na, data::missing_code(1), data::missing_code(26), -3, 0}, data::Storage::float_);
  return w;
}

TEST(Values, MissingIsAboveEveryNumberAndOrderedWithin) {
  const World w = missing_world();
  EXPECT_EQ(numbers(w, "x > 100"), (Numbers{0, 1, 1, 1, 1, 0, 0}));
  EXPECT_EQ(numbers(w, "x != ."), (Numbers{1, 1, 0, 1, 1, 1, 1}));
  EXPECT_EQ(numbers(w, "x == .a"), (Numbers{0, 0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(numbers(w, "x < ."), (Numbers{1, 1, 0, 0, 0, 1, 1}));
  EXPECT_EQ(numbers(w, "x >= .z"), (Numbers{0, 0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(numbers(w, "b == .a"), (Numbers{0, 0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(numbers(w, "f == .z"), (Numbers{0, 0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(number(w, ". < .a & .a < .z & 1e300 < ."), 1);
}

TEST(Values, ArithmeticWithMissingGivesDot) {
  const World w = missing_world();
  EXPECT_EQ(numbers(w, "x + 1"), (Numbers{6, 201, na, na, na, -2, 1}));
  EXPECT_EQ(numbers(w, "x - x"), (Numbers{0, 0, na, na, na, 0, 0}));
  EXPECT_EQ(numbers(w, "b * f"), (Numbers{0.5, 200, na, na, na, 9, 0}));
  EXPECT_EQ(numbers(w, "x * 0"), (Numbers{0, 0, na, na, na, 0, 0}));
  EXPECT_EQ(numbers(w, "1 / x"), (Numbers{0.2, 0.005, na, na, na, 1 / -3.0, na}));
  EXPECT_EQ(numbers(w, "-x"), (Numbers{-5, -200, na, na, na, 3, 0}));
  EXPECT_EQ(numbers(w, "x ^ 2"), (Numbers{25, 40000, na, na, na, 9, 0}));
  EXPECT_EQ(numbers(w, "(x + 1) - (x + 1)"), (Numbers{0, 0, na, na, na, 0, 0}));
}

TEST(Values, AnAloneVariableKeepsItsMissingCode) {
  const World w = missing_world();
  EXPECT_EQ(numbers(w, "b"), (Numbers{1, 100, na, data::missing_code(1), data::missing_code(26), -3, 0}));
  EXPECT_EQ(number(w, ".z"), data::missing_code(26));
}

TEST(Values, ResultsThatAreNoNumbersAreMissing) {
  const World w;
  for (const char* text : {"1/0", "-1/0", "0/0", "1e308*10", "-1e308*10", "(-8)^(1/3)", "0^-1", "1e200^2", "ln(-1)",
                           "sqrt(-1)", "exp(1000)", ".-.", "9e307+9e307", "-9e307-9e307"})
    EXPECT_EQ(number(w, text), na) << text;
}

TEST(Values, MissingCountsAsTrue) {
  const World w = missing_world();
  EXPECT_EQ(numbers(w, "x & 1"), (Numbers{1, 1, 1, 1, 1, 1, 0}));
  EXPECT_EQ(numbers(w, "!x"), (Numbers{0, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(numbers(w, "~(x | 0)"), (Numbers{0, 0, 0, 0, 0, 0, 1}));
  EXPECT_TRUE(eval::is_true(*grammar::parse_expression(".a"), w.scope()));
  EXPECT_FALSE(eval::is_true(*grammar::parse_expression("0"), w.scope()));
}

TEST(Values, PrecedenceFollowsTheLanguage) {
  const World w;
  EXPECT_EQ(number(w, "-2^2"), -4);
  EXPECT_EQ(number(w, "2^3^2"), 64);
  EXPECT_EQ(number(w, "2^-1"), 0.5);
  EXPECT_EQ(number(w, "2+3*4-10/5"), 12);
  EXPECT_EQ(number(w, "1|0&0"), 1);
  EXPECT_EQ(number(w, "!0+1"), 2);
  EXPECT_EQ(number(w, "3>2>1"), 0);
  EXPECT_EQ(number(w, "10-4-3"), 3);
  EXPECT_EQ(number(w, "100/10/2"), 5);
  EXPECT_EQ(number(w, "1+1==2"), 1);
  EXPECT_EQ(number(w, "+5"), 5);
  EXPECT_EQ(number(w, "2~=3"), 1);
}

TEST(Values, FloatsCompareAsTheDoublesTheyAre) {
  World w;
  w.add("x", {0.1, 0.5}, data::Storage::float_);
  EXPECT_EQ(numbers(w, "x == 0.1"), (Numbers{0, 0}));
  EXPECT_EQ(numbers(w, "x == 0.5"), (Numbers{0, 1}));
}

TEST(Values, ConstantsAreKnown) {
  World w;
  w.environment.scalars["_rc"] = 198.0;
  EXPECT_EQ(number(w, "_pi"), 3.141592653589793);
  EXPECT_EQ(number(w, "_rc"), 198);
  EXPECT_EQ(number(w, "_N"), 0);
}

TEST(Values, StringsJoinRepeatAndCompareBytewise) {
  World w;
  w.add("s", Texts{"b", "a", "", "B", "ab"});
  w.add("t", Texts{"a", "a", "", "b", "ac"});
  w.add("k", Numbers{0, 1, 2, na, 3});
  EXPECT_EQ(texts(w, "s + t"), (Texts{"ba", "aa", "", "Bb", "abac"}));
  EXPECT_EQ(texts(w, "\"<\" + s + \">\""), (Texts{"<b>", "<a>", "<>", "<B>", "<ab>"}));
  EXPECT_EQ(texts(w, "s*k"), (Texts{"", "a", "", "", "ababab"}));
  EXPECT_EQ(texts(w, "k*s"), (Texts{"", "a", "", "", "ababab"}));
  EXPECT_EQ(numbers(w, "s < t"), (Numbers{0, 0, 0, 1, 1}));
  EXPECT_EQ(numbers(w, "s == t"), (Numbers{0, 1, 1, 0, 0}));
  EXPECT_EQ(string(w, "\"ab\"*3 + \"c\""), "abababc");
  EXPECT_EQ(string(w, "\"ab\"*-1"), "");
  EXPECT_EQ(number(w, "\"Z\" < \"a\""), 1);
}

TEST(Values, AColumnComparesWithAConstantOnEitherSide) {
  World w;
  w.add("s", Texts{"b", "a", "", "B", "ab", "b", "b", "a", "a"});
  EXPECT_EQ(numbers(w, "s == \"b\""), (Numbers{1, 0, 0, 0, 0, 1, 1, 0, 0}));
  EXPECT_EQ(numbers(w, "\"b\" != s"), (Numbers{0, 1, 1, 1, 1, 0, 0, 1, 1}));
  EXPECT_EQ(numbers(w, "s == \"zebra\""), (Numbers(9, 0.0)));
  EXPECT_EQ(numbers(w, "s != \"zebra\""), (Numbers(9, 1.0)));
  EXPECT_EQ(numbers(w, "s < \"ab\""), (Numbers{0, 1, 1, 1, 0, 0, 0, 1, 1}));
  EXPECT_EQ(numbers(w, "\"ab\" <= s"), (Numbers{1, 0, 0, 0, 1, 1, 1, 0, 0}));
  EXPECT_EQ(numbers(w, "s == \"\""), (Numbers{0, 0, 1, 0, 0, 0, 0, 0, 0}));
}

TEST(Values, NumbersAndStringsDoNotMix) {
  World w;
  w.add("x", Numbers{1, 2});
  w.add("s", Texts{"a", "b"});
  EXPECT_EQ(code_of(w, "x + s"), 109);
  EXPECT_EQ(marked(w, "1 + s"), "1");
  EXPECT_EQ(marked(w, "s + 1"), "1");
  EXPECT_EQ(code_of(w, "s == 1"), 109);
  EXPECT_EQ(code_of(w, "s - s"), 109);
  EXPECT_EQ(code_of(w, "s * s"), 109);
  EXPECT_EQ(code_of(w, "-s"), 109);
  EXPECT_EQ(marked(w, "x + !s"), "s");
  EXPECT_EQ(code_of(w, "s & 1"), 109);
  EXPECT_EQ(code_of(w, "abs(s)"), 109);
  EXPECT_EQ(marked(w, "length(x)"), "x");
  EXPECT_THROW(eval::evaluate_numbers(*grammar::parse_expression("s"), w.scope()), Error);
  EXPECT_THROW(eval::is_true(*grammar::parse_expression("s"), w.scope()), Error);
}

TEST(Values, ManyTermsAndDeepNestingAreFine) {
  World w;
  w.add("x", Numbers{1, 2, 3, 4}, data::Storage::int_);
  std::string sum = "x", deep = "x";
  for (int i = 1; i < 100000; ++i) sum += "+x";
  for (int i = 0; i < 250; ++i) deep = "(" + deep + "+1)";
  EXPECT_EQ(numbers(w, sum), (Numbers{1e5, 2e5, 3e5, 4e5}));
  EXPECT_EQ(numbers(w, deep), (Numbers{251, 252, 253, 254}));
}

}  // namespace
}  // namespace nqp::test
