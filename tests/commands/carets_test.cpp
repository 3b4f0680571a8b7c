// Errors point at the word that is wrong, whatever grammar the command has: the caret's text is compared.
#include <gtest/gtest.h>

#include <string>

#include "tests/commands/run_do_file.hpp"

namespace nqp {
namespace {

// What the carets of the first error mark in the line above them; "" without carets.
std::string marked(const std::string& output) {
  std::size_t line_begin = 0, above_begin = 0;
  while (line_begin < output.size()) {
    const std::size_t end = std::min(output.find('\n', line_begin), output.size());
    const std::string line = output.substr(line_begin, end - line_begin);
    const std::size_t caret = line.find_first_not_of(' ');
    if (caret != std::string::npos && line.find_first_not_of('^', caret) == std::string::npos)
      return output.substr(above_begin, line_begin - above_begin - 1).substr(caret, line.size() - caret);
    above_begin = line_begin;
    line_begin = end + 1;
  }
  return {};
}

struct Case {
  const char* command;
  int code;
  const char* marked;
};

class Carets : public ::testing::TestWithParam<Case> {};

TEST_P(Carets, mark_the_word_that_is_wrong) {
  test::Fixture f;
  ASSERT_EQ(f.run("clear\nset obs 4\ngenerate x = _n\ngenerate y = x\ngenerate g = 1\ngenerate s = \"a\""), 0);
  const std::size_t before = f.output().size();
  EXPECT_EQ(f.run(GetParam().command), GetParam().code);
  const std::string output = f.output().substr(before);
  EXPECT_EQ(marked(output), GetParam().marked) << output;
}

constexpr Case free_bodies[] = {
    {"drop x nothing", 111, "nothing"},
    {"keep x nothing", 111, "nothing"},
    {"quietly drop x nothing", 111, "nothing"},
    {"capture noisily drop x nothing\nerror 111", 111, "nothing"},
    {"rename nothing z", 111, "nothing"},
    {"label variable nothing \"text\"", 111, "nothing"},
    {"label values nothing l", 111, "nothing"},
    {"order x nothing", 111, "nothing"},
    {"format x nothing %5.1f", 111, "nothing"},
    {"recode nothing (1=2)", 111, "nothing"},
    {"collapse (mean) x nothing", 111, "nothing"},
    {"egen z = mean(nothing)", 111, "nothing"},
    {"egen z = rowmean(x nothing)", 111, "nothing"},
    {"egen z = mean(x), by(nothing)", 111, "nothing"},
    {"egen z = mean(x) if nothing, by(g)", 111, "nothing"},
    {"collapse (mean) x, by(nothing)", 111, "nothing"},
    {"reghdfe y x, absorb(g nothing)", 111, "nothing"},
    {"merge 1:1 nothing using f", 111, "nothing"},
    {"reshape wide nothing, i(x) j(y)", 111, "nothing"},
    {"encode nothing, generate(z)", 111, "nothing"},
    {"duplicates drop nothing, force", 111, "nothing"},
    {"xtset nothing x", 111, "nothing"},
    {"gsort -nothing", 111, "nothing"},
    {"confirm variable x nothing", 111, "nothing"},
    {"generate x = 1", 110, "x"},
    {"egen y = mean(x)", 110, "y"},
};

constexpr Case expressions[] = {
    {"generate z = x + nothing", 111, "nothing"},
    {"replace x = 1 if nothing", 111, "nothing"},
    {"local z = 1 + nothing", 111, "nothing"},
    {"global z = nothing", 111, "nothing"},
    {"scalar z = 2*nothing", 111, "nothing"},
    {"matrix A = J(2, 2, nothing)", 111, "nothing"},
    {"display \"a\" nothing", 111, "nothing"},
    {"generate z = x +", 198, ""},
    {"generate z = (x + 1", 132, "("},
    {"generate z = x + 1)", 132, ")"},
    {"generate z = x + \"abc", 132, "\"abc"},
    {"generate z = no_function(x)", 133, "no_function"},
    {"count if x = 1", 198, "= 1"},
    {"count if x > > 1", 198, ">"},
};

constexpr Case options_and_heads[] = {
    {"summarize x, detial", 198, "detial"},
    {"regress y x, vce(clutser g)", 198, "clutser g"},
    {"summarize x in 3/1", 198, "3/1"},
    {"summarize x in 1/99", 198, "1/99"},
    {"summarize x [qw=y]", 198, "[qw=y]"},
    {"bysort g generate n = _n", 198, "bysort"},
    {"no_such_command x", 199, "no_such_command"},
    {"quietly no_such_command x", 199, "no_such_command"},
    {"bysort nothing: summarize x", 111, "nothing"},
    {"foreach v of varlist x nothing {\n}", 111, "nothing"},
    {"forvalues i = 1/b {\n}", 198, " 1/b"},
    {"foreach v of numlist 3 1/b {\n}", 121, "3 1/b"},
    {"foreach v of local {\n}", 198, "v of local"},
    {"substr(s, 1, 1)", 199, "substr"},
    {"if nothing == 1 {\n}", 111, "nothing"},
    {"while nothing {\n}", 111, "nothing"},
};

INSTANTIATE_TEST_SUITE_P(FreeBodies, Carets, ::testing::ValuesIn(free_bodies));
INSTANTIATE_TEST_SUITE_P(Expressions, Carets, ::testing::ValuesIn(expressions));
INSTANTIATE_TEST_SUITE_P(OptionsAndHeads, Carets, ::testing::ValuesIn(options_and_heads));

}  // namespace
}  // namespace nqp
