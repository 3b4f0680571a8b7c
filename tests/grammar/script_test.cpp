// Do-files: comments, continuations, quotes, #delimit, blocks.
#include <gtest/gtest.h>

#include "tests/grammar/trees.hpp"

namespace nqp::grammar::test {
namespace {

std::string script(const std::string& text) { return tree(parse_script(text)); }

TEST(Script, drops_comments_where_they_are_comments) {
  EXPECT_EQ(script("* a comment\n  *! another\ndi 1\n"), "di 1\n");
  EXPECT_EQ(script("// a\ndi 1 // b\ndi 2// c\n"), "di 1\ndi 2// c\n");
  EXPECT_EQ(script("di \"http://a.b\"\nuse http://a.b/c\n"), "di \"http://a.b\"\nuse http://a.b/c\n");
  EXPECT_EQ(script("di 2*3\n"), "di 2*3\n");
  EXPECT_EQ(script("di /* a */ 1 /* b /* nested */ c */ + 2\n"), "di 1 + 2\n");
  EXPECT_EQ(script("di \"/* a */ // b\" /* c */\n"), "di \"/* a */ // b\"\n");
  EXPECT_EQ(script("di `\"a \"b // c\" /* d\"' // e\n"), "di `\"a \"b // c\" /* d\"'\n");
  EXPECT_EQ(script("* a /* b\ndi 1\n*/ c\ndi 2\n"), "di 2\n");
  EXPECT_EQ(script("* a ///\n b\ndi 2\n"), "di 2\n");
  EXPECT_EQ(script("/* a\n b */ di 1\n"), "di 1\n");
  EXPECT_EQ(script(""), "");
  EXPECT_EQ(script("\n\n   \n"), "");
}

TEST(Script, joins_lines_by_one_blank) {
  EXPECT_EQ(script("reg y ///\n    x1 /// why\n  x2, r\n"), "reg y x1 x2, r\n");
  EXPECT_EQ(script("reg y /*\n*/ x\n"), "reg y x\n");
  EXPECT_EQ(script("reg y  /* a */  x\n"), "reg y x\n");
  EXPECT_EQ(script("di 1 ///"), "di 1\n");
  EXPECT_EQ(script("if x ///\n {\n di 1\n}\n"), "if x\n  di 1\n");
}

TEST(Script, joins_lines_inside_a_quote_that_its_line_does_not_close) {
  EXPECT_EQ(script("global X \"a b ///\n   c\" // d\ndi 1\n"), "global X \"a b    c\"\ndi 1\n");
  EXPECT_EQ(script("local v `\" \"a\" ///\n \"b\" \"' // c\n"), "local v `\" \"a\"  \"b\" \"'\n");
  EXPECT_EQ(script("di \"a /// b\"\n"), "di \"a /// b\"\n");
}

TEST(Script, lets_an_unbalanced_quote_end_with_its_line) {
  EXPECT_EQ(script("di \"a // b\ndi 2 // c\n"), "di \"a // b\ndi 2\n");
  EXPECT_EQ(script("di `\"a // b\ndi 2 // c\n"), "di `\"a // b\ndi 2\n");
  EXPECT_EQ(script("di \"a {\ndi 2\n"), "di \"a {\ndi 2\n");
}

TEST(Script, switches_delimiters) {
  EXPECT_EQ(script("#delimit ;\nreg y\n  x // a\n , r;\n* b\n c; di 1; di 2;\n#delimit cr\ndi 3\n"),
            "reg y   x   , r\ndi 1\ndi 2\ndi 3\n");
  EXPECT_EQ(script("# delimit ;\ndi \"a;b\";\n#d cr\ndi 3\n"), "di \"a;b\"\ndi 3\n");
  EXPECT_EQ(script("#delimit;\ndi 1"), "di 1\n");
  EXPECT_EQ(script("#delimit ;\nlocal x \"a\nb\";\ndi `\"c\n\"d\"\"';\n"), "local x \"a b\"\ndi `\"c \"d\"\"'\n");
  EXPECT_EQ(script("#delimit ;\nforeach x in a b {;\n di `x';\n};\n"), "foreach x in a b\n  di <local:x>\n");
  EXPECT_EQ(script("#delimit ;\nif x {;\n di 1;\n}\nelse {;\n di 2;\n};\n"), "if x\n  di 1\nelse\n  di 2\n");
}

TEST(Script, accepts_windows_line_ends_and_a_byte_order_mark) {
  EXPECT_EQ(script("\xEF\xBB\xBF"
                   "di 1\r\nreg y ///\r\n x\r\n"),
            "di 1\nreg y x\n");
  EXPECT_EQ(parse_script("a\r\nb\r").source, "a\nb\n");
}

TEST(Script, builds_blocks) {
  EXPECT_EQ(script("foreach x of local l {\n  di 1\n  di 2\n}\n"), "foreach x of local l\n  di 1\n  di 2\n");
  EXPECT_EQ(script("forv i=1/`n' {\nforval j = 1(2)9{\ndi 1\n}\n}\n"),
            "forvalues i=1/<local:n>\n  forvalues j = 1(2)9\n    di 1\n");
  EXPECT_EQ(script("while `i' < 3 {\nlocal ++i\n}\n"), "while <local:i> < 3\n  local ++i\n");
  EXPECT_EQ(script("quietly {\nsu x\n}\ncap noi {\nsu y\n}\n"), "block quietly\n  su x\nblock cap noi\n  su y\n");
  EXPECT_EQ(script("frame f {\nsu x\n}\n"), "block frame f\n  su x\n");
  EXPECT_EQ(script("qui foreach x in a {\ndi 1\n}\n"), "block qui\n  foreach x in a\n    di 1\n");
  EXPECT_EQ(script("quietly: forv i=1/2 {\ndi 1\n}\n"), "block quietly:\n  forvalues i=1/2\n    di 1\n");
  EXPECT_EQ(script("foreach x in a { // c\n di 1\n} // d\n"), "foreach x in a\n  di 1\n");
  EXPECT_EQ(script("foreach x in a { di `x' }\n"), "foreach x in a\n  di <local:x>\n");
  EXPECT_EQ(script("while 1 {\n}\n"), "while 1\n");
}

TEST(Script, builds_chains_of_if_and_else) {
  EXPECT_EQ(script("if a {\ndi 1\n}\nelse if b {\ndi 2\n}\nelse {\ndi 3\n}\n"),
            "if a\n  di 1\nelse\n  if b\n    di 2\n  else\n    di 3\n");
  EXPECT_EQ(script("if a {\ndi 1\n} else {\ndi 2\n}\n"), "if a\n  di 1\nelse\n  di 2\n");
  EXPECT_EQ(script("if a {\ndi 1\n}\n\n* c\nelse di 2\n"), "if a\n  di 1\nelse\n  di 2\n");
  EXPECT_EQ(script("if a di 1\nelse if b di 2\nelse di 3\n"),
            "if a\n  di 1\nelse\n  if b\n    di 2\n  else\n    di 3\n");
  EXPECT_EQ(script("if a { di 1 }\nelse { di 2 }\n"), "if a\n  di 1\nelse\n  di 2\n");
  EXPECT_EQ(script("if a { di 1 } else { di 2 }\ndi 3\n"), "if a\n  di 1\nelse\n  di 2\ndi 3\n");
  EXPECT_EQ(script("if a { di 1 } else {\ndi 2\n}\n"), "if a\n  di 1\nelse\n  di 2\n");
  EXPECT_EQ(script("if a { if b { di 1 } }\n"), "if a\n  if b\n    di 1\n");
  EXPECT_EQ(script("if(a){\ndi 1\n}\n"), "if (a)\n  di 1\n");
  EXPECT_EQ(script("qui if a {\ndi 1\n}\n"), "block qui\n  if a\n    di 1\n");
  EXPECT_EQ(script("if a foreach x in b {\ndi 1\n}\n"), "if a\n  foreach x in b\n    di 1\n");
  EXPECT_EQ(script("if a quietly {\ndi 1\n}\n"), "if a\n  block quietly\n    di 1\n");
  EXPECT_EQ(script("if a {\nif b di 1\nelse di 2\n}\nelse di 3\n"),
            "if a\n  if b\n    di 1\n  else\n    di 2\nelse\n  di 3\n");
}

TEST(Script, splits_a_one_line_if_before_macros_are_expanded) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"if _rc exit", "_rc|exit"},
      {"if `x' exit", "<local:x>|exit"},
      {"if \"`x'\"==\"\" local a 1", "\"<local:x>\"==\"\"|local a 1"},
      {"if `\"`x'\"' != `\"\"' local a 1", "`\"<local:x>\"' != `\"\"'|local a 1"},
      {"if `n' > 3 & `m' display \"x\"", "<local:n> > 3 & <local:m>|display \"x\""},
      {"if (`a'==1) di 2", "(<local:a>==1)|di 2"},
      {"if (`a'==1)di 2", "(<local:a>==1)|di 2"},
      {"if !mi(\"`s'\") drop x", "!mi(\"<local:s>\")|drop x"},
      {"if x[_n-1] == -1 di 1", "x[_n-1] == -1|di 1"},
      {"if $debug di 1", "<global:debug>|di 1"},
      {"if ${debug}==1 `cmd' x", "<global:debug>==1|<local:cmd> x"},
      {"if a`i' >= 1e-5 di 1", "a<local:i> >= 1e-5|di 1"},
      {"if inlist(`k', 1, 2) | r(N)==0 continue", "inlist(<local:k>, 1, 2) | r(N)==0|continue"},
      {"if \"`a'\"!=\"\" & ! `b' qui su x", "\"<local:a>\"!=\"\" & ! <local:b>|qui su x"},
      {"if `=_N' < 5 error 2001", "<exp:_N> < 5|error 2001"},
      {"if mod(`i',10) == 0 di \"`i'\" _c", "mod(<local:i>,10) == 0|di \"<local:i>\" _c"},
      {"if _b[x] > 0 & e(N) == 3 di 1", "_b[x] > 0 & e(N) == 3|di 1"},
      {"if 1 if 2 di 3", "1|"},
      {"if 企业 == 1 di 1", "企业 == 1|di 1"},
      {"if x==. replace x = 1", "x==.|replace x = 1"},
      {"if x>=.a & y drop x", "x>=.a & y|drop x"},
      {"if L.x == 2.g di 1", "L.x == 2.g|di 1"}};
  for (const auto& [text, expected] : cases) {
    const ast::Script s = parse_script(text);
    ASSERT_EQ(s.statements.size(), 1U) << text;
    const ast::Statement& first = s.statements[0];
    ASSERT_EQ(first.body.size(), 1U) << text;
    const bool command = first.body[0].kind == ast::Statement::Kind::command;
    EXPECT_EQ(tree(first.head.pieces) + "|" + (command ? tree(first.body[0].head.pieces) : ""), expected) << text;
  }
}

TEST(Script, takes_all_before_the_brace_as_the_condition) {
  EXPECT_EQ(script("if `a' `op' 3 {\ndi 1\n}\n"), "if <local:a> <local:op> 3\n  di 1\n");
  EXPECT_EQ(script("if `a' `op' 3 { di 1 }\n"), "if <local:a> <local:op> 3\n  di 1\n");
  EXPECT_EQ(script("if x local y ${z}\n"), "if x\n  local y <global:z>\n");
}

TEST(Script, keeps_programs_with_their_source) {
  const std::string text = "program define foo, rclass\n  args a /* c */ b\n  if `a' {\n    exit\n  }\nend\ndi 1\n";
  const ast::Script s = parse_script(text);
  EXPECT_EQ(tree(s), "program foo, rclass\n  args a b\n  if <local:a>\n    exit\ndi 1\n");
  EXPECT_EQ(s.statements[0].source, text.substr(0, text.size() - 6));
  EXPECT_EQ(script("pr de foo\nend\n"), "program foo\n");
  EXPECT_EQ(script("prog foo\nend\n"), "program foo\n");
  EXPECT_EQ(script("cap program drop foo\nprogram drop foo\nprogram list foo\nprogram dir\nprogram\n"),
            "cap program drop foo\nprogram drop foo\nprogram list foo\nprogram dir\nprogram\n");
  EXPECT_EQ(script("capture program define foo\ndi 1\nend\n"), "block capture\n  program foo\n    di 1\n");
  EXPECT_EQ(script("end\n"), "end\n");
}

TEST(Script, keeps_data_rows_and_foreign_languages_untouched) {
  EXPECT_EQ(script("input x str3 y\n 1 \"a // b\"\n* 2\nend\ndi 1\n"),
            "input x str3 y\n  | 1 \"a // b\"\n  |* 2\ndi 1\n");
  EXPECT_EQ(script("mata\nx = `y' // a\n{\nend\ndi 1\n"), "opaque mata\n  |x = `y' // a\n  |{\ndi 1\n");
  EXPECT_EQ(script("mata:\nx\nend\n"), "opaque mata\n  |x\n");
  EXPECT_EQ(script("mata: x = 1\nmata clear\n"), "mata: x = 1\nmata clear\n");
  EXPECT_EQ(script("python:\nprint(\"{\")\nend\n"), "opaque python\n  |print(\"{\")\n");
  EXPECT_EQ(script("#delimit ;\ninput x;\n1\n2\nend;\ndi 1;\n"), "input x\n  |1\n  |2\ndi 1\n");
  EXPECT_EQ(script("program p\nmata\nx\nend\nend\n"), "program p\n  opaque mata\n    |x\n");
}

TEST(Script, ends_with_an_exit_at_the_outermost_level) {
  EXPECT_EQ(script("di 1\nexit\nnotes } {\n"), "di 1\nexit\n");
  EXPECT_EQ(script("exit, clear\n}\n"), "exit, clear\n");
  EXPECT_EQ(script("if 1 {\nexit\n}\ndi 1\n"), "if 1\n  exit\ndi 1\n");
}

TEST(Script, points_every_piece_at_its_source) {
  const std::string text = "reg y /* c */ `x' ///\n  z, r // end\n";
  const ast::Script s = parse_script(text);
  const ast::Statement& statement = s.statements[0];
  EXPECT_EQ(statement.span, (ast::Span{0, 28}));
  EXPECT_EQ(statement.head.span, statement.span);
  std::uint32_t place = 0;
  for (const ast::Piece& p : statement.head.pieces) {
    EXPECT_EQ(p.span.begin, place);
    place = p.span.end;
    const std::string source = text.substr(p.span.begin, p.span.end - p.span.begin);
    if (p.text.size() == source.size() && p.text != " ") {
      EXPECT_EQ(source, p.text);
    }
  }
  EXPECT_EQ(place, 28U);
}

TEST(Script, spans_a_block_from_its_first_to_its_last_byte) {
  const std::string text = "di 0\nif a {\n di 1\n}\nelse {\n di 2\n}\ndi 3\n";
  const ast::Script s = parse_script(text);
  const ast::Span whole = s.statements[1].span;
  EXPECT_EQ(text.substr(whole.begin, whole.end - whole.begin), "if a {\n di 1\n}\nelse {\n di 2\n}");
  const ast::Span inner = s.statements[1].body[0].span;
  EXPECT_EQ(text.substr(inner.begin, inner.end - inner.begin), "di 1");
}

struct WrongScript {
  const char* text;
  const char* at;
  const char* message;
  int code = 198;
};

TEST(Script, points_at_what_is_never_closed) {
  const std::vector<WrongScript> cases = {
      {"di 1\nif a {\ndi 2\n", "{", "the { on line 2 is never closed", 612},
      {"foreach x in a {\nif b {\n}\n", "{", "the { on line 1 is never closed", 612},
      {"di 1\n/* a\n", "/*", "this comment is never closed"},
      {"* a /* b\n", "/*", "this comment is never closed"},
      {"di 1\nprogram p\ndi 2\n", "program p", "the program on line 2 has no end", 612},
      {"program p\nif a {\nend\n", "{", "the { on line 2 is not closed before end"},
      {"program p\nprogram q\nend\n", "program q", "a program cannot be defined inside a program"},
      {"input x\n1\n", "input x", "the lines behind input on line 1 have no end", 612},
      {"di 1\n}\n", "}", "this } closes nothing"},
      {"else di 1\n", "else", "this else follows no if"},
      {"if a di 1\ndi 2\nelse di 3\n", "else", "this else follows no if"},
      {"if a di 1\nelse di 2\nelse di 3\n", "else", "this else follows no if"},
      {"foreach x in a b\n", "foreach x in a b", "{ must end the line of foreach"},
      {"if x { di 1 }}\n", "}", "this } closes nothing"},
      {"if x }\n", "}", "this } closes nothing"},
      {"if\n", "if", "a condition must follow if"},
      {"if {\n}\n", "if {", "a condition must follow if"},
      {"if a\n{\n", "if a", "a command or { must follow if"},
      {"if a { di 1\n}\n", "{ di 1", "{ must end the line of if"}};
  for (const WrongScript& c : cases) {
    const Failure f = failure_of(c.text, [](std::string_view t) { parse_script(std::string(t)); });
    EXPECT_EQ(f.code, c.code) << c.text;
    EXPECT_EQ(f.at, c.at) << c.text;
    EXPECT_EQ(f.message, c.message) << c.text;
  }
}

TEST(Script, keeps_the_statements_in_front_of_what_cannot_be_read) {
  const std::vector<std::pair<const char*, std::size_t>> cases = {
      {"di 1\ndi 2\nif a {\ndi 3\n", 2},
      {"di 1\nif a {\n}\nelse {\ndi 3\n", 2},
      {"if a {\nforeach x in b {\n}\n", 0},
      {"di 1\n}\ndi 2\n", 1},
      {"di 1\nprogram p\ndi 2\n", 1},
      {"di 1\n/* a\n", 1}};
  for (const auto& [text, statements] : cases) {
    const ast::Script s = parse_up_to_error(text);
    EXPECT_TRUE(s.broken) << text;
    EXPECT_EQ(s.statements.size(), statements) << text;
  }
  EXPECT_FALSE(parse_up_to_error("di 1\nif a {\n}\n").broken);
}

TEST(Completeness, asks_for_more_lines_only_where_they_can_help) {
  for (const char* text : {"if x {", "foreach x in a {\ndi 1", "program p", "/* a", "di 1 ///", "di 1 ///\n",
                           "di \"a ///\n", "#delimit ;\ndi 1", "input x\n1", "mata", "if a {\nif b {\n}", "di 1 /* a"})
    EXPECT_FALSE(is_complete(text)) << text;
  for (const char* text : {"", "di 1", "if x {\n}", "di \"a", "else", "}", "#delimit ;\ndi 1;", "* a", "program drop p",
                           "di 1 /* a */", "program p\nend"})
    EXPECT_TRUE(is_complete(text)) << text;
}

}  // namespace
}  // namespace nqp::grammar::test
