// parse(unparse(tree)) is the tree, and canonical text comes back unchanged: on written examples and on random trees
// (own generator, fixed seeds).
#include <gtest/gtest.h>

#include "tests/grammar/trees.hpp"

namespace nqp::grammar::test {
namespace {

TEST(Unparse, gives_canonical_expressions_back) {
  for (const char* text : {"a + b * c",
                           "(a + b) * c",
                           "-2^2",
                           "(-2)^2",
                           "2^-1",
                           "2^-(3^2)",
                           "a - (b - c)",
                           "(a - b) - c",
                           "!a == b",
                           "!(a == b)",
                           "(a | b) & c",
                           "a == 1 | b != 2",
                           "--a",
                           "!-a",
                           "-!a",
                           "!(a^2)",
                           "x[_n - 1]",
                           "e(b)[1, 2]",
                           "_b[eq:2.g] / _se[x]",
                           "f(a, \"b\", `\"c \"d\"\"')",
                           "L2.x + 2.g",
                           ".a >= .5",
                           "td(1mar2019)",
                           "(a + b)[1]",
                           "(_b)[1]",
                           "1.5e-3",
                           "a^(b^c)",
                           "(a^b)^c",
                           "a * -b"})
    EXPECT_EQ(unparse(*parse_expression(text)), text);
}

TEST(Unparse, gives_canonical_matrix_expressions_back) {
  for (const char* text : {"A' * B", "(1, 2 \\ 3, 4)", "(A + B)'", "(1, (2, 3))", "((A \\ B), C)", "A[1...]",
                           "A[1.. 2, (.)...]", "inv(X' * X)", "A''", "-A'", "A # B", "(A # B) # C", "A # (B # C)",
                           "(A # B)[1, 2]", "A # B * C", "A # (B * C)", "(A + B) # -C", "el(A # B, 1, 2)"})
    EXPECT_EQ(unparse(*parse_matrix_expression(text)), text);
}

TEST(Unparse, gives_canonical_variable_lists_back) {
  for (const char* text :
       {"y x1-x5 x* _all", "L.x L2.x L(0/3).x L(1 3).x LD.x S4.x", "i.g 2.g i(1/3).g ib3.g ib(last).g ibn.g",
        "1b.g 2o.g 1bn.g 1bo.g co.x c.L.x", "a#b##c.x", "i.(a b) c.(x y)#i.g (a b)#c.x", ""})
    EXPECT_EQ(unparse(parse_varlist(text)), text);
}

TEST(Unparse, gives_canonical_commands_back) {
  for (const char* text :
       {"y x if a == 1 in 1/5 [aw=w] using \"f.dta\", r cluster(id)", "x = y + 1", ", clear", "x in -1"})
    EXPECT_EQ(unparse(parse_arguments(text)), text);
  for (const char* text :
       {"quietly: bysort id (t): gen x = 1", "eststo: reg y x", "bootstrap, reps(5): su x", "reg y x"})
    EXPECT_EQ(unparse(parse_head(text, classify)), text);
}

TEST(Unparse, gives_canonical_templates_back) {
  for (const char* text : {"reg `y' $x ${x}y ${a`i'} `x`i''", "`=1+`a'' `: word 1 of `l'' `++i' `i--' `macval(x)'",
                           "D:\\a\\\\`f'", "\\`x \\$y $5", "`\"`x'\"' \\\\\\`f", "it's A' * B", "$a$b $x."})
    EXPECT_EQ(unparse(parse_template(text)), text);
}

TEST(Unparse, gives_canonical_scripts_back) {
  const std::string text =
      "foreach x of local l {\n  if `x' == 1 {\n    di 1\n  }\n  else if $b {\n    di 2\n  }\n  else {\n    di 3\n  "
      "}\n}\n"
      "quietly {\n  forvalues i = 1/3 {\n    su x`i'\n  }\n}\nprogram define p, rclass\n  args a\nend\n"
      "input x y\n1 2\n 3 4\nend\nmata\nx = 1\nend\nwhile `i' {\n}\n";
  EXPECT_EQ(unparse(parse_script(text)), text);
}

// --- random text ----------------------------------------------------------------------------------------------------

std::string random_expression(Random& r, int depth, bool matrix) {
  const auto inner = [&] { return random_expression(r, depth - 1, matrix); };
  if (depth == 0)
    return r.one_of(
        {"a",   "1",       ".5",   "2.",    "1e3",        ".",          ".z",   "\"s t\"", "`\"q \"r\"\"'", "_n",
         "L.x", "2.g#c.x", "e(N)", "_b[x]", "_b[eq:1.g]", "[eq]_se[x]", "企业", "f()",     "td(1jan2000)",  "_pi"});
  switch (r.below(matrix ? 13 : 9)) {
    case 0: return "(" + inner() + ")";
    case 1: return r.one_of({"-", "!", "+", "~", "- ", "! "}) + inner();
    case 2: return r.one_of({"f(", "max (", "inlist( "}) + inner() + "," + inner() + " )";
    case 3: return "x[" + inner() + "]";
    case 4: return inner() + r.one_of({"^", " ^ "}) + inner();
    case 9: return "(" + inner() + "," + inner() + ")";
    case 10: return "(" + inner() + "\\" + inner() + ",1)";
    case 11: return "(" + inner() + ")'";
    case 12: return "A[" + inner() + r.one_of({"...", ".. "}) + ", 1]";
    default:
      return inner() + r.one_of({"+", " - ", "*", "/", "==", " != ", "~=", "<", "<=", ">", ">=", "&", " | "}) + inner();
  }
}

TEST(Unparse, survives_a_second_reading_of_random_expressions) {
  Random r(1);
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    const bool matrix = r.below(2) == 1;
    const std::string text = random_expression(r, static_cast<int>(r.below(5)), matrix);
    const auto parse = [&](const std::string& t) { return matrix ? parse_matrix_expression(t) : parse_expression(t); };
    ast::ExpressionPtr first;
    try {
      first = parse(text);
    } catch (const Error&) {
      continue;  // e.g. "1.. 1" behind another dot
    }
    ++read;
    const std::string canonical = unparse(*first);
    ast::ExpressionPtr second;
    ASSERT_NO_THROW(second = parse(canonical)) << text << "  →  " << canonical;
    ASSERT_TRUE(ast::same(*first, *second)) << text << "  →  " << canonical;
    ASSERT_EQ(unparse(*second), canonical);
  }
  EXPECT_GT(read, 15000);
}

std::string random_factor(Random& r, int depth) {
  std::string out =
      r.one_of({"",     "",    "i.",  "c.",        "2.",      "ib3.", "L.", "L(0/2).", "L(1 3)D.", "cL2.",
                "ibn.", "1b.", "co.", "ib(last).", "i(2/4).", "F2.",  "S.", "o.",      "1bo.",     "3o."});
  if (depth == 0 || r.below(4) != 0) return out + r.one_of({"x", "y1", "企业", "x*", "a?b", "_all", "a-c"});
  out += "(" + random_factor(r, depth - 1);
  if (r.below(2) == 0) out += " " + random_factor(r, depth - 1);
  return out + ")";
}

TEST(Unparse, survives_a_second_reading_of_random_variable_lists) {
  Random r(2);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::size_t n = r.below(4); n > 0; --n) {
      text += " " + random_factor(r, 2);
      while (r.below(3) == 0) text += r.one_of({"#", "##"}) + random_factor(r, 1);
    }
    const ast::Varlist first = parse_varlist(text);
    const std::string canonical = unparse(first);
    ASSERT_TRUE(ast::same(first, parse_varlist(canonical))) << text << "  →  " << canonical;
    ASSERT_EQ(unparse(parse_varlist(canonical)), canonical);
  }
}

TEST(Unparse, survives_a_second_reading_of_random_commands) {
  Random r(3);
  for (int i = 0; i < 10000; ++i) {
    std::string text = r.one_of({"", "y x", "y i.g##c.x", "(x = z)", "1:1 id", "\"a, if\""});
    if (r.below(3) == 0) text += " = " + random_expression(r, 2, false);
    std::vector<std::string> parts = {" if " + random_expression(r, 2, false),
                                      r.one_of({" in 1/5", " in -3/L", " in 7"}),
                                      " [aw=" + random_expression(r, 1, false) + "]", " using \"a b\""};
    while (!parts.empty()) {
      const std::size_t k = r.below(parts.size());
      if (r.below(2) == 0) text += parts[k];
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(k));
    }
    if (r.below(2) == 0) text += r.one_of({",", ", r", ",cluster( id ) r", ", title(\"a)\" `\"b\"')"});
    ast::Arguments first;
    ASSERT_NO_THROW(first = parse_arguments(text)) << text;
    const std::string canonical = unparse(first);
    ASSERT_EQ(unparse(parse_arguments(canonical)), canonical) << text;
  }
}

std::string random_template(Random& r, int depth) {
  std::string out;
  for (std::size_t n = 1 + r.below(4); n > 0; --n) {
    const std::string inner = depth == 0 ? "x" : random_template(r, depth - 1);
    switch (r.below(8)) {
      case 0: out += "`" + inner + "'"; break;
      case 1: out += "${" + inner + "}"; break;
      case 2: out += "`=" + inner + "'"; break;
      case 3: out += "`:" + inner + "'"; break;
      case 4: out += r.one_of({"$x", "$x_1", "`++i'", "`i--'", "`macval(z)'", "$`g'"}); break;
      default: out += r.one_of({"a", " ", "\\`", "\\$", "\\", "\\\\", "$5", "$ ", "1", "企", ".", "_"}); break;
    }
  }
  return out;
}

TEST(Unparse, survives_a_second_reading_of_random_templates) {
  Random r(4);
  for (int i = 0; i < 50000; ++i) {
    const std::string text = random_template(r, static_cast<int>(r.below(3)));
    const ast::Template first = parse_template(text);
    const std::string canonical = unparse(first);
    ASSERT_TRUE(same(first.pieces, parse_template(canonical).pieces)) << text << "  →  " << canonical;
    ASSERT_EQ(unparse(parse_template(canonical)), canonical) << text;
  }
}

void random_statements(Random& r, int depth, bool in_program, std::string& out) {
  for (std::size_t n = r.below(4); n > 0; --n) {
    const auto block = [&](const std::string& head) {
      out += head + r.one_of({" {\n", "{ // c\n", " { /* c */\n"});
      random_statements(r, depth - 1, in_program, out);
      out += r.one_of({"}\n", "  } // c\n"});
    };
    switch (depth == 0 ? 0 : r.below(9)) {
      case 1: block("foreach x in a `b'"); break;
      case 2: block("forv i = 1/`n'"); break;
      case 3: block("while `i' < 3"); break;
      case 4:
        block(r.one_of({"if `a' == 1", "if \"`x'\"!=\"\""}));
        if (r.below(2) == 0) block("else if $b");
        if (r.below(2) == 0) block("else");
        break;
      case 5: block(r.one_of({"qui", "capture noisily", "frame f"})); break;
      case 6:
        out += r.one_of({"if `a' == 1 di 1\n", "if _rc { exit }\n", "qui foreach x in 1 { di `x' }\n"});
        if (r.below(2) == 0 && out[out.size() - 2] != '}') out += "else di 2\n";
        break;
      case 7:
        if (in_program) break;
        out += "program define list, rclass\n";
        random_statements(r, depth - 1, true, out);
        out += "end\n";
        break;
      case 8: out += r.one_of({"input x y\n1 `a\n* 2\nend\n", "mata:\n x = {\nend\n"}); break;
      default:
        out += r.one_of({"di 1\n", "reg `y' ///\n  x, r\n", "* c ///\n c\n", "  gen x = 1 // c\n", "\n",
                         "di \"a // b\" /* c\n c */ 2\n", "local a `\"b \"c\"\"'\n", "use D:\\a\\`f', clear\n"});
    }
  }
}

TEST(Unparse, survives_a_second_reading_of_random_scripts) {
  Random r(5);
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    random_statements(r, 4, false, text);
    ast::Script first;
    ASSERT_NO_THROW(first = parse_script(text)) << text;
    const std::string canonical = unparse(first);
    ast::Script second;
    ASSERT_NO_THROW(second = parse_script(canonical)) << text << "\n→\n" << canonical;
    ASSERT_TRUE(same(first.statements, second.statements)) << text << "\n→\n" << canonical;
    ASSERT_EQ(unparse(second), canonical);
  }
}

// Text of random bytes is read or refused, never anything else; spans stay inside it.
TEST(Parsing, refuses_noise_with_an_error_inside_the_text) {
  Random r(6);
  const std::vector<const char*> tokens = {
      "`",           "'",     "\"",         "`\"",         "\"'",  "(",  ")",  "[",   "]",      "{",
      "}",           "\n",    "///\n",      " // ",        "/*",   "*/", "*",  "if ", "else ",  "foreach x in ",
      "program p\n", "end\n", "#delimit ;", "#delimit cr", ";",    "$",  "${", "\\",  "a",      "1",
      ".",           "..",    "=",          "==",          "&",    "|",  ",",  ":",   "i.",     "L2.",
      "##",          "#",     "企",         "，",          "\xff", "-",  "^",  "in ", "using ", "[aw=",
      "_b[",         "e("};
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (std::size_t n = r.below(16); n > 0; --n) text += tokens[r.below(tokens.size())];
    const std::vector<std::function<void(std::string_view)>> calls = {
        [](std::string_view t) { parse_script(std::string(t)); },
        [](std::string_view t) { parse_head(t, classify); },
        [](std::string_view t) { parse_arguments(t); },
        [](std::string_view t) { parse_expression(t); },
        [](std::string_view t) { parse_matrix_expression(t); },
        [](std::string_view t) { parse_varlist(t); },
        [](std::string_view t) { parse_options(t); },
        [](std::string_view t) { parse_numlist(t); },
        [](std::string_view t) { parse_template(t); }};
    for (const auto& call : calls) ASSERT_NE(failure_of(text, call).at, "(outside)") << text;
    is_complete(text);
    split_words(text);
  }
}

}  // namespace
}  // namespace nqp::grammar::test
