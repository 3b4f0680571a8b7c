// Expected values by hand, from the definition of POSIX extended expressions with leftmost, ordered matching.
#include "interpreter/eval/functions/regex.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/functions/harness.hpp"

namespace nqp::tests {
namespace {

using eval::Regex;
using eval::RegexOptions;

// The matched part, or "-" when there is none; k is the group.
std::string found(const std::string& pattern, const std::string& text, std::size_t k = 0, RegexOptions options = {}) {
  std::vector<std::size_t> spans;
  if (!Regex(pattern, options).search(text, 0, spans)) return "-";
  if (spans[2 * k] == Regex::none) return "(none)";
  return text.substr(spans[2 * k], spans[2 * k + 1] - spans[2 * k]);
}

constexpr RegexOptions utf8{true, false};

TEST(Regex, LiteralsSetsAndAnchors) {
  EXPECT_EQ(found("b", "abc"), "b");
  EXPECT_EQ(found("^b", "abc"), "-");
  EXPECT_EQ(found("^a.c$", "abc"), "abc");
  EXPECT_EQ(found("[b-d]+", "abcde"), "bcd");
  EXPECT_EQ(found("[^a]+", "aabc"), "bc");
  EXPECT_EQ(found("[]a]+", "x]a]"), "]a]");
  EXPECT_EQ(found("[a-]+", "b-a-"), "-a-");
  EXPECT_EQ(found("[[:digit:]]+", "ab123"), "123");
  EXPECT_EQ(found("[[:alpha:]_]+", "12a_b"), "a_b");
  EXPECT_EQ(found("\\.", "a.b"), ".");
  EXPECT_EQ(found("[\\.\\]]+", "a.]b"), ".]");
  EXPECT_EQ(found("", "abc"), "");
  EXPECT_EQ(found("$", "abc"), "");
}

TEST(Regex, ShorthandClassesAndBoundaries) {
  EXPECT_EQ(found("\\d+", "tel 555"), "555");
  EXPECT_EQ(found("\\D+", "tel 555"), "tel ");
  EXPECT_EQ(found("\\w+", "  ab_1 "), "ab_1");
  EXPECT_EQ(found("\\S+", "  ab c"), "ab");
  EXPECT_EQ(found("\\bcat\\b", "concat cat"), "cat");
  EXPECT_EQ(found("[\\d-]+", "a1-2"), "1-2");
}

TEST(Regex, RepetitionIsGreedyOrLazy) {
  EXPECT_EQ(found("a*", "aaab"), "aaa");
  EXPECT_EQ(found("a*?", "aaab"), "");
  EXPECT_EQ(found("a+?b", "aaab"), "aaab");
  EXPECT_EQ(found("<.*>", "<a><b>"), "<a><b>");
  EXPECT_EQ(found("<.*?>", "<a><b>"), "<a>");
  EXPECT_EQ(found("a{2}", "aaa"), "aa");
  EXPECT_EQ(found("a{2,}", "aaaa"), "aaaa");
  EXPECT_EQ(found("a{1,2}?", "aaa"), "a");
  EXPECT_EQ(found("a{,2}", "a{,2}"), "a{,2}");
  EXPECT_EQ(found("(ab)*c", "ababc"), "ababc");
  EXPECT_EQ(found("(a*)*b", "aab"), "aab");
}

TEST(Regex, GroupsKeepWhatTheyTookLast) {
  EXPECT_EQ(found("([0-9]+)-([0-9]+)", "tel 555-1234", 1), "555");
  EXPECT_EQ(found("([0-9]+)-([0-9]+)", "tel 555-1234", 2), "1234");
  EXPECT_EQ(found("(a)|(b)", "b", 1), "(none)");
  EXPECT_EQ(found("(a)|(b)", "b", 2), "b");
  EXPECT_EQ(found("(?:a)(b)", "ab", 1), "b");
  EXPECT_EQ(found("(a|b)*", "abab", 1), "b");
  EXPECT_EQ(found("(a(b)?)+", "aba", 2), "b");
}

TEST(Regex, AlternativesAreTriedInOrder) {
  EXPECT_EQ(found("a|ab", "ab"), "a");
  EXPECT_EQ(found("ab|a", "ab"), "ab");
  EXPECT_EQ(found("(a|ab)(c|bcd)", "abcd"), "abcd");
  EXPECT_EQ(found("^(jan|feb)$", "feb"), "feb");
  EXPECT_EQ(found("a||b", "b"), "");
}

TEST(Regex, BackReferencesAndLookAhead) {
  EXPECT_EQ(found("(.)\\1", "abccd"), "cc");
  EXPECT_EQ(found("(?=.*b)a", "ca b"), "a");
  EXPECT_EQ(found("a(?!b)", "abac"), "a");
  EXPECT_EQ(found("^(?!.*x).*$", "abx"), "-");
  EXPECT_EQ(found("(?=.*b)(?=.*c)[a-c]+", "acb"), "acb");
}

TEST(Regex, CharactersAreBytesOrCodePoints) {
  EXPECT_EQ(found("^..$", "中国"), "-");
  EXPECT_EQ(found("^..$", "中国", 0, utf8), "中国");
  EXPECT_EQ(found("^.{6}$", "中国"), "中国");
  EXPECT_EQ(found("[\\u4e00-\\u9fa5]+", "GDP增长率5%", 0, utf8), "增长率");
  EXPECT_EQ(found("[一-龥]+", "GDP增长率5%", 0, utf8), "增长率");
  EXPECT_EQ(found("\\p{Han}+", "ab中文c", 0, utf8), "中文");
  EXPECT_EQ(found("[^市]+", "上海市", 0, utf8), "上海");
  EXPECT_EQ(found("\\x{4e2d}", "a中", 0, utf8), "中");
}

TEST(Regex, LetterCaseMayBeIgnored) {
  EXPECT_EQ(found("stata", "STATA", 0, {false, true}), "STATA");
  EXPECT_EQ(found("[a-c]+", "xABC", 0, {false, true}), "ABC");
  EXPECT_EQ(found("école", "ÉCOLE", 0, {true, true}), "ÉCOLE");
  EXPECT_EQ(found("(?i)abc", "xABC"), "ABC");
}

TEST(Regex, MalformedPatternsAreErrorsThatSayWhy) {
  for (const char* pattern : {"(", ")", "a)", "[a", "*a", "a**", "+", "a{3,2}", "\\", "[[:nope:]]", "(?<x", "[b-a]",
                              "\\p{Nope}", "\\2(a)", "a{2000}", "((((a{1000}){1000}){1000}){1000})"}) {
    try {
      const Regex regex(pattern, {});
      ADD_FAILURE() << pattern;
    } catch (const Error& e) {
      EXPECT_EQ(e.code, 198) << pattern;
    }
  }
}

TEST(Regex, DeepNestingIsAnErrorNotACrash) { EXPECT_THROW(Regex(std::string(100000, '('), {}), Error); }

TEST(Regex, PatternsThatInviteBacktrackingStayFast) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(found("^(a+)+$", std::string(5000, 'a') + "b"), "-");
  EXPECT_EQ(found("(a|a)*b", std::string(5000, 'a')), "-");
  EXPECT_EQ(found("(x+x+)+y", std::string(2000, 'x')), "-");
  EXPECT_THROW(found("^(a+)+\\1b$", std::string(3000, 'a')), Error);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_LT(seconds.count(), 5);
}

TEST(Regex, ReplacingAllInALongTextIsLinear) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(display("strlen(regexreplaceall(\"a\"*100000,\"a\",\"bb\"))"), "200000");
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_LT(seconds.count(), 5);
}

TEST(RegexFunctions, GroupsOfTheLastMatchAreRemembered) {
  const Calculator c;
  EXPECT_EQ(c.number(R"ex(regexm("Beijing 2019","([A-Za-z]+) ([0-9]+)"))ex"), 1);
  EXPECT_EQ(c.text("regexs(0)"), "Beijing 2019");
  EXPECT_EQ(c.text("regexs(1)"), "Beijing");
  EXPECT_EQ(c.text("regexs(2)"), "2019");
  EXPECT_EQ(c.text("regexs(3)"), "");
  EXPECT_EQ(c.text("regexs(-1)"), "");
  EXPECT_EQ(c.text("regexs(.)"), "");
  EXPECT_EQ(c.number(R"(ustrregexm("abc","x"))"), 0);
  EXPECT_EQ(c.text("ustrregexs(0)"), "");
}

TEST(RegexFunctions, ReplacementsUseTheirOwnWayOfNamingGroups) {
  EXPECT_EQ(display(R"ex(regexr("ab","(a)","\1\1"))ex"), R"(\1\1b)");
  EXPECT_EQ(display(R"ex(ustrregexra("ab","(a)(b)","$2$1"))ex"), "ba");
  EXPECT_EQ(display(R"ex(ustrregexra("a1","[0-9]","\$"))ex"), "a$");
  EXPECT_EQ(display(R"ex(regexr("abc","x","y"))ex"), "abc");
  EXPECT_EQ(display(R"ex(ustrregexra("中国","","-"))ex"), "-中-国-");
  EXPECT_EQ(display(R"ex(ustrregexrf("STATA","t","x",1))ex"), "SxATA");
  EXPECT_EQ(display(R"ex(regexra("a  b","[ ]+"," "))ex"), "a b");
}

TEST(RegexFunctions, EmptyTextIsText) {
  EXPECT_EQ(display(R"(regexm("",""))"), "1");
  EXPECT_EQ(display(R"(regexm("","a"))"), "0");
  EXPECT_EQ(display(R"(regexr("","^","x"))"), "x");
}

}  // namespace
}  // namespace nqp::tests
