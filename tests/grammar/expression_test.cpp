// Expressions: text → tree. The trees follow the precedence table of the language (! ^ sign * + comparison & |).
#include <gtest/gtest.h>

#include "tests/grammar/trees.hpp"

namespace nqp::grammar::test {
namespace {

void expect_expressions(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(tree(*parse_expression(c.text)), c.tree) << c.text;
}

void check_matrix(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(tree(*parse_matrix_expression(c.text)), c.tree) << c.text;
}

TEST(Expression, binds_by_precedence) {
  expect_expressions({{"a+b*c", "(+ a (* b c))"},
         {"a*b+c", "(+ (* a b) c)"},
         {"(a+b)*c", "(* (+ a b) c)"},
         {"-2^2", "(neg (^ 2 2))"},
         {"(-2)^2", "(^ (neg 2) 2)"},
         {"2^-1", "(^ 2 (neg 1))"},
         {"2^-1^2", "(^^ 2 (neg 1) 2)"},
         {"-a*b", "(* (neg a) b)"},
         {"a*-b", "(* a (neg b))"},
         {"a - -b", "(- a (neg b))"},
         {"!a^2", "(^ (! a) 2)"},
         {"!a == b", "(== (! a) b)"},
         {"!(a == b)", "(! (== a b))"},
         {"~a & b", "(& (! a) b)"},
         {"!-a", "(! (neg a))"},
         {"-!a", "(neg (! a))"},
         {"!!a", "(! (! a))"},
         {"+a", "(pos a)"},
         {"a & b | c & d", "(| (& a b) (& c d))"},
         {"a | b & c", "(| a (& b c))"},
         {"a + 1 > b * 2 & c", "(& (> (+ a 1) (* b 2)) c)"}});
}

TEST(Expression, keeps_operators_of_one_level_in_one_flat_chain) {
  expect_expressions({{"a+b-c+d", "(+-+ a b c d)"},
         {"a/b*c", "(/* a b c)"},
         {"a^b^c", "(^^ a b c)"},
         {"a==b!=c<d", "(==!=< a b c d)"},
         {"a|b|c", "(|| a b c)"},
         {"a-(b-c)", "(- a (- b c))"},
         {"(a-b)-c", "(- (- a b) c)"},
         {"((a))", "a"}});
}

TEST(Expression, reads_every_comparison) {
  expect_expressions({{"a==1", "(== a 1)"},
         {"a!=1", "(!= a 1)"},
         {"a~=1", "(!= a 1)"},
         {"a<1", "(< a 1)"},
         {"a<=1", "(<= a 1)"},
         {"a>1", "(> a 1)"},
         {"a>=1", "(>= a 1)"},
         {"a>=-1", "(>= a (neg 1))"},
         {"a!=!b", "(!= a (! b))"}});
}

TEST(Expression, tells_numbers_missing_values_and_terms_apart) {
  expect_expressions({{"1", "1"},
         {".5", ".5"},
         {"1.", "1."},
         {"1.5e-3", "1.5e-3"},
         {"1e3", "1e3"},
         {"1.e3", "1.e3"},
         {".", "."},
         {".a", ".a"},
         {".z+.", "(+ .z .)"},
         {"x==.&y", "(& (== x .) y)"},
         {"x>=.a", "(>= x .a)"},
         {"2.g", "{2.g}"},
         {"2.*g", "(* 2. g)"},
         {"2.5*g", "(* 2.5 g)"},
         {"L.x", "{L.x}"},
         {"l2.x", "{l2.x}"},
         {"LD.x-F.x", "(- {LD.x} {F.x})"},
         {"S4.x", "{S4.x}"},
         {"i.x", "{i.x}"},
         {"ib2.x", "{ib2.x}"},
         {"1b.g", "{1b.g}"},
         {"1.a#c.x", "{1.a#c.x}"},
         {"cL.x", "{cL.x}"},
         {"a#b", "{a#b}"},
         {"x1", "x1"},
         {"_n", "_n"}});
  EXPECT_EQ(parse_expression("1.5e-3")->number, 0.0015);
  EXPECT_EQ(parse_expression("12345")->number, 12345);
  EXPECT_EQ(parse_expression("9007199254740993")->number, 9007199254740992.0);
}

TEST(Expression, reads_strings_with_their_quotes) {
  expect_expressions({{"\"\"", "''"},
         {"\"a b\"", "'a b'"},
         {"`\"a \"b\" c\"'", "`a \"b\" c'"},
         {"`\"a `\"b\"' c\"'", "`a `\"b\"' c'"},
         {"\"a\"+\"b\"", "(+ 'a' 'b')"},
         {"x==\"企业\"", "(== x '企业')"},
         {"\"D:\\\"", "'D:\\'"}});
  EXPECT_TRUE(parse_expression("`\"a\"'")->compound);
  EXPECT_FALSE(parse_expression("\"a\"")->compound);
}

TEST(Expression, reads_calls_subscripts_and_results) {
  expect_expressions({{"runiform()", "(call runiform)"},
         {"f( a , b )", "(call f a b)"},
         {"max(a, b+1)", "(call max a (+ b 1))"},
         {"subinstr(s,\"\",\" \",.)", "(call subinstr s '' ' ' .)"},
         {"x[_n-1]", "(at x (- _n 1))"},
         {"x[1]-x[_N]", "(- (at x 1) (at x _N))"},
         {"A[1,2]", "(at A 1 2)"},
         {"A[1,\"x\"]", "(at A 1 'x')"},
         {"e(N)", "e.N"},
         {"r(mean)*2", "(* r.mean 2)"},
         {"c(pwd)", "c.pwd"},
         {"s(x)", "s.x"},
         {"e(b)[1,2]", "(at e.b 1 2)"},
         {"r(1)", "(call r 1)"},
         {"y(x)", "(call y x)"},
         {"_b[x]", "_b<:x>"},
         {"_se[2.g#c.x]", "_se<:2.g#c.x>"},
         {"_b[_cons]/_se[_cons]", "(/ _b<:_cons> _se<:_cons>)"},
         {"_b[eq:2.g]", "_b<eq:2.g>"},
         {"[eq]_b[x]", "_b<eq:x>"},
         {"[eq]_se[x]", "_se<eq:x>"},
         {"[eq]x", "_b<eq:x>"},
         {"[eq]2.g", "_b<eq:2.g>"},
         {"1-[eq]_cons", "(- 1 _b<eq:_cons>)"}});
}

TEST(Expression, keeps_dates_in_pseudo_functions_as_text) {
  expect_expressions({{"td(1mar2019)", "(call td 1mar2019)"},
         {"tm(2019m3)+1", "(+ (call tm 2019m3) 1)"},
         {"tin(2000q1, 2004q4)", "(call tin 2000q1 2004q4)"},
         {"tin(,2004q4)", "(call tin  2004q4)"},
         {"tc(1jan2000 12:30:00)", "(call tc 1jan2000 12:30:00)"}});
}

TEST(Expression, accepts_names_in_any_script) {
  expect_expressions({{"企业==1", "(== 企业 1)"}, {"année+größe", "(+ année größe)"}, {"ln(工资_2)", "(call ln 工资_2)"}});
}

TEST(Expression, notes_where_everything_stood) {
  const auto e = parse_expression("a + (b*c)", 10);
  EXPECT_EQ(e->span, (ast::Span{10, 19}));
  EXPECT_EQ(e->operands[0].span, (ast::Span{10, 11}));
  EXPECT_EQ(e->operands[1].span, (ast::Span{14, 19}));
  EXPECT_EQ(parse_expression("-x[1]")->span, (ast::Span{0, 5}));
  EXPECT_EQ(parse_expression("f(a, b) + 1")->operands[0].span, (ast::Span{0, 7}));
  EXPECT_EQ(parse_expression("_b[eq:x]+1")->operands[0].span, (ast::Span{0, 8}));
  EXPECT_EQ(parse_expression("[eq]_b[x]+1")->operands[0].span, (ast::Span{0, 9}));
}

TEST(MatrixExpression, joins_transposes_and_takes_ranges) {
  check_matrix({{"A'*B", "(* (' A) B)"},
                {"A''", "(' (' A))"},
                {"(A+B)'", "(' (+ A B))"},
                {"(1,2\\3,4)", "(\\ (, 1 2) (, 3 4))"},
                {"1,2,3", "(, 1 2 3)"},
                {"A\\B\\C", "(\\ A B C)"},
                {"(1,(2,3))", "(, 1 (, 2 3))"},
                {"nullmat(A)\\(1,b)", "(\\ (call nullmat A) (, 1 b))"},
                {"inv(X'*X)*X'*y", "(** (call inv (* (' X) X)) (' X) y)"},
                {"A[1..2,3...]", "(at A (.. 1 2) (.. 3))"},
                {"A[1...,2]", "(at A (.. 1) 2)"},
                {"A[1..3,.]", "(at A (.. 1 3) .)"},
                {"A[\"a\"..\"b\",1]", "(at A (.. 'a' 'b') 1)"},
                {"J(2,2,0)", "(call J 2 2 0)"},
                {"-A", "(neg A)"},
                {"e(V)[1,1]^.5", "(^ (at e.V 1 1) .5)"}});
}

struct WrongExpression {
  const char* text;
  int code;
  const char* at;
  const char* note;
};

void check_errors(const std::vector<WrongExpression>& cases) {
  for (const WrongExpression& c : cases) {
    const Failure f = failure_of(c.text, [](std::string_view t) { parse_expression(t); });
    EXPECT_EQ(f.code, c.code) << c.text;
    EXPECT_EQ(f.at, c.at) << c.text;
    EXPECT_EQ(f.notes.empty() ? "" : f.notes[0], c.note) << c.text;
  }
}

TEST(Expression, points_at_what_is_wrong) {
  check_errors({{"x=1", 198, "=1", "use == to compare"},
                {"(x=1)", 198, "=", "use == to compare"},
                {"a && b", 198, "&", "write & once"},
                {"a || b", 198, "|", "write | once"},
                {"a b", 198, "b", ""},
                {"a b c ", 198, "b c", ""},
                {"a +", 198, "", ""},
                {"", 198, "", ""},
                {"   ", 198, "", ""},
                {"f(a,)", 132, ")", ""},
                {"*a", 198, "*", ""},
                {"a ** b", 198, "*", "powers are written x^2"},
                {"1d2", 198, "1d2", ""},
                {"x，y", 198, "，y", "type blanks and punctuation in their ASCII form, here ,"},
                {"x.y", 198, ".y", ""},
                {"1 + if", 198, "if", ""},
                {"_b[ ]", 132, "]", ""},
                {"A'", 198, "'", "text stands in \"double quotes\", the value of a macro is `name'"},
                {"s == “a”", 198, "“", "type blanks and punctuation in their ASCII form, here \""},
                {"x > 1 and y", 198, "and y", "write & for and"},
                {"x > 1 or y", 198, "or y", "write | for or"},
                {"a\\b", 198, "\\b", ""}});
}

TEST(Expression, has_its_own_code_for_unbalanced_brackets_and_quotes) {
  check_errors({{"(a", 132, "(", ""},
                {"f(a", 132, "(", ""},
                {"x[1", 132, "[", ""},
                {"((a)", 132, "(", ""},
                {"a)", 132, ")", ""},
                {"(a]", 132, "]", ""},
                {"\"abc", 132, "\"abc", "add the closing quote"},
                {"a + `\"b\"", 132, "`\"b\"", "add the closing quote"}});
}

}  // namespace
}  // namespace nqp::grammar::test
