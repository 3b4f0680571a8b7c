// Heads, arguments, options, loop headers, word lists.
#include <gtest/gtest.h>

#include "tests/grammar/trees.hpp"

namespace nqp::grammar::test {
namespace {

// prefix{text}… name|rest
std::string parsed_head(const char* text) {
  const ast::Head h = parse_head(text, classify);
  std::string out;
  for (const auto& p : h.prefixes) out += p.name + "{" + p.text + "} ";
  return out + h.name + "|" + h.rest;
}

TEST(Head, takes_prefixes_off_in_any_order) {
  EXPECT_EQ(parsed_head("reg y x, r"), "reg|y x, r");
  EXPECT_EQ(parsed_head("qui reg y x"), "qui{} reg|y x");
  EXPECT_EQ(parsed_head("qui: reg y x"), "qui{} reg|y x");
  EXPECT_EQ(parsed_head("cap n : reg y"), "cap{} n{} reg|y");
  EXPECT_EQ(parsed_head("capture quietly: by id (year), sort: gen d=x-x[_n-1]"),
            "capture{} quietly{} by{id (year), sort} gen|d=x-x[_n-1]");
  EXPECT_EQ(parsed_head("bysort id: qui su x"), "bysort{id} qui{} su|x");
  EXPECT_EQ(parsed_head("eststo: reg y x"), "eststo{} reg|y x");
  EXPECT_EQ(parsed_head("eststo m1 : reg y x"), "eststo{m1} reg|y x");
  EXPECT_EQ(parsed_head("eststo clear"), "eststo|clear");
  EXPECT_EQ(parsed_head("bootstrap r(a:b), reps(5) \"c:d\" : prog x"), "bootstrap{r(a:b), reps(5) \"c:d\"} prog|x");
  EXPECT_EQ(parsed_head("version 13: reg y x"), "version{13} reg|y x");
  EXPECT_EQ(parsed_head("version 13"), "version|13");
  EXPECT_EQ(parsed_head("quietly"), "quietly{} |");
  EXPECT_EQ(parsed_head("  "), "|");
}

TEST(Head, ends_the_word_where_the_name_ends) {
  EXPECT_EQ(parsed_head("di\"x\""), "di|\"x\"");
  EXPECT_EQ(parsed_head("gen x=1"), "gen|x=1");
  EXPECT_EQ(parsed_head("test(x=0)"), "test|(x=0)");
  EXPECT_EQ(parsed_head("clear,all"), "clear|,all");
  EXPECT_EQ(parsed_head("mata: st_x(1)"), "mata|: st_x(1)");
  EXPECT_EQ(parsed_head("!ls -l"), "!|ls -l");
  EXPECT_EQ(parsed_head("_b[x]"), "_b|[x]");
  EXPECT_EQ(parsed_head("命令 x"), "命令|x");
}

TEST(Head, notes_where_its_parts_stood) {
  const ast::Head h = parse_head("qui bysort id (t): gen  x = 1 ", classify);
  EXPECT_EQ(h.prefixes[1].name_span, (ast::Span{4, 10}));
  EXPECT_EQ(h.prefixes[1].text_span, (ast::Span{11, 17}));
  EXPECT_EQ(h.name_span, (ast::Span{19, 22}));
  EXPECT_EQ(h.rest_span, (ast::Span{24, 29}));
}

TEST(Head, refuses_what_is_no_command_word) {
  const Failure f = failure_of("<<<<<<< HEAD", [](std::string_view t) { parse_head(t, classify); });
  EXPECT_EQ(f.code, 199);
  EXPECT_EQ(f.at, "<<<<<<<");
}

// The canonical text names every part once, which makes a short test.
std::string arguments(const char* text) { return unparse(parse_arguments(text)); }

TEST(Arguments, splits_the_common_syntax) {
  EXPECT_EQ(arguments("y x1 x2 if a==1&b in 1/10 [aw=w], vce(cluster id) r"),
            "y x1 x2 if a == 1 & b in 1/10 [aw=w], vce(cluster id) r");
  EXPECT_EQ(arguments("[fweight = n*2] in 5 if x"), "if x in 5 [fweight=n * 2]");
  EXPECT_EQ(arguments("x=y+1 if z"), "x = y + 1 if z");
  EXPECT_EQ(arguments("byte x = (a==b)"), "byte x = a == b");
  EXPECT_EQ(arguments("using \"a b.dta\", clear"), "using \"a b.dta\", clear");
  EXPECT_EQ(arguments("id using `\"a \"b\"\"'"), "id using `\"a \"b\"\"'");
  EXPECT_EQ(arguments("x y using f.dta if x>1, clear"), "x y if x > 1 using \"f.dta\", clear");
  EXPECT_EQ(arguments("using a.dta b.dta"), "using \"a.dta\" \"b.dta\"");
  EXPECT_EQ(arguments("x if(a)"), "x if a");
  EXPECT_EQ(arguments("x[aw=w]"), "x [aw=w]");
  EXPECT_EQ(arguments("[=n]"), "[=n]");
  EXPECT_EQ(arguments(""), "");
  EXPECT_EQ(arguments(","), ",");
}

TEST(Arguments, knows_keywords_only_as_whole_words) {
  EXPECT_EQ(parse_arguments("iffy inside x_in using_it").varlist->items.size(), 4U);
  EXPECT_EQ(parse_arguments("x if inlist(a,1)").body, "x");
  EXPECT_FALSE(parse_arguments("(a if b) \"c if d\"").condition);
  EXPECT_FALSE(parse_arguments("x[_n-1] y[i==1]").weight);
}

TEST(Arguments, takes_rows_as_written) {
  const auto rows = [](const char* text) {
    const auto range = parse_arguments(text).range;
    return range->first + ".." + range->last;
  };
  EXPECT_EQ(rows("x in 5"), "5..5");
  EXPECT_EQ(rows("x in 1/10"), "1..10");
  EXPECT_EQ(rows("x in -3/l"), "-3..l");
  EXPECT_EQ(rows("x in F/5"), "f..5");
  EXPECT_EQ(rows("x in -1"), "-1..-1");
  EXPECT_EQ(rows("x in 1 / 10 if y"), "1..10");
}

TEST(Arguments, offers_a_variable_list_only_when_the_body_reads_as_one) {
  EXPECT_EQ(tree(*parse_arguments("y i.g##c.x L(1/2).z if x").varlist), "[y][i:g ## c:x][lag,1,2:z]");
  EXPECT_FALSE(parse_arguments("1:1 id").varlist);
  EXPECT_FALSE(parse_arguments("y (x = z)").varlist);
  EXPECT_FALSE(parse_arguments("\"text\"").varlist);
  EXPECT_FALSE(parse_arguments("").varlist);
  EXPECT_EQ(parse_arguments("1:1 id using f").body, "1:1 id");
}

TEST(Arguments, notes_where_its_parts_stood) {
  const ast::Arguments a = parse_arguments("y x if z==1 [aw=w] using f.dta, r(ab )", 100);
  EXPECT_EQ(a.body_span, (ast::Span{100, 103}));
  EXPECT_EQ(a.varlist->items[1].span, (ast::Span{102, 103}));
  EXPECT_EQ(a.condition->span, (ast::Span{107, 111}));
  EXPECT_EQ(a.weight->span, (ast::Span{112, 118}));
  EXPECT_EQ(a.using_span, (ast::Span{125, 130}));
  EXPECT_EQ(a.options[0].name_span, (ast::Span{132, 133}));
  EXPECT_EQ(a.options[0].argument_span, (ast::Span{134, 136}));
}

std::string options(const char* text) {
  std::string out;
  for (const auto& o : parse_options(text)) out += o.name + (o.has_argument ? "<" + o.argument + ">" : "") + ";";
  return out;
}

TEST(Options, keep_their_arguments_as_text) {
  EXPECT_EQ(options("r cluster(id) b( %6.3f ) nogap"), "r;cluster<id>;b<%6.3f>;nogap;");
  EXPECT_EQ(options("legend(order(1 \"a)\" 2 `\"b\"c)\"') pos(6)) x"),
            "legend<order(1 \"a)\" 2 `\"b\"c)\"') pos(6)>;x;");
  EXPECT_EQ(options("absorb(fe1=id#year c.t#id, savefe)"), "absorb<fe1=id#year c.t#id, savefe>;");
  EXPECT_EQ(options("star(* 0.1 ** 0.05)"), "star<* 0.1 ** 0.05>;");
  EXPECT_EQ(options("by (g) title([x)"), "by<g>;title<[x>;");
  EXPECT_EQ(options("a()"), "a<>;");
  EXPECT_EQ(options(""), "");
}

struct WrongCommand {
  const char* text;
  int code;
  const char* at;
};

TEST(Arguments, points_at_what_is_wrong) {
  const std::vector<WrongCommand> cases = {
      {"x if y = 3", 198, "= 3"}, {"x if", 198, ""},         {"x in abc", 198, "abc"},       {"x in 1/", 198, "1/"},
      {"x if a if b", 198, " b"}, {"x using", 198, "using"}, {"x, a(b", 132, "("},           {"x (a", 132, "("},
      {"x) y", 132, ")"},         {"x \"abc", 132, "\"abc"}, {"x, t(\"abc)", 132, "\"abc)"}, {"x, r, k", 198, ","},
      {"x, r = 1", 198, "="},     {"x [aw=w", 132, "["},     {"x [aw=]", 198, ""},           {"x = ", 198, ""},
      {"x = = 1", 198, "="}};
  for (const WrongCommand& c : cases) {
    const Failure f = failure_of(c.text, [](std::string_view t) { parse_arguments(t); });
    EXPECT_EQ(f.code, c.code) << c.text;
    EXPECT_EQ(f.at, c.at) << c.text;
  }
}

TEST(LoopHeader, reads_the_lists_of_foreach) {
  using Source = ForeachHeader::Source;
  const auto expect = [](const char* text, const char* name, Source source, const char* list) {
    const ForeachHeader h = parse_foreach(text);
    EXPECT_EQ(h.name, name) << text;
    EXPECT_EQ(h.source, source) << text;
    EXPECT_EQ(h.list, list) << text;
  };
  expect("x in a \"b c\" 3 ", "x", Source::in, "a \"b c\" 3");
  expect("x in", "x", Source::in, "");
  expect("x of local l", "x", Source::local, "l");
  expect("x of global g", "x", Source::global, "g");
  expect("v of varlist x* y", "v", Source::varlist, "x* y");
  expect("v of var x*", "v", Source::varlist, "x*");
  expect("n of numlist 1/3", "n", Source::numlist, "1/3");
  expect("n of newlist a1-a3", "n", Source::newlist, "a1-a3");
  for (const char* text : {"", "x", "x a b", "x of", "x of list a", "in a b"})
    EXPECT_EQ(failure_of(text, [](std::string_view t) { parse_foreach(t); }).code, 198) << text;
}

TEST(LoopHeader, reads_the_range_of_forvalues) {
  const auto expect = [](const char* text, double first, double step, double last) {
    const ForvaluesHeader h = parse_forvalues(text);
    EXPECT_EQ(h.name, "i") << text;
    EXPECT_EQ(h.first, first) << text;
    EXPECT_EQ(h.step, step) << text;
    EXPECT_EQ(h.last, last) << text;
  };
  expect("i = 1/5", 1, 1, 5);
  expect("i=1(2)9", 1, 2, 9);
  expect("i=10(-1)1", 10, -1, 1);
  expect("i = 1 3 to 9", 1, 2, 9);
  expect("i = 5 10:25", 5, 5, 25);
  expect("i = -.5(.25).5", -.5, .25, .5);
  for (const char* text : {"i", "i = ", "= 1/5", "i = 1/", "i = 1 2", "i = 1/2 3/4", "i = a/b"})
    EXPECT_EQ(failure_of(text, [](std::string_view t) { parse_forvalues(t); }).code, 198) << text;
}

TEST(Words, keep_quoted_text_together) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(split_words(" a  b "), (Words{"a", "b"}));
  EXPECT_EQ(split_words("\"a b\" c"), (Words{"a b", "c"}));
  EXPECT_EQ(split_words("\"a b\" c", false), (Words{"\"a b\"", "c"}));
  EXPECT_EQ(split_words("`\"a \"b\" c\"' d"), (Words{"a \"b\" c", "d"}));
  EXPECT_EQ(split_words("x=\"a b\" c"), (Words{"x=\"a b\"", "c"}));
  EXPECT_EQ(split_words("\"a\"b"), (Words{"a", "b"}));
  EXPECT_EQ(split_words("\"open quote"), (Words{"\"open quote"}));
  EXPECT_EQ(split_words("\"\" x"), (Words{"", "x"}));
  EXPECT_EQ(split_words(""), Words{});
}

}  // namespace
}  // namespace nqp::grammar::test
