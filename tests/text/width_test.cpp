#include "interpreter/text/width.hpp"

#include <gtest/gtest.h>

#include "interpreter/text/utf8.hpp"

namespace nqp::text {
namespace {

// Source: Unicode 14, EastAsianWidth.txt and the general categories of the characters shown.
TEST(DisplayWidth, counts_terminal_columns) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("price"), 5u);
  EXPECT_EQ(display_width("工资 wage"), 9u);
  EXPECT_EQ(display_width("ｆｕｌｌ"), 8u);  // full-width Latin
  EXPECT_EQ(display_width("ﾊﾝｶｸ"), 4u);      // half-width kana
  EXPECT_EQ(display_width("é"), 1u);
  EXPECT_EQ(display_width("e\u0301"), 1u);     // e and a combining acute
  EXPECT_EQ(display_width("\U0001F600"), 2u);  // an emoji
  EXPECT_EQ(display_width("a\u200Db"), 2u);    // zero-width joiner
  EXPECT_EQ(display_width("한글"), 4u);
  EXPECT_EQ(display_width("\U00020000"), 2u);  // a rare ideograph
  EXPECT_EQ(display_width("β≤±"), 3u);
  EXPECT_EQ(display_width("a\x01\x1b"
                          "b"),
            2u);
}

TEST(DisplayWidth, takes_broken_bytes_as_one_column_each) {
  EXPECT_EQ(display_width("a\xff\xfe"
                          "b"),
            4u);
  EXPECT_EQ(display_width("\xe4\xb8"), 2u);  // half a character
}

TEST(Length, counts_characters) {
  EXPECT_EQ(length("工资 wage"), 7u);
  EXPECT_EQ(length("\xff\xff"), 2u);
}

TEST(Padding, aligns_by_columns) {
  EXPECT_EQ(pad_left("工资", 6), "  工资");
  EXPECT_EQ(pad_right("工资", 6), "工资  ");
  EXPECT_EQ(pad_centre("工资", 7), " 工资  ");
  EXPECT_EQ(pad_left("too long", 3), "too long");
}

TEST(Truncate, never_cuts_a_character) {
  EXPECT_EQ(truncate("工资", 3), "工");
  EXPECT_EQ(truncate("工资", 4), "工资");
  EXPECT_EQ(truncate("abc", 2), "ab");
  EXPECT_EQ(truncate("abc", 0), "");
}

// Source: the manual's example, abbrev("displacement", 8) is displa~t.
TEST(Abbreviate, keeps_the_head_and_the_last_character) {
  EXPECT_EQ(abbreviate("displacement", 8), "displa~t");
  EXPECT_EQ(abbreviate("price", 8), "price");
  EXPECT_EQ(abbreviate("企业全要素生产率", 12), "企业全要~率");
  EXPECT_EQ(abbreviate("abcdef", 2), "ab");
}

TEST(Printable, lets_no_control_sequence_through) {
  EXPECT_EQ(printable("plain 文字"), "plain 文字");
  EXPECT_EQ(printable("a\x1b[31mb"), "a\uFFFD[31mb");
  EXPECT_EQ(printable("a\tb\nc"), "a b c");
  EXPECT_EQ(printable("a\xff"
                      "b"),
            "a\uFFFDb");
  EXPECT_EQ(printable("a\u202Eb"), "a\uFFFDb");  // right-to-left override
  EXPECT_EQ(printable("a\u0085b"), "a\uFFFDb");  // a C1 control
}

TEST(Utf8, refuses_overlong_surrogate_and_out_of_range_forms) {
  EXPECT_TRUE(valid_utf8("文字 \U0001F600"));
  EXPECT_FALSE(valid_utf8("\xc0\xaf"));
  EXPECT_FALSE(valid_utf8("\xe0\x80\xaf"));
  EXPECT_FALSE(valid_utf8("\xed\xa0\x80"));
  EXPECT_FALSE(valid_utf8("\xf4\x90\x80\x80"));
}

TEST(Utf8, writes_what_it_reads) {
  for (const char32_t c : {U'a', U'é', U'文', U'\U0001F600'}) {
    std::string s;
    append_character(s, c);
    std::size_t pos = 0;
    EXPECT_EQ(next_character(s, pos), c);
    EXPECT_EQ(pos, s.size());
  }
}

}  // namespace
}  // namespace nqp::text
