#include "interpreter/report/render.hpp"

#include <gtest/gtest.h>

#include "interpreter/dataset/missing.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/report/terminal_sink.hpp"

namespace nqp::report {
namespace {

std::string drawn(const Document& d, TextOptions o = {}) {
  int column = 0;
  return render_text(d, o, column);
}

// The layout of a coefficient table: two numeric columns stand one blank left of their headings' ends.
Table coefficient_columns() {
  Table t;
  t.columns = {{12, 0, false}, {11, 1, true}, {9, 2, false}, {8, 0, false},
               {5, 3, false},  {9, 4, false}, {9, 3, false}};
  return t;
}

Cell shifted(double value) {
  Cell c = number_cell(value, "%9.0g");
  c.text += " ";
  return c;
}

std::vector<Cell> coefficient_row(const char* name, double b, double se, double t, double p, double low, double high) {
  return {text_cell(name, Align::right),
          shifted(b),
          shifted(se),
          number_cell(t, "%8.2f"),
          number_cell(p, "%5.3f"),
          number_cell(low, "%9.0g"),
          number_cell(high, "%9.0g")};
}

std::vector<Cell> coefficient_heading(const char* outcome) {
  Cell interval = text_cell("[95% conf. interval]", Align::right);
  interval.span = 2;
  return {text_cell(outcome, Align::right),     text_cell("Coefficient", Align::right),
          text_cell("Std. err.", Align::right), text_cell("t ", Align::right),
          text_cell("P>|t|", Align::right),     interval};
}

// Source: layout of the published output of xtreg, fe on the Grunfeld data (Baltagi's Table 2.1 estimates).
TEST(Table, is_drawn_like_a_coefficient_table) {
  Table t = coefficient_columns();
  t.rule();
  t.row(coefficient_heading("invest"));
  t.rule();
  t.row(coefficient_row("mvalue", .1101238, .0118567, 9.2879, 1e-17, .0867345, .1335131));
  t.row(coefficient_row("kstock", .3100653, .0173545, 17.866, 1e-40, .2758308, .3442999));
  t.row(coefficient_row("_cons", -58.74393, 12.45369, -4.717, 0.0000047, -83.31086, -34.177));
  t.rule();
  EXPECT_EQ(drawn(Document{}.add(t)),
            "------------------------------------------------------------------------------\n"
            "      invest | Coefficient  Std. err.      t    P>|t|     [95% conf. interval]\n"
            "-------------+----------------------------------------------------------------\n"
            "      mvalue |   .1101238   .0118567     9.29   0.000     .0867345    .1335131\n"
            "      kstock |   .3100653   .0173545    17.87   0.000     .2758308    .3442999\n"
            "       _cons |  -58.74393   12.45369    -4.72   0.000    -83.31086     -34.177\n"
            "------------------------------------------------------------------------------\n");
}

TEST(Table, aligns_chinese_names_by_display_width) {
  Table t = coefficient_columns();
  t.rule();
  t.row(coefficient_heading("研发投入"));
  t.rule();
  t.row(coefficient_row("企业规模", .25, .125, 2, .046, .004, .496));
  t.row(coefficient_row("_cons", 1, .5, 2, .046, .02, 1.98));
  t.rule();
  EXPECT_EQ(drawn(Document{}.add(t)),
            "------------------------------------------------------------------------------\n"
            "    研发投入 | Coefficient  Std. err.      t    P>|t|     [95% conf. interval]\n"
            "-------------+----------------------------------------------------------------\n"
            "    企业规模 |        .25       .125     2.00   0.046         .004        .496\n"
            "       _cons |          1         .5     2.00   0.046          .02        1.98\n"
            "------------------------------------------------------------------------------\n");
}

TEST(Table, widens_columns_for_their_contents_and_spans_for_theirs) {
  Table t;
  t.columns = {{3, 0, false}, {3, 1, true}, {3, 1, false}};
  Cell wide = text_cell("a heading over two", Align::centre);
  wide.span = 2;
  t.row({text_cell(""), wide});
  t.rule();
  t.row({text_cell("longer"), text_cell("1", Align::right), text_cell("2", Align::right)});
  EXPECT_EQ(drawn(Document{}.add(t)),
            "       | a heading over two\n"
            "-------+-------------------\n"
            "longer |   1              2\n");
}

TEST(Table, leaves_blanks_for_missing_cells_and_keeps_bars) {
  Table t;
  t.columns = {{4, 0, false}, {4, 1, true}};
  t.row({text_cell("g", Align::right)});
  t.blank();
  t.row({text_cell("2", Align::right), number_cell(data::missing, "%9.0g")});
  EXPECT_EQ(drawn(Document{}.add(t)),
            "   g |\n"
            "\n"
            "   2 |    .\n");
}

TEST(Table, stands_at_its_indent_and_shows_data_text_printably) {
  Table t;
  t.indent = 2;
  t.columns = {{2, 0, false}};
  t.rule();
  t.row({text_cell("a\x1b[2J")});
  EXPECT_EQ(drawn(Document{}.add(t)), "  -----\n  a\uFFFD[2J\n");
}

// Source: the heads of xtreg and regress in the manuals, both 78 columns wide.
TEST(Header, aligns_pairs_at_the_right) {
  Header h;
  h.left = {"Fixed-effects (within) regression", "Group variable: firm"};
  h.right = {{"Number of obs", "200"}, {"Number of groups", "10"}, {"", ""}, {"F(2, 188)", "309.01"}};
  EXPECT_EQ(drawn(Document{}.add(h)),
            "Fixed-effects (within) regression               Number of obs     =        200\n"
            "Group variable: firm                            Number of groups  =         10\n"
            "\n"
            "                                                F(2, 188)         =     309.01\n");
}

TEST(Header, is_narrower_beside_a_wide_left_part) {
  Header h;
  h.left = {"      Source |       SS           df       MS", "-------------+----------------------------------"};
  h.right = {{"Number of obs", "74"}, {"F(2, 71)", "14.74"}};
  EXPECT_EQ(drawn(Document{}.add(h)),
            "      Source |       SS           df       MS      Number of obs   =        74\n"
            "-------------+----------------------------------   F(2, 71)        =     14.74\n");
}

TEST(Header, lets_pairs_wait_below_a_line_that_is_too_long) {
  Header h;
  h.left = {std::string(60, 'x'), "short"};
  h.right = {{"Number of obs", "74"}};
  EXPECT_EQ(
      drawn(Document{}.add(h)),
      std::string(60, 'x') + "\nshort                                              Number of obs   =        74\n");
}

TEST(Paragraph, ends_its_line_unless_open) {
  Document d;
  d.add(Paragraph{{{"a = ", Style::text}, {"1", Style::result}}, true});
  int column = 0;
  EXPECT_EQ(render_text(d, {}, column), "a = 1");
  EXPECT_EQ(column, 5);
  EXPECT_EQ(render_text(Document{}.line(" b"), {}, column), " b\n");
  EXPECT_EQ(column, 0);
  EXPECT_EQ(drawn(Document{}.blank().line("x\ny")), "\nx\ny\n");
}

TEST(Paragraph, wraps_long_lines_with_a_mark) {
  TextOptions o;
  o.width = 12;
  EXPECT_EQ(drawn(Document{}.line("one two three four"), o), "one two \n> three four\n");
  EXPECT_EQ(drawn(Document{}.line("abcdefghijklmnop"), o), "abcdefghijkl\n> mnop\n");
  EXPECT_EQ(drawn(Document{}.line("中文中文中文中文"), o), "中文中文中文\n> 中文\n");
  o.wrap = false;
  EXPECT_EQ(drawn(Document{}.line("abcdefghijklmnop"), o), "abcdefghijklmnop\n");
}

TEST(Paragraph, expands_tabs_and_hides_control_characters) {
  EXPECT_EQ(drawn(Document{}.line("ab\tc")), "ab      c\n");
  EXPECT_EQ(drawn(Document{}.line("a\x07")), "a\uFFFD\n");
}

TEST(Paragraph, is_coloured_by_style_only_when_asked) {
  TextOptions o;
  o.colour = true;
  EXPECT_EQ(drawn(Document{}.line("bad", Style::error), o), "\x1b[31mbad\x1b[0m\n");
  EXPECT_EQ(drawn(Document{}.line("plain"), o), "plain\n");
  EXPECT_EQ(drawn(Document{}.line("bad", Style::error)), "bad\n");
}

TEST(Document, starts_tables_on_a_fresh_line) {
  Document d;
  d.add(Paragraph{{{"open", Style::text}}, true});
  Table t;
  t.columns = {{1, 0, false}};
  t.row({text_cell("x")});
  d.append(Document{}.add(t));
  EXPECT_EQ(drawn(d), "open\nx\n");
}

TEST(NumberCell, keeps_the_number_behind_the_text) {
  const Cell c = number_cell(0.5, "%9.2f");
  EXPECT_EQ(c.text, "0.50");
  EXPECT_TRUE(c.has_number);
  EXPECT_EQ(c.number, 0.5);
  EXPECT_EQ(c.align, Align::right);
}

TEST(MemorySink, collects_echoes_and_documents) {
  MemorySink sink;
  sink.echo("display 1 ///\n  + 1");
  sink.document(Document{}.line("2"));
  sink.document([] {
    Document d;
    d.add(Paragraph{{{"open", Style::text}}, true});
    return d;
  }());
  sink.echo("next");
  EXPECT_EQ(sink.text(), ". display 1 ///\n>   + 1\n2\nopen\n. next\n");
  EXPECT_EQ(sink.documents().size(), 2u);
  sink.clear();
  EXPECT_TRUE(sink.text().empty());
}

TEST(TerminalSink, draws_progress_on_a_terminal_and_erases_it) {
  std::string out;
  TerminalSink sink([&out](std::string_view s) { out += s; }, {}, true);
  sink.progress(0.5, "bootstrap");
  EXPECT_EQ(out, "\r\x1b[K[###############               ]  50% bootstrap");
  out.clear();
  sink.progress(0.501, "bootstrap");
  EXPECT_EQ(out, "");
  sink.document(Document{}.line("done"));
  EXPECT_EQ(out, "\r\x1b[Kdone\n");
}

TEST(TerminalSink, draws_no_progress_into_a_pipe) {
  std::string out;
  TerminalSink sink([&out](std::string_view s) { out += s; }, {}, false);
  sink.progress(0.5, "bootstrap");
  EXPECT_EQ(out, "");
}

TEST(TerminalSink, closes_an_open_line_when_asked) {
  std::string out;
  TerminalSink sink([&out](std::string_view s) { out += s; }, {}, false);
  Document d;
  d.add(Paragraph{{{"open", Style::text}}, true});
  sink.document(d);
  sink.fresh_line();
  sink.fresh_line();
  EXPECT_EQ(out, "open\n");
}

}  // namespace
}  // namespace nqp::report
