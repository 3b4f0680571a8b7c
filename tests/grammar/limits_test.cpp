// Very long and very deep input: an answer or a clean error.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/grammar/trees.hpp"

namespace nqp::grammar::test {
namespace {

std::string repeated(std::string_view text, std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

int expression_code(const std::string& text) {
  return failure_of(text, [](std::string_view t) { parse_expression(t); }).code;
}

TEST(Limits, nest_expressions_up_to_the_limit) {
  const auto nested = [](std::size_t n) { return repeated("(", n) + "x" + repeated(")", n); };
  EXPECT_EQ(expression_code(nested(max_depth)), 0);
  EXPECT_EQ(expression_code(nested(max_depth + 1)), 130);
  EXPECT_EQ(expression_code(nested(100000)), 130);
  EXPECT_EQ(expression_code(repeated("f(", 100000)), 130);
  EXPECT_EQ(expression_code("x" + repeated("[x", 100000)), 130);
  EXPECT_EQ(expression_code(repeated("-", 100000) + "x"), 130);
  EXPECT_EQ(expression_code(repeated("!", 100000) + "x"), 130);
  EXPECT_EQ(expression_code("2" + repeated("^-", 100000) + "2"), 198);
  EXPECT_EQ(expression_code("2^" + repeated("-", 100000) + "2"), 130);
}

TEST(Limits, take_sums_of_a_million_terms) {
  const std::string text = "a" + repeated("+a", 999999);
  const ast::ExpressionPtr e = parse_expression(text);
  EXPECT_EQ(e->operands.size(), 1000000U);
  EXPECT_EQ(unparse(*e).size(), 3999997U);
}

TEST(Limits, nest_macros_up_to_the_limit) {
  const auto nested = [](std::size_t n) { return repeated("`", n) + "x" + repeated("'", n); };
  const auto code = [](const std::string& text) {
    return failure_of(text, [](std::string_view t) { parse_template(t); }).code;
  };
  EXPECT_EQ(code(nested(max_depth)), 0);
  EXPECT_EQ(code(nested(100000)), 130);
  EXPECT_EQ(code(repeated("${", 100000) + "x" + repeated("}", 100000)), 130);
  EXPECT_EQ(parse_template(repeated("`", 100000)).pieces.size(), 1U);
  EXPECT_EQ(parse_template(repeated("`x'", 100000)).pieces.size(), 100000U);
}

int script_code(const std::string& text) {
  return failure_of(text, [](std::string_view t) { parse_script(std::string(t)); }).code;
}

TEST(Limits, nest_blocks_up_to_the_limit) {
  const auto nested = [](std::size_t n) { return repeated("if 1 {\n", n) + repeated("}\n", n); };
  EXPECT_EQ(script_code(nested(max_depth)), 0);
  EXPECT_EQ(script_code(nested(max_depth + 1)), 130);
  EXPECT_EQ(script_code(nested(50000)), 130);
  EXPECT_EQ(script_code(repeated("if 1 ", 50000)), 130);
  EXPECT_EQ(script_code(repeated("quietly {\n", 50000)), 130);
  EXPECT_EQ(script_code(repeated("{", 50000)), 612);
  EXPECT_EQ(script_code(repeated("/*", 50000)), 198);
  EXPECT_EQ(script_code(repeated("`\"", 50000)), 130);
  EXPECT_EQ(script_code("if 1 {\n}\n" + repeated("else if 1 {\n}\n", 1000)), 0);
  EXPECT_EQ(script_code("if 1 {\n}\n" + repeated("else if 1 {\n}\n", 50000)), 130);
}

TEST(Limits, take_long_lists_and_options) {
  EXPECT_EQ(parse_varlist(repeated("x ", 100000)).items.size(), 100000U);
  EXPECT_EQ(parse_options(repeated("x(1) ", 100000)).size(), 100000U);
  EXPECT_EQ(failure_of(repeated("i.(", 100000), [](std::string_view t) { parse_varlist(t); }).code, 130);
  EXPECT_EQ(parse_options("x" + repeated("(", 100000) + repeated(")", 100000)).size(), 1U);
  EXPECT_EQ(split_words(repeated("a ", 100000)).size(), 100000U);
}

// 200,000 lines take well under a second in an optimised build; the bound leaves room for checked builds and busy
// machines and still catches anything quadratic.
TEST(Limits, read_long_scripts_in_linear_time) {
  const auto start = std::chrono::steady_clock::now();
  const ast::Script s = parse_script(repeated("replace x = `i' + 1 if y == $z & \"a\" != \"b\", r // note\n", 200000));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(s.statements.size(), 200000U);
  EXPECT_LT(seconds.count(), 20);
}

}  // namespace
}  // namespace nqp::grammar::test
