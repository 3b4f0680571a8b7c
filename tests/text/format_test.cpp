#include "interpreter/text/format.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "interpreter/dataset/missing.hpp"

namespace nqp::text {
namespace {

constexpr double pi = 3.14159265358979323846;

struct Case {
  double value;
  const char* format;
  const char* expected;
};

void expect_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(format_number(c.value, c.format), c.expected) << c.format << " of " << c.value;
}

void expect_trimmed(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(trimmed(format_number(c.value, c.format)), c.expected) << c.format << " of " << c.value;
  }
}

// Source: W. Gould, Statalist, 7 April 2003 (archive 2003-04/msg00205).
TEST(GeneralFormat, shows_as_many_digits_as_fit_like_the_published_examples) {
  expect_trimmed({{pi, "%12.0g", "3.141592654"},
                  {pi * 10, "%12.0g", "31.41592654"},
                  {pi * 1e5, "%12.0g", "314159.2654"},
                  {pi * 1e8, "%12.0g", "314159265.4"},
                  {pi * 1e9, "%12.0g", "3141592654"},
                  {pi * 1e10, "%12.0g", "3.14159e+10"},
                  {pi * 1e-1, "%12.0g", ".3141592654"},
                  {pi * 1e-4, "%12.0g", ".0003141593"},
                  {pi * 1e-5, "%12.0g", ".0000314159"},
                  {pi * 1e-6, "%12.0g", "3.14159e-06"}});
}

// Source: W. Gould, Statalist, 18 July 2003 (archive 2003-07/msg00428): |x| < 1 shows d significant digits.
TEST(GeneralFormat, limits_the_digits_when_decimals_are_given) {
  expect_all({{4.52394e-3, "%9.2g", "    .0045"}, {4.52394e-5, "%9.2g", "  .000045"}});
  expect_trimmed({{pi, "%9.3g", "3.14"}, {1234.567, "%9.2g", "1235"}});  // whole digits are never dropped
}

// Source: IEEE 754: 1.5 is sign 0, exponent 1023, fraction 1/2.
TEST(ByteFormat, shows_the_bytes_of_doubles_and_floats) {
  expect_all({{1.5, "%16H", "3ff8000000000000"},
              {1.5, "%16L", "000000000000f83f"},
              {1.5, "%8H", "3fc00000"},
              {-1.5, "%8L", "0000c0bf"}});
  EXPECT_FALSE(valid_format("%9H"));
}

// Source: the rule above worked by hand; the coefficient rows are those of the manual's auto data regression.
TEST(GeneralFormat, follows_the_rule_at_the_usual_widths) {
  expect_trimmed({{1234567.89, "%9.0g", "1234568"},
                  {.1, "%9.0g", ".1"},
                  {1e-5, "%9.0g", ".00001"},
                  {1.23456789e-7, "%9.0g", "1.23e-07"},
                  {123456789012.0, "%9.0g", "1.23e+11"},
                  {0.000123456, "%9.0g", ".0001235"},
                  {-0.5, "%9.0g", "-.5"},
                  {0, "%9.0g", "0"},
                  {1.0 / 3, "%9.0g", ".3333333"},
                  {1.0 / 3, "%10.0g", ".33333333"},
                  {12345678, "%9.0g", "1.23e+07"},
                  {12345678, "%10.0g", "12345678"},
                  {123456789, "%10.0g", "1.235e+08"},
                  {1e-6, "%10.0g", "1.000e-06"},
                  {9999999.6, "%9.0g", "1.00e+07"},
                  {999999.96, "%9.0g", "1000000"},
                  {0.99999999, "%9.0g", "1"},
                  {100, "%8.0g", "100"},
                  {32767, "%8.0g", "32767"},
                  {2147483647.0, "%12.0g", "2147483647"},
                  {-1234567, "%9.0g", "-1234567"},
                  {1946.0687, "%9.0g", "1946.069"},
                  {3597.0496, "%9.0g", "3597.05"},
                  {-49.512221, "%9.0g", "-49.51222"},
                  {635065396, "%11.0g", "635065396"},
                  {8699525.9743, "%11.0g", "8699525.97"},
                  {1e300, "%9.0g", "1.0e+300"},
                  {0.1, "%16.0g", ".1"},
                  {0.1, "%20.0g", ".1"},
                  {0.1 + 0.2, "%20.0g", ".30000000000000004"},
                  {1.0 / 3, "%16.0g", ".33333333333333"},
                  {12345678901234.0, "%16.0g", "12345678901234"}});
}

TEST(GeneralFormat, pads_to_its_width_on_the_side_asked_for) {
  expect_all({{1.5, "%9.0g", "      1.5"}, {1.5, "%-9.0g", "1.5      "}, {12, "%5.0f", "   12"}});
}

// Source: B. Sayer and W. Gould, Statalist, April 2003: digits and commas share the width less two.
TEST(CommaFormat, shares_the_room_between_digits_and_commas) {
  expect_all({{12345678, "%12.0gc", "  12,345,678"},
              {123456789, "%12.0gc", "   123456789"},
              {23667902, "%11.0gc", "   23667902"},
              {123456789, "%12.0fc", " 123,456,789"},
              {23667902, "%11.0fc", " 23,667,902"},
              {10000000, "%9.2fc", " 1.00e+07"}});
  expect_trimmed({{6165.2568, "%8.0gc", "6,165.3"},
                  {15906, "%8.0gc", "15,906"},
                  {1234567.891, "%12.2fc", "1,234,567.89"},
                  {-1234567.5, "%14.1fc", "-1,234,567.5"},
                  {999, "%9.0fc", "999"}});
}

// Source: C's %f on values worked by hand; the zero before the point stays.
TEST(FixedFormat, keeps_its_decimals) {
  expect_all({{0.5, "%9.2f", "     0.50"},
              {-0.5, "%9.2f", "    -0.50"},
              {1234.567, "%9.2f", "  1234.57"},
              {1.5, "%-9.2f", "1.50     "},
              {1.5, "%05.1f", "001.5"},
              {1.5, "%09.2f", "000001.50"},
              {-1.5, "%09.2f", "-00001.50"},
              {7, "%02.0f", "07"},
              {2.675, "%9.2f", "     2.67"},
              {1.005, "%4.3f", "1.005"}});
  expect_trimmed({{12.345, "%3.2f", "12.35"}, {-0.123, "%5.3f", "-0.123"}, {100, "%2.1f", "100.0"}});
}

TEST(FixedFormat, uses_a_decimal_comma_when_the_format_has_one) {
  expect_trimmed({{1234.5, "%9,2f", "1234,50"}, {1234.5, "%12,2fc", "1.234,50"}});
}

TEST(ExponentFormat, is_that_of_c) {
  expect_trimmed(
      {{1234.5, "%9.3e", "1.234e+03"}, {0.1, "%24.16e", "1.0000000000000001e-01"}, {-2, "%9.1e", "-2.0e+00"}});
}

// Source: the hexadecimal format's definition; 0.1 is 0x1.999999999999ap-4.
TEST(HexFormat, shows_the_bits) {
  expect_trimmed({{1, "%21x", "+1.0000000000000X+000"},
                  {0.1, "%21x", "+1.999999999999aX-004"},
                  {-3, "%21x", "-1.8000000000000X+001"},
                  {0, "%21x", "+0.0000000000000X-3ff"},
                  {data::missing, "%21x", "+1.0000000000000X+3ff"}});
}

TEST(Missing, prints_its_letter_padded) {
  expect_all({{data::missing, "%9.0g", "        ."},
              {data::missing_code(1), "%9.2f", "       .a"},
              {data::missing_code(26), "%-5.0g", ".z   "},
              {data::missing, "%09.2f", "        ."},
              {std::nan(""), "%3.0f", "  ."},
              {HUGE_VAL, "%3.0f", "  ."},
              {data::missing, "%td", "        ."}});
}

TEST(DateFormat, prints_the_default_form_of_each_unit) {
  expect_trimmed({{0, "%td", "01jan1960"},
                  {21609, "%td", "01mar2019"},
                  {0, "%tc", "01jan1960 00:00:00"},
                  {0, "%tm", "1960m1"},
                  {0, "%tq", "1960q1"},
                  {0, "%tw", "1960w1"},
                  {0, "%th", "1960h1"},
                  {1960, "%ty", "1960"},
                  {-1, "%td", "31dec1959"},
                  {-1, "%tm", "1959m12"},
                  {-1, "%tq", "1959q4"},
                  {-1, "%tw", "1959w52"},
                  {710, "%tm", "2019m3"},
                  {236, "%tq", "2019q1"},
                  {21609.9, "%td", "01mar2019"},
                  {21609, "%d", "01mar2019"},
                  {-1000, "%tc", "31dec1959 23:59:59"}});
}

// 21609 is Friday 1 March 2019, the 60th day of its year; 1867047825000 ms is 01mar2019 13:03:45 (by hand:
// 21609 * 86400000 + 13 * 3600000 + 3 * 60000 + 45000).
TEST(DateFormat, follows_a_mask) {
  expect_trimmed({{21609, "%tdCCYY-NN-DD", "2019-03-01"},
                  {21609, "%tdDD/NN/YY", "01/03/19"},
                  {21609, "%tdMonth_dd,_CCYY", "March 1, 2019"},
                  {21609, "%tdDayname_dd_month", "Friday 1 march"},
                  {21609, "%tdDay_Da_Mon", "Fri Fr Mar"},
                  {21609, "%tdCCYYNNDD", "20190301"},
                  {21609, "%tdCCYY+.+JJJ", "2019.060"},
                  {21609, "%td!D!:dd", "D:1"},
                  {21609, "%tdCCYY!qq", "2019q1"},
                  {21609, "%tdCCYY!www", "2019w9"},
                  {21609.0 * 86400000 + 47025000, "%tcCCYY-NN-DD_HH:MM:SS", "2019-03-01 13:03:45"},
                  {21609.0 * 86400000 + 47025000, "%tchh:MM_am", "1:03 pm"},
                  {21609.0 * 86400000 + 47025000, "%tcHh:MM_A.M.", "01:03 P.M."},
                  {21609.0 * 86400000 + 47025250, "%tcHH:MM:SS.sss", "13:03:45.250"},
                  {21609.0 * 86400000 + 47025250, "%tcHH:MM:SS.s", "13:03:45.2"},
                  {710, "%tmMon_CCYY", "Mar 2019"},
                  {236, "%tqCCYY-q", "2019-1"}});
}

TEST(DateFormat, prints_a_number_that_has_no_date_as_a_number) {
  expect_trimmed({{1e7, "%td", "10000000"}, {1e300, "%tm", "1.0000000000e+300"}});
}

TEST(ParseFormat, accepts_what_the_language_accepts) {
  for (const char* s :
       {"%9.0g", "%-9.0g", "%9.2fc",        "%05.1f",   "%-05.0f", "%21x",  "%10s", "%-10s",  "%~10s",  "%td", "%tc",
        "%tC",   "%tm",    "%tdCCYY-NN-DD", "%-tdCCYY", "%9,2f",   "%8.3e", "%d",   "%tbcal", "%2045s", "%tg"}) {
    EXPECT_TRUE(valid_format(s)) << s;
  }
}

TEST(ParseFormat, refuses_everything_else) {
  for (const char* s : {"", "%", "9.0g", "%9", "%9.0", "%9.0k", "%g", "%f", "%9g", "%tz", "%tdQ", "%t", "%9.2gx",
                        "%99999s", "%9.2ec", "%~9.0g", "%td!", "%9.xf", "% 9.0g"}) {
    EXPECT_FALSE(valid_format(s)) << s;
  }
}

TEST(ParseFormat, reads_the_parts) {
  const auto f = parse_format("%-12.3fc");
  ASSERT_TRUE(f);
  EXPECT_EQ(f->kind, Format::Kind::fixed);
  EXPECT_EQ(f->width, 12);
  EXPECT_EQ(f->decimals, 3);
  EXPECT_TRUE(f->left && f->commas);
  EXPECT_FALSE(f->zeros || f->centre);
  EXPECT_EQ(parse_format("%tdCCYY-NN-DD")->width, 10);
  EXPECT_EQ(parse_format("%tc")->width, 18);
}

TEST(FormatString, pads_and_cuts_by_display_width) {
  EXPECT_EQ(format_string("ab", *parse_format("%5s")), "   ab");
  EXPECT_EQ(format_string("ab", *parse_format("%-5s")), "ab   ");
  EXPECT_EQ(format_string("ab", *parse_format("%~6s")), "  ab  ");
  EXPECT_EQ(format_string("abcdef", *parse_format("%3s")), "abc");
  EXPECT_EQ(format_string("中文", *parse_format("%6s")), "  中文");
  EXPECT_EQ(format_string("中文", *parse_format("%-3s")), "中 ");
  EXPECT_EQ(format_string("abc", *parse_format("%s")), "abc");
}

// Source: %18.0g by the rule above; whole numbers are written out.
TEST(MacroNumber, writes_what_a_local_stores) {
  const std::vector<std::pair<double, const char*>> cases = {{1.0 / 3, ".3333333333333333"},
                                                             {0.1, ".1"},
                                                             {2, "2"},
                                                             {1e20, "100000000000000000000"},
                                                             {1e-10, "1.00000000000e-10"},
                                                             {-0.5, "-.5"},
                                                             {0, "0"},
                                                             {-0.0, "0"},
                                                             {2.0 / 3, ".6666666666666666"},
                                                             {1.1, "1.1"},
                                                             {0.1 + 0.2, ".3"},
                                                             {pi, "3.141592653589793"},
                                                             {123456.789, "123456.789"},
                                                             {9007199254740992.0, "9007199254740992"},
                                                             {-12345, "-12345"},
                                                             {1e300, "1.0000000000e+300"},
                                                             {1.0 / 30000, ".0000333333333333"},
                                                             {data::missing, "."},
                                                             {data::missing_code(2), ".b"},
                                                             {-HUGE_VAL, "."},
                                                             {1e15 + 0.5, "1000000000000000"}};
  for (const auto& [value, expected] : cases) EXPECT_EQ(macro_number(value), expected) << value;
}

TEST(MacroNumber, reads_back_nearly_the_same) {
  double x = 1.2345678901234567e-4;
  for (int i = 0; i < 24; ++i, x *= 7.3) {
    EXPECT_NEAR(std::strtod(macro_number(x).c_str(), nullptr) / x, 1, 5e-12) << macro_number(x);
  }
}

}  // namespace
}  // namespace nqp::text
