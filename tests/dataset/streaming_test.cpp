// Files that are read in pieces. Expected values are what the generated text says; a file that fits into one piece and
// the same rows in a longer one must read alike.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/dta.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::code_of;

constexpr std::size_t streamed_rows = 300'000;  // some ten megabytes: several pieces

Error streaming_error(const ByteSource& source, const DelimitedOptions& o = {}) {
  try {
    read_delimited(source, o);
  } catch (const Error& e) {
    return e;
  }
  return Error(0, "");
}

Error streaming_error(std::string_view text) { return streaming_error(source_of(text)); }

// All that a reader says of a text.
std::string told(std::string_view text, std::size_t bytes_at_once) {
  DelimitedOptions o;
  o.bytes_at_once = bytes_at_once;
  std::string out;
  try {
    const DelimitedResult r = read_delimited(text, o);
    for (const Variable& v : r.frame.variables) {
      out += v.name + ":" + type_name(v.column->type()) + "=";
      for (std::size_t i = 0; i < r.frame.rows; ++i)
        out += v.is_string() ? std::string(v.column->text(i)) + "|" : std::to_string(v.column->number(i)) + "|";
      out += "\n";
    }
    for (const std::string& note : r.notes) out += note + "\n";
  } catch (const Error& e) {
    out = std::to_string(e.code) + " " + e.what();
  }
  return out;
}

TEST(StreamedDelimited, random_texts_read_alike_in_pieces_of_any_size) {
  constexpr std::string_view letters = "0123456789,,,,\n\n\n\r\"\".-exab ;\t";
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    std::string text = seed % 3 == 0 ? "" : "first,second,third\n";
    const std::size_t size = random() % 400;
    while (text.size() < size) text += letters[random() % letters.size()];
    const std::string expected = told(text, 0);
    for (const std::size_t at_once : {2u, 3u, 7u, 16u, 50u, 133u})
      ASSERT_EQ(told(text, at_once), expected) << "seed " << seed << ", " << at_once << " bytes\n" << text;
  }
}

TEST(StreamedDelimited, rows_and_texts_arrive_whole_whatever_piece_they_fall_into) {
  std::string text = "id,x,name,note\n";
  for (std::size_t i = 1; i <= streamed_rows; ++i) {
    text += std::to_string(i) + "," + std::to_string(i) + ".5,firm" + std::to_string(i * 7919 % 100'003) + ",\"line " +
            std::to_string(i) + "\nand \"\"more\"\", of it\"\n";
  }
  const Frame f = read_delimited(text, {}).frame;
  ASSERT_EQ(f.rows, streamed_rows);
  EXPECT_EQ(f.variables[0].column->type().storage, Storage::long_);
  EXPECT_EQ(f.variables[1].column->type().storage, Storage::float_);
  for (std::size_t i = 1; i <= streamed_rows; i += 997) {
    EXPECT_EQ(f.variables[0].column->number(i - 1), static_cast<double>(i));
    EXPECT_EQ(f.variables[1].column->number(i - 1), static_cast<double>(static_cast<float>(i) + 0.5f));
    EXPECT_EQ(f.variables[2].column->text(i - 1), "firm" + std::to_string(i * 7919 % 100'003));
    EXPECT_EQ(f.variables[3].column->text(i - 1), "line " + std::to_string(i) + "\nand \"more\", of it");
  }
}

TEST(StreamedDelimited, a_text_far_down_makes_a_string_of_the_column_and_is_named) {
  std::string text = "a,b\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) text += i == 250'000 ? "12x,1\n" : "12,345678\n";
  const DelimitedResult r = read_delimited(text, {});
  EXPECT_TRUE(r.frame.variables[0].is_string());
  EXPECT_FALSE(r.frame.variables[1].is_string());
  EXPECT_EQ(r.frame.variables[0].column->text(0), "12");
  EXPECT_EQ(r.frame.variables[0].column->text(250'000), "12x");
  ASSERT_EQ(r.notes.size(), 1u);
  EXPECT_EQ(r.notes[0], "a is a string variable: line 250002, character 1 holds \"12x\"");
}

TEST(StreamedDelimited, a_column_takes_the_type_of_all_its_numbers) {
  std::string text = "small,wide,fraction,huge\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) {
    const bool late = i + 1 == streamed_rows;
    text += late ? "-5,3000000000,0.25,1e300\n" : "1,2,3,0.1\n";
  }
  const Frame f = read_delimited(text, {}).frame;
  EXPECT_EQ(f.variables[0].column->type().storage, Storage::byte_);
  EXPECT_EQ(f.variables[1].column->type().storage, Storage::double_);
  EXPECT_EQ(f.variables[2].column->type().storage, Storage::float_);
  EXPECT_EQ(f.variables[3].column->type().storage, Storage::double_);
  EXPECT_EQ(f.variables[3].column->number(0), 0.1);  // not the float it was at first
  EXPECT_EQ(f.variables[1].column->number(streamed_rows - 1), 3e9);
}

TEST(StreamedDelimited, longer_rows_further_down_make_more_columns) {
  std::string text = "a,b\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) text += i == 280'000 ? "1,2,extra\n" : "1,234567\n";
  const Frame f = read_delimited(text, {}).frame;
  ASSERT_EQ(f.variables.size(), 3u);
  EXPECT_EQ(f.variables[2].column->text(280'000), "extra");
  EXPECT_EQ(f.variables[2].column->text(0), "");
}

TEST(StreamedDelimited, stray_quotes_do_not_move_the_cells) {
  std::string text = "a,b\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) text += i % 1000 == 0 ? "5\" pipe,1\n" : "plain text,2\n";
  const Frame f = read_delimited(text, {}).frame;
  ASSERT_EQ(f.rows, streamed_rows);
  EXPECT_EQ(f.variables[0].column->text(299'000), "5\" pipe");
  EXPECT_EQ(f.variables[1].column->number(299'001), 2);
}

TEST(StreamedDelimited, a_quote_that_never_closes_is_named_by_line_and_character) {
  std::string text = "a,b\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) text += i == 270'000 ? "1,x,\"open\n" : "1,some text\n";
  const Error e = streaming_error(text);
  EXPECT_EQ(e.code, 459);
  EXPECT_NE(std::string(e.what()).find("line 270002, character 5"), std::string::npos) << e.what();
}

TEST(StreamedDelimited, a_range_of_rows_far_down) {
  std::string text = "a\n";
  for (std::size_t i = 1; i <= 4 * streamed_rows; ++i) text += std::to_string(i) + "\n";
  DelimitedOptions o;
  o.first_row = 1'000'001;
  o.last_row = 1'000'003;
  o.names_row = 1;
  const Frame f = read_delimited(text, o).frame;
  EXPECT_EQ(test::values(f, "a"), (std::vector<double>{1'000'000, 1'000'001, 1'000'002}));
}

TEST(StreamedDelimited, invalid_utf8_far_down_is_another_encoding) {
  std::string text = "city,n\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) text += "Beijing,1\n";
  text += "\xB1\xB1\xBE\xA9,2\n";  // Beijing in GB18030
  const Frame f = read_delimited(text, {}).frame;
  EXPECT_EQ(f.variables[0].column->text(streamed_rows), "\xE5\x8C\x97\xE4\xBA\xAC");
}

TEST(StreamedDelimited, a_binary_zero_far_down_is_refused_with_its_line) {
  std::string text = "a\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) text += "12345\n";
  text += std::string("1\0002\n", 4);
  const Error e = streaming_error(text);
  EXPECT_EQ(e.code, 609);
  EXPECT_NE(std::string(e.what()).find("line 300002"), std::string::npos) << e.what();
}

TEST(StreamedDelimited, a_file_that_becomes_shorter_while_it_is_read_ends_there) {
  std::string text = "a,b\n";
  for (std::size_t i = 0; i < streamed_rows; ++i) text += "1,2\n";
  ByteSource longer = source_of(text);
  longer.size *= 2;
  EXPECT_EQ(read_delimited(longer, {}).frame.rows, streamed_rows);
}

Frame long_frame() {
  Frame f;
  std::vector<double> x(streamed_rows);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i) / 4;
  f.add({"x", make_numeric(Storage::double_, x)});
  StringWriter names(streamed_rows), remarks(streamed_rows);
  for (std::size_t i = 0; i < streamed_rows; ++i) {
    names.set(i, "n" + std::to_string(i % 70'001));
    remarks.set(i, std::string(i % 50, 'r') + std::to_string(i % 1000));
  }
  f.add({"name", names.finish()});
  f.add({"remark", remarks.finish(Type{Storage::strl, 0})});
  return f;
}

TEST(StreamedDta, rows_and_long_strings_of_many_pieces) {
  const Frame f = long_frame();
  const std::string bytes = write_dta(f);
  const Frame back = read_dta(bytes);
  ASSERT_EQ(back.rows, f.rows);
  for (std::size_t k = 0; k < f.variables.size(); ++k) {
    EXPECT_EQ(back.variables[k].column->type(), f.variables[k].column->type());
    EXPECT_TRUE(equal_values(*f.variables[k].column, *back.variables[k].column)) << f.variables[k].name;
  }
  EXPECT_EQ(write_dta(back), bytes);
}

TEST(StreamedDta, the_map_tells_where_the_sections_are) {
  const std::string bytes = write_dta(long_frame());
  const std::size_t map = bytes.find("<map>") + 5;
  const auto offset = [&](std::size_t entry) {
    std::size_t value = 0;
    for (std::size_t i = 8; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[map + 8 * entry + i]);
    return value;
  };
  const std::pair<std::size_t, std::string> sections[] = {{0, "<stata_dta>"}, {1, "<map>"}, {9, "<data>"},
                                                          {10, "<strls>"}, {11, "<value_labels>"},
                                                          {12, "</stata_dta>"}};
  for (const auto& [entry, tag] : sections) EXPECT_EQ(bytes.substr(offset(entry), tag.size()), tag);
  EXPECT_EQ(offset(13), bytes.size());
}

TEST(StreamedDta, a_file_that_becomes_shorter_while_it_is_read_is_an_error) {
  const std::string bytes = write_dta(long_frame());
  ByteSource source = source_of(bytes);
  bool short_now = false;
  source.read = [&](std::uint64_t from, char* to, std::size_t n) {
    if (from == 0) short_now = false;
    const std::size_t there = short_now && from > 3'000'000 ? 0 : n;
    if (from > 4'000'000) short_now = true;  // the end was seen: from now on it is gone
    return source_of(bytes).read(from, to, there);
  };
  EXPECT_EQ(code_of([&] { read_dta(source); }), 612);
}

}  // namespace
}  // namespace nqp::data
