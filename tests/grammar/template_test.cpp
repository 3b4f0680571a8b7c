// Macro references in unexpanded text.
#include <gtest/gtest.h>

#include "tests/grammar/trees.hpp"

namespace nqp::grammar::test {
namespace {

void expect_templates(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(tree(parse_template(c.text).pieces), c.tree) << c.text;
}

TEST(Template, finds_local_references_and_nests_them) {
  expect_templates({{"reg y `x'", "reg y <local:x>"},
         {"`x`i''", "<local:x<local:i>>"},
         {"pre`i'_`j'", "pre<local:i>_<local:j>"},
         {"`a`b'c'", "<local:a<local:b>c>"},
         {"``i''", "<local:<local:i>>"},
         {"`1' `0'", "<local:1> <local:0>"},
         {"\"`x'\"", "\"<local:x>\""},
         {"`\"`x'\"'", "`\"<local:x>\"'"},
         {"`macval(x`i')'", "<local!:x<local:i>>"}});
}

TEST(Template, finds_global_references) {
  expect_templates({{"$x", "<global:x>"},
         {"$x_1/f", "<global:x_1>/f"},
         {"$dir.dta", "<global:dir>.dta"},
         {"${x}y", "<global:x>y"},
         {"${a`i'}", "<global:a<local:i>>"},
         {"$`x'_y z", "<global:<local:x>_y> z"},
         {"$a$b", "<global:a><global:b>"},
         {"$路径/f", "<global:路径>/f"},
         {"$x，y", "<global:x>，y"},
         {"costs $5 or $ 5", "costs $5 or $ 5"},
         {"`=${n}+1'", "<exp:<global:n>+1>"}});
}

TEST(Template, finds_expressions_functions_and_increments) {
  expect_templates({{"`=1+1'", "<exp:1+1>"},
         {"`=`a'*2'", "<exp:<local:a>*2>"},
         {"`: word 2 of `l''", "<fn: word 2 of <local:l>>"},
         {"`:word count `l''", "<fn:word count <local:l>>"},
         {"`: word 1 of \"a b\"'", "<fn: word 1 of \"a b\">"},
         {"`: word 1 of `\"a b\"''", "<fn: word 1 of `\"a b\"'>"},
         {"`++i' `--i' `i++' `i--'", "<++_:i> <--_:i> <_++:i> <_--:i>"}});
}

TEST(Template, drops_the_backslash_that_stops_a_reference) {
  expect_templates({{"D:\\out\\`f'", "D:\\out`f'"},
         {"\\$x", "$x"},
         {"a\\b\\", "a\\b\\"},
         {"\\\\`f'", "\\<local:f>"},
         {"\\\\\\`f'", "\\`f'"},
         {"\\\\ `f'", "\\\\ <local:f>"},
         {"\\\\$5", "\\\\$5"}});
}

TEST(Template, leaves_what_is_no_reference_alone) {
  expect_templates({{"A'*B", "A'*B"},
         {"it's", "it's"},
         {"a ` b", "a ` b"},
         {"`\"it's\"'", "`\"it's\"'"},
         {"${x", "${x"},
         {"}", "}"},
         {"mat C = A' * `B''", "mat C = A' * <local:B>'"}});
}

TEST(Template, knows_the_place_of_every_piece) {
  const std::string text = "a `b' \\$c ${d}";
  const ast::Template t = parse_template(text);
  ASSERT_EQ(t.pieces.size(), 6U);
  const std::vector<const char*> expected = {"a ", "`b'", " ", "\\$", "c ", "${d}"};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const ast::Span s = t.pieces[i].span;
    EXPECT_EQ(text.substr(s.begin, s.end - s.begin), expected[i]);
  }
  EXPECT_EQ(t.span, (ast::Span{0, 14}));
  EXPECT_TRUE(t.has_macro());
  EXPECT_FALSE(parse_template("reg y x").has_macro());
}

}  // namespace
}  // namespace nqp::grammar::test
