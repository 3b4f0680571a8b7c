// Punctuation of an input method for Chinese: whatever a command makes of it, the error says what to type.
#include <gtest/gtest.h>

#include <string>

#include "tests/commands/run_do_file.hpp"

namespace nqp {
namespace {

TEST(ForeignPunctuation, is_told_whatever_the_command_made_of_it) {
  const std::pair<const char*, const char*> cases[] = {
      {"summarize x，detail", "here ,"},         {"regress x x， robust", "here ,"},
      {"generate z = （x + 1）", "here ("},      {"keep if s == “a”", "here \""},
      {"use “no_such_file.dta”, clear", "here \""}, {"bysort x： generate n = _n", "here :"},
      {"egen m = mean（x）", "here ("},           {"rename x，y", "here ,"},
      {"xtset x；t", "here ;"},                  {"drop x　y", "here a blank"},
      {"generate z = x if x≥1", "here >="},      {"esttab， se", "here ,"},
      {"foreach v of varlist x、s {\n}", "here ,"}};
  for (const auto& [command, told] : cases) {
    test::Fixture f;
    ASSERT_EQ(f.run("set obs 2\ngenerate x = _n\ngenerate s = \"a\""), 0);
    EXPECT_NE(f.run(command), 0) << command;
    EXPECT_NE(f.output().find(told), std::string::npos) << f.output();
  }
}

TEST(ForeignPunctuation, in_quotes_is_text) {
  test::Fixture f;
  EXPECT_EQ(f.run("display \"一，二\" nothing"), 111);
  EXPECT_EQ(f.output().find("ASCII"), std::string::npos);
}

}  // namespace
}  // namespace nqp
