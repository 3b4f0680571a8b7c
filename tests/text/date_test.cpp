#include "interpreter/text/date.hpp"

#include <gtest/gtest.h>

namespace nqp::text {
namespace {

// Sources: 01jan1960 is day 0; the Unix epoch is 3653 days later; 21609 = 17956 (2019-03-01 in Unix days) + 3653.
TEST(Civil, counts_days_from_the_first_of_january_1960) {
  EXPECT_EQ(days_from_civil({1960, 1, 1}), 0);
  EXPECT_EQ(days_from_civil({1970, 1, 1}), 3653);
  EXPECT_EQ(days_from_civil({2019, 3, 1}), 21609);
  EXPECT_EQ(days_from_civil({1959, 12, 31}), -1);
  EXPECT_EQ(days_from_civil({100, 1, 1}), -679350);
  EXPECT_EQ(days_from_civil({9999, 12, 31}), 2936549);
}

TEST(Civil, goes_forth_and_back_over_four_centuries) {
  Civil before = civil_from_days(-60000);
  for (double d = -59999; d < 90000; ++d) {
    const Civil c = civil_from_days(d);
    ASSERT_TRUE(valid_civil(c));
    ASSERT_EQ(days_from_civil(c), d);
    ASSERT_TRUE(c.day == before.day + 1 || c.day == 1);
    before = c;
  }
}

TEST(Civil, knows_the_length_of_months) {
  EXPECT_TRUE(valid_civil({2000, 2, 29}));
  EXPECT_FALSE(valid_civil({1900, 2, 29}));
  EXPECT_FALSE(valid_civil({2019, 4, 31}));
  EXPECT_FALSE(valid_civil({2019, 13, 1}));
  EXPECT_FALSE(valid_civil({2019, 1, 0}));
}

TEST(ParseDate, reads_the_forms_that_files_hold) {
  for (const char* s :
       {"2019-3-1", "2019/03/01", "2019.3.1", "20190301", "2019 March 1", "2019mar1", "2019年3月1日", " 2019-3-1 "}) {
    EXPECT_EQ(parse_date(s, "YMD"), 21609) << s;
  }
  EXPECT_EQ(parse_date("1mar2019", "DMY"), 21609);
  EXPECT_EQ(parse_date("01MAR2019", "DMY"), 21609);
  EXPECT_EQ(parse_date("March 1, 2019", "MDY"), 21609);
  EXPECT_EQ(parse_date("3/1/2019", "MDY"), 21609);
  EXPECT_EQ(parse_date("3/1/2019", "mdy"), 21609);
  EXPECT_EQ(parse_date("2019-03", "YM"), 21609);
  EXPECT_EQ(parse_date("201903", "YM"), 21609);
  EXPECT_EQ(parse_date("Fri 1 Mar 2019", "#DMY"), 21609);
  EXPECT_EQ(parse_date("2019-03-01 10:20:30", "YMDhms"), 21609);
}

TEST(ParseDate, needs_a_century_for_two_digit_years) {
  EXPECT_EQ(parse_date("1/3/19", "DMY"), std::nullopt);
  EXPECT_EQ(parse_date("1/3/19", "DM20Y"), 21609);
  EXPECT_EQ(parse_date("1/3/19", "DMY", 2040), 21609);
  EXPECT_EQ(parse_date("1/3/60", "DMY", 2040), days_from_civil({1960, 3, 1}));
  EXPECT_EQ(parse_date("190301", "20YMD"), 21609);
}

TEST(ParseDate, gives_nothing_for_what_does_not_fit) {
  for (const char* s : {"", "2019", "2019-13-1", "2019-2-30", "2019-3-1x", "2019-3-1 10:00", "x", "2019-foo-1"}) {
    EXPECT_EQ(parse_date(s, "YMD"), std::nullopt) << s;
  }
  EXPECT_EQ(parse_date("2019-3-1", "YMX"), std::nullopt);
  EXPECT_EQ(parse_date("2019-3-1", ""), std::nullopt);
  EXPECT_EQ(parse_date("2019-3-1", "YMDD"), std::nullopt);
}

TEST(ParseClock, counts_milliseconds) {
  const double day = 21609.0 * 86400000;
  EXPECT_EQ(parse_clock("2019-03-01 13:03:45", "YMDhms"), day + 47025000);
  EXPECT_EQ(parse_clock("2019-03-01T13:03:45Z", "YMDhms"), day + 47025000);
  EXPECT_EQ(parse_clock("2019-03-01 13:03:45.25", "YMDhms"), day + 47025250);
  EXPECT_EQ(parse_clock("1mar2019 1:03 pm", "DMYhm"), day + 46980000);
  EXPECT_EQ(parse_clock("1mar2019 12:03 a.m.", "DMYhm"), day + 180000);
  EXPECT_EQ(parse_clock("20190301 130345", "YMDhms"), day + 47025000);
  EXPECT_EQ(parse_clock("10:30", "hm"), 37800000);
  EXPECT_EQ(parse_clock("25:30", "hm"), std::nullopt);
  EXPECT_EQ(parse_clock("10:60", "hm"), std::nullopt);
}

TEST(ParsePeriod, reads_months_quarters_weeks_halves_and_years) {
  EXPECT_EQ(parse_period("2019m3", "YM", 'm'), 710);
  EXPECT_EQ(parse_period("2019-03", "YM", 'm'), 710);
  EXPECT_EQ(parse_period("Mar 2019", "MY", 'm'), 710);
  EXPECT_EQ(parse_period("2019q1", "YQ", 'q'), 236);
  EXPECT_EQ(parse_period("20191", "YQ", 'q'), 236);
  EXPECT_EQ(parse_period("1960w1", "YW", 'w'), 0);
  EXPECT_EQ(parse_period("1961h2", "YH", 'h'), 3);
  EXPECT_EQ(parse_period("2019", "Y", 'y'), 2019);
  EXPECT_EQ(parse_period("2019q5", "YQ", 'q'), std::nullopt);
  EXPECT_EQ(parse_period("2019w53", "YW", 'w'), std::nullopt);
}

}  // namespace
}  // namespace nqp::text
