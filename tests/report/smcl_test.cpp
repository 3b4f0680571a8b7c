#include "interpreter/report/smcl.hpp"

#include <gtest/gtest.h>

namespace nqp::report {
namespace {

std::string plain(std::string_view s, int column = 0) {
  Style style = Style::text;
  std::string out;
  for (const Run& r : smcl_runs(s, style, column, 79)) out += r.text;
  return out;
}

// Source: the directives' meanings in the manual of the markup language.
TEST(Smcl, draws_lines_and_characters) {
  EXPECT_EQ(plain("{hline 5}{c +}{hline 3}"), "-----+---");
  EXPECT_EQ(plain("{hline}"), std::string(78, '-'));
  EXPECT_EQ(plain("{c |}{c TLC}{c -(}{c )-}"), "|+{}");
  EXPECT_EQ(plain("{dup 3:ab}"), "ababab");
}

TEST(Smcl, moves_to_columns_and_aligns) {
  EXPECT_EQ(plain("ab{col 6}c"), "ab   c");
  EXPECT_EQ(plain("{col 6}c", 3), "  c");
  EXPECT_EQ(plain("a{space 3}b"), "a   b");
  EXPECT_EQ(plain("{ralign 6:中文}|{lalign 4:a}|{center 5:x}|"), "  中文|a   |  x  |");
}

TEST(Smcl, changes_styles_to_the_end_or_for_a_body) {
  Style style = Style::text;
  const auto runs = smcl_runs("a{res}b{err:c}d", style, 0, 79);
  ASSERT_EQ(runs.size(), 4u);
  EXPECT_EQ(runs[1].style, Style::result);
  EXPECT_EQ(runs[2].style, Style::error);
  EXPECT_EQ(runs[3].style, Style::result);
  EXPECT_EQ(style, Style::result);
  EXPECT_EQ(plain("{bf:bold {it:nested}}"), "bold nested");
}

TEST(Smcl, shows_what_it_does_not_know_as_it_stands) {
  EXPECT_EQ(plain("{unknown 3} {"), "{unknown 3} {");
  EXPECT_EQ(plain("{1,2,3}"), "{1,2,3}");
  EXPECT_EQ(plain("a } b"), "a } b");
  EXPECT_EQ(plain("{hline x}"), "{hline x}");
  EXPECT_EQ(plain("{txt"), "{txt");
}

}  // namespace
}  // namespace nqp::report
