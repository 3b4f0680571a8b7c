// PEGTL's own analysis: no rule may loop without consuming input, none may recurse to the left.
#include <gtest/gtest.h>

#include <tao/pegtl/contrib/analyze.hpp>

#include "grammar/rules/command.hpp"
#include "grammar/rules/numlist.hpp"
#include "grammar/rules/script.hpp"
#include "grammar/rules/varlist.hpp"

namespace nqp::grammar::rules {
namespace {

TEST(Rules, cannot_loop_without_progress) {
  EXPECT_EQ(pegtl::analyze<whole_expression>(), 0U);
  EXPECT_EQ(pegtl::analyze<whole_matrix>(), 0U);
  EXPECT_EQ(pegtl::analyze<number_list>(), 0U);
  EXPECT_EQ(pegtl::analyze<variable_item>(), 0U);
  EXPECT_EQ(pegtl::analyze<prefix_text>(), 0U);
  EXPECT_EQ(pegtl::analyze<arguments>(), 0U);
  EXPECT_EQ(pegtl::analyze<option>(), 0U);
  EXPECT_EQ(pegtl::analyze<row_range>(), 0U);
  EXPECT_EQ(pegtl::analyze<logical_line>(), 0U);
}

}  // namespace
}  // namespace nqp::grammar::rules
