// Variable lists and number lists.
#include <gtest/gtest.h>

#include "tests/grammar/trees.hpp"

namespace nqp::grammar::test {
namespace {

void expect_varlists(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(tree(parse_varlist(c.text)), c.tree) << c.text;
}

TEST(Varlist, reads_names_wildcards_and_ranges) {
  expect_varlists({{"", ""},
         {"x", "[x]"},
         {" y  x1 ", "[y][x1]"},
         {"x* *_x a?b x~z *", "[x*][*_x][a?b][x~z][*]"},
         {"x1-x5 y", "[x1-x5][y]"},
         {"x1 - x5", "[x1-x5]"},
         {"_all", "[_all]"},
         {"_cons", "[_cons]"},
         {"企业 年份", "[企业][年份]"}});
}

TEST(Varlist, reads_time_series_operators) {
  expect_varlists({{"L.x", "[lag,1:x]"},
         {"l2.x", "[lag,2:x]"},
         {"F.x D.x S4.x", "[lead,1:x][diff,1:x][seas,4:x]"},
         {"L(0/3).x", "[lag,0,1,2,3:x]"},
         {"L(-1/1).x", "[lag,-1,0,1:x]"},
         {"L(1 3).x", "[lag,1,3:x]"},
         {"LD.x DL.x", "[lag,1:diff,1:x][diff,1:lag,1:x]"},
         {"L.D.x", "[lag,1:diff,1:x]"},
         {"L.x*", "[lag,1:x*]"},
         {"L.(a b)", "[lag,1:([a][b])]"}});
}

TEST(Varlist, reads_factor_operators) {
  expect_varlists({{"i.g", "[i:g]"},
         {"2.g", "[i,2:g]"},
         {"i2.g", "[i,2:g]"},
         {"i(1/3).g", "[i,1,2,3:g]"},
         {"i(2 3).g", "[i,2,3:g]"},
         {"ib3.g b3.g", "[blevel,3:g][blevel,3:g]"},
         {"ib(last).g ib(first).g ib(freq).g", "[blast:g][bfirst:g][bfreq:g]"},
         {"ibn.g bn.g", "[bnone:g][bnone:g]"},
         {"ib(#2).g", "[blevel,2:g]"},
         {"o3.g io3.g io(2 3).g", "[o,3:g][o,3:g][o,2,3:g]"},
         {"c.x o.x", "[c:x][o:x]"},
         {"1b.g 2o.g 1bn.g 1bo.g", "[b,1:g][o,2:g][bnone,1:g][b,1:o:g]"},
         {"co.x", "[c:o:x]"},
         {"c.L.x cL.x", "[c:lag,1:x][c:lag,1:x]"},
         {"iL2.g", "[i:lag,2:g]"},
         {"i.x*", "[i:x*]"}});
}

TEST(Varlist, reads_interactions_and_groups) {
  expect_varlists({{"a#b", "[a # b]"},
         {"a##b#c.x", "[a ## b # c:x]"},
         {"i.g##c.x i.year", "[i:g ## c:x][i:year]"},
         {"i.(a b)", "[i:([a][b])]"},
         {"c.(x y)#i.g", "[c:([x][y]) # i:g]"},
         {"(a b)#c.x", "[([a][b]) # c:x]"},
         {"i.(a i.b#c)", "[i:([a][i:b # c])]"},
         {"2.g#c.x 1.a#1.b", "[i,2:g # c:x][i,1:a # i,1:b]"}});
}

TEST(Varlist, notes_where_its_parts_stood) {
  const ast::Varlist v = parse_varlist(" y i.g#c.x", 5);
  EXPECT_EQ(v.span, (ast::Span{6, 15}));
  EXPECT_EQ(v.items[0].span, (ast::Span{6, 7}));
  EXPECT_EQ(v.items[1].factors[1].span, (ast::Span{12, 15}));
}

TEST(Varlist, points_at_what_is_no_name) {
  const auto failure = [](const char* text) { return failure_of(text, [](std::string_view t) { parse_varlist(t); }); };
  EXPECT_EQ(failure("y 2x z").code, 198);
  EXPECT_EQ(failure("y 2x z").at, "2x");
  EXPECT_EQ(failure("y x=1").at, "x=1");
  EXPECT_EQ(failure("y (x").code, 132);
  EXPECT_EQ(failure("y x)").code, 132);
  EXPECT_EQ(failure("i(a).g").at, "i(a).g");
  EXPECT_EQ(failure("a# b").code, 198);
  EXPECT_EQ(failure("y x，detail").at, "，");
  EXPECT_EQ(failure("y x　z").notes,
            std::vector<std::string>{"type blanks and punctuation in their ASCII form, here a blank"});
  EXPECT_EQ(failure("x local(l)").notes, std::vector<std::string>{"options stand behind a comma: , local(l)"});
}

using Numbers = std::vector<double>;

TEST(Numlist, writes_out_ranges) {
  EXPECT_EQ(parse_numlist("1 2 3"), (Numbers{1, 2, 3}));
  EXPECT_EQ(parse_numlist("1/5"), (Numbers{1, 2, 3, 4, 5}));
  EXPECT_EQ(parse_numlist("3/1"), (Numbers{3, 2, 1}));
  EXPECT_EQ(parse_numlist("1(2)9"), (Numbers{1, 3, 5, 7, 9}));
  EXPECT_EQ(parse_numlist("1[2]9"), (Numbers{1, 3, 5, 7, 9}));
  EXPECT_EQ(parse_numlist("10(-4)1"), (Numbers{10, 6, 2}));
  EXPECT_EQ(parse_numlist("1 2 to 4"), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(parse_numlist("1 3:7"), (Numbers{1, 3, 5, 7}));
  EXPECT_EQ(parse_numlist("5 1/3 10 20 to 40 -1.5"), (Numbers{5, 1, 2, 3, 10, 20, 30, 40, -1.5}));
  EXPECT_EQ(parse_numlist(" 1 / 3 "), (Numbers{1, 2, 3}));
}

TEST(Numlist, reaches_its_end_in_spite_of_rounding) {
  EXPECT_EQ(parse_numlist("0(.1)1").size(), 11U);
  EXPECT_EQ(parse_numlist("0(.05).95").size(), 20U);
}

TEST(Numlist, fails_with_its_own_codes) {
  const auto code = [](const char* text) {
    return failure_of(text, [](std::string_view t) { parse_numlist(t); }).code;
  };
  EXPECT_EQ(code(""), 121);
  EXPECT_EQ(code("a"), 121);
  EXPECT_EQ(code("1/"), 121);
  EXPECT_EQ(code("1(0)5"), 121);
  EXPECT_EQ(code("1(-1)5"), 121);
  EXPECT_EQ(code("1/1000000000000"), 123);
}

}  // namespace
}  // namespace nqp::grammar::test
