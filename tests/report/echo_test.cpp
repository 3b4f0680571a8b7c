// Expected texts follow the language's rule for logs: ". ", "> " for what goes on, numbers inside loops and programs.
#include "interpreter/report/echo.hpp"

#include <gtest/gtest.h>

namespace nqp::report {
namespace {

std::string echoed_text(std::string_view command, int column = 0) { return echo_text(command, column); }

TEST(EchoText, begins_on_a_fresh_line) {
  EXPECT_EQ(echoed_text("display 1", 4), "\n. display 1\n");
  EXPECT_EQ(echoed_text("display 1"), ". display 1\n");
}

TEST(EchoText, marks_what_goes_on_over_several_lines) {
  EXPECT_EQ(echoed_text("summarize a ///\n  b /*\n*/ c"), ". summarize a ///\n>   b /*\n> */ c\n");
}

TEST(EchoText, numbers_lines_inside_loops_and_programs) {
  EXPECT_EQ(echoed_text("forvalues i = 1/2 {\n\tdisplay `i'\n}"),
            ". forvalues i = 1/2 {\n  2.         display `i'\n  3. }\n");
  EXPECT_EQ(echoed_text("program define p\n\targs x\nend"), ". program define p\n  1.         args x\n  2. end\n");
}

TEST(EchoText, gives_comments_and_branches_lines_of_their_own) {
  EXPECT_EQ(echoed_text("* one\n\n// two\nif 1 {\n  display 2\n}"),
            ". * one\n. // two\n. if 1 {\n.   display 2\n. }\n");
}

}  // namespace
}  // namespace nqp::report
