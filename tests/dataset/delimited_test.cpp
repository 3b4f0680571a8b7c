// Delimited text. Expected values are what the text says; types follow the rules of `import delimited`.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/delimited_fields.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::texts;
using test::values;

Frame read(std::string_view text, const DelimitedOptions& o = {}) { return read_delimited(text, o).frame; }

// "name:type" of every variable, separated by blanks.
std::string shape(const Frame& f) {
  std::string out;
  for (const Variable& v : f.variables) out += (out.empty() ? "" : " ") + v.name + ":" + type_name(v.column->type());
  return out;
}

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Error error_of(std::string_view text, const DelimitedOptions& o = {}) {
  try {
    read(text, o);
  } catch (const Error& e) {
    return e;
  }
  return Error(0, "");
}

TEST(ReadDelimited, infers_the_narrowest_types) {
  const Frame f = read("a,b,c,d,e,f\n1,1000,100000,3000000000,0.1,x\n-5,.,.a,1,2,yz\n");
  EXPECT_EQ(shape(f), "a:byte b:int c:long d:double e:float f:str2");
  EXPECT_EQ(values(*f.variables[1].column), (Numbers{1000, missing}));
  EXPECT_EQ(values(*f.variables[2].column), (Numbers{100000, missing_code(1)}));
  EXPECT_EQ(values(*f.variables[3].column), (Numbers{3000000000.0, 1}));
  EXPECT_EQ(values(*f.variables[4].column), (Numbers{static_cast<double>(0.1f), 2}));
  EXPECT_EQ(texts(*f.variables[5].column), (Texts{"x", "yz"}));
  EXPECT_EQ(f.variables[4].format, "%9.0g");
  EXPECT_TRUE(f.changed);
}

TEST(ReadDelimited, doubles_on_request) {
  EXPECT_EQ(values(*read("a\n0.1\n", {.doubles = true}).variables[0].column), Numbers{0.1});
  EXPECT_EQ(shape(read("a\n1e39\n0.5\n")), "a:double");
}

TEST(ReadDelimited, integer_limits_of_each_type) {
  EXPECT_EQ(shape(read("a\n100\n-127\n")), "a:byte");
  EXPECT_EQ(shape(read("a\n101\n")), "a:int");
  EXPECT_EQ(shape(read("a\n32741\n")), "a:long");
  EXPECT_EQ(shape(read("a\n2147483620\n")), "a:long");
  EXPECT_EQ(shape(read("a\n2147483621\n")), "a:double");
}

TEST(ReadDelimited, numbers_are_read_to_the_last_bit) {
  const DelimitedOptions doubles{.doubles = true};
  const char* cases[] = {"0.1", "1e-5", "123456789012345678", "-0.000123456789", "3.141592653589793", ".5", "5.", "+7",
                         "1.7976931348623157e300", "9007199254740993", "4.9406564584124654e-324", "1E5", " 12 ",
                         "0.30000000000000004", "12345678.12345678", "99999999999999999999"};
  for (const char* text : cases) {
    const std::string file = std::string("a\n") + text + "\n";
    EXPECT_EQ(values(*read(file, doubles).variables[0].column)[0], std::strtod(text, nullptr)) << text;
  }
}

TEST(ReadDelimited, what_is_no_number_makes_a_string) {
  for (const char* text : {"NA", "nan", "inf", "1,5", "1-2", "--1", "0x10", "1e", ".A", "..", "-", "1 2"}) {
    const std::string file = std::string("a\tb\n") + text + "\t1\n";
    EXPECT_EQ(texts(*read(file).variables[0].column), Texts{text}) << text;
  }
}

TEST(ReadDelimited, quoted_fields_hold_delimiters_quotes_and_line_ends) {
  const Frame f = read("id,text\n1,\"a,b\"\n2,\"say \"\"hi\"\"\"\n3,\"two\nlines\"\n4,plain \"inside\"\n\"5\",\"\"\n");
  EXPECT_EQ(texts(*f.variables[1].column), (Texts{"a,b", "say \"hi\"", "two\nlines", "plain \"inside\"", ""}));
  EXPECT_EQ(values(*f.variables[0].column), (Numbers{1, 2, 3, 4, 5}));
}

TEST(ReadDelimited, quotes_can_be_kept_or_not_bind) {
  EXPECT_EQ(texts(*read("id,t\n1,\"a\"\n", {.strip_quotes = false}).variables[1].column), Texts{"\"a\""});
  const Frame f = read("id,t\n1,\"a\n2,b\"\n", {.bind_quotes = false});
  EXPECT_EQ(f.rows, 2u);
  EXPECT_EQ(texts(*f.variables[1].column), (Texts{"\"a", "b\""}));
}

TEST(ReadDelimited, all_line_ends_are_understood) {
  for (const char* text : {"a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\n2,y",
                           "a,b\r\n1,x\r\n2,y"}) {
    const Frame f = read(text);
    EXPECT_EQ(shape(f), "a:byte b:str1") << text;
    EXPECT_EQ(texts(*f.variables[1].column), (Texts{"x", "y"})) << text;
  }
}

TEST(ReadDelimited, encodings_are_recognised) {
  const Texts expected{"北京"};
  const std::string utf8 = "省份,年份\n北京,2011\n";
  const std::string gb = "\xca\xa1\xb7\xdd,\xc4\xea\xb7\xdd\n\xb1\xb1\xbe\xa9,2011\n";
  std::string wide = "\xff\xfe";
  for (const char16_t c : std::u16string(u"省份,年份\n北京,2011\n")) {
    wide += static_cast<char>(c & 0xff);
    wide += static_cast<char>(c >> 8);
  }
  const std::string unmarked = wide.substr(2);
  std::string other_order;
  for (std::size_t i = 0; i < unmarked.size(); i += 2) other_order += {unmarked[i + 1], unmarked[i]};
  for (const std::string& text : {utf8, "\xef\xbb\xbf" + utf8, gb, wide, unmarked, other_order}) {
    const Frame f = read(text);
    EXPECT_EQ(shape(f), "省份:str6 年份:int");
    EXPECT_EQ(texts(*f.variables[0].column), expected);
  }
  EXPECT_EQ(texts(*read(gb, {.encoding = "GBK"}).variables[0].column), expected);
  EXPECT_EQ(to_utf8("caf\xe9", "latin1"), "café");
  EXPECT_EQ(error_of(gb, {.encoding = "utf-8"}).code, 610);
  EXPECT_EQ(error_of(gb, {.encoding = "klingon"}).code, 198);
}

TEST(ReadDelimited, delimiters_are_guessed) {
  for (const char* text : {"a,b\n1,x y\n", "a\tb\n1\tx y\n", "a;b\n1;x y\n", "a|b\n1|x y\n", "a b\n1 xy\n"}) {
    EXPECT_EQ(read(text).variables.size(), 2u) << text;
  }
  EXPECT_EQ(shape(read("x\n1\n2\n")), "x:byte");
  EXPECT_EQ(shape(read("a;b\n1,5;2\n")), "a:str3 b:byte");
}

TEST(ReadDelimited, neighbouring_delimiters_may_count_as_one) {
  const Frame f = read("  a   b\n 1     2\n3 4  \n", {.delimiters = " ", .collapse_delimiters = true});
  EXPECT_EQ(shape(f), "a:byte b:byte");
  EXPECT_EQ(values(*f.variables[1].column), (Numbers{2, 4}));
}

TEST(ReadDelimited, headers_become_names_and_labels) {
  const Frame f = read("Firm ID,GDP.per-capita,2010,x,x,,_cons,年份 (年)\n1,2,3,4,5,6,7,8\n", {.names_row = 1});
  const char* names[] = {"firmid", "gdppercapita", "v3", "x", "v5", "v6", "v7", "年份年"};
  const char* labels[] = {"Firm ID", "GDP.per-capita", "2010", "", "x", "", "_cons", "年份 (年)"};
  for (std::size_t k = 0; k < 8; ++k) {
    EXPECT_EQ(f.variables[k].name, names[k]);
    EXPECT_EQ(f.variables[k].label, labels[k]);
  }
  EXPECT_EQ(read("Ab\n1\n", {.name_case = DelimitedOptions::Case::preserve}).variables[0].name, "Ab");
  EXPECT_EQ(read("Ab\n1\n", {.name_case = DelimitedOptions::Case::upper}).variables[0].name, "AB");
  EXPECT_EQ(read_delimited("_cons,y\n1,2\n", {}).notes.size(), 1u);
}

TEST(ReadDelimited, the_first_row_is_a_header_only_if_numbers_follow_it) {
  EXPECT_EQ(shape(read("a,b\nc,d\n")), "v1:str1 v2:str1");
  EXPECT_EQ(shape(read("1,2\n3,4\n")), "v1:byte v2:byte");
  EXPECT_EQ(shape(read("a,b\nc,d\n", {.names_row = 1})), "a:str1 b:str1");
  EXPECT_EQ(shape(read("a,b\n1,2\n", {.names_row = 0})), "v1:str1 v2:str1");
  EXPECT_EQ(shape(read("title\n\na,b\n1,2\n", {.names_row = 3})), "a:byte b:byte");
}

TEST(ReadDelimited, ragged_rows_are_padded) {
  const Frame f = read("a,b,c\n1\n1,2,3,4\n5,6\n");
  EXPECT_EQ(shape(f), "a:byte b:byte c:byte v4:byte");
  EXPECT_EQ(values(*f.variables[1].column), (Numbers{missing, 2, 6}));
  EXPECT_EQ(values(*f.variables[3].column), (Numbers{missing, 4, missing}));
}

TEST(ReadDelimited, surprises_late_in_the_file_are_not_lost) {
  std::string text = "a,b\n";
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ",1\n";
  text += "late,2\n1,2,3\n";
  const Frame f = read(text);
  EXPECT_EQ(shape(f), "a:str4 b:byte v3:byte");
  EXPECT_EQ(f.rows, 5002u);
  EXPECT_EQ(f.variables[0].column->text(5000), "late");
  EXPECT_EQ(f.variables[0].column->text(4999), "4999");
  EXPECT_EQ(values(*f.variables[2].column)[5001], 3);
}

TEST(ReadDelimited, blank_lines_are_rows_only_of_a_single_column) {
  EXPECT_EQ(read("a,b\n1,2\n\n3,4\n\n").rows, 2u);
  EXPECT_EQ(values(*read("a\n1\n\n3\n").variables[0].column), (Numbers{1, missing, 3}));
}

TEST(ReadDelimited, blank_lines_are_rows_of_several_columns_on_request) {
  DelimitedOptions o;
  o.empty_lines_are_rows = true;
  const Frame f = read_delimited("x,s\n1,a\n\n\r\n2,b\n", o).frame;
  ASSERT_EQ(f.rows, 4u);
  EXPECT_EQ(f.at("x").column->number(1), missing);
  EXPECT_EQ(f.at("s").column->text(2), "");
  EXPECT_EQ(f.at("x").column->number(3), 2);
}

TEST(ReadDelimited, a_delimiter_may_have_several_characters) {
  DelimitedOptions o;
  o.delimiter_text = "::";
  const Frame f = read_delimited("x::s::y\n1::a:b::3\n2::\"c::d\"::4\n", o).frame;
  ASSERT_EQ(f.variables.size(), 3u);
  EXPECT_EQ(f.at("s").column->text(0), "a:b");
  EXPECT_EQ(f.at("s").column->text(1), "c::d");
  EXPECT_EQ(f.at("y").column->number(1), 4);
  EXPECT_EQ(test::code_of([&] { read_delimited("x::\x1Fy\n", o); }), 198);
}

TEST(ReadDelimited, ranges_of_rows_and_columns) {
  const std::string text = "a,b,c\n1,2,3\n4,5,6\n7,8,9\n";
  const Frame f = read(text, {.first_row = 3, .last_row = 3, .first_column = 2, .last_column = 3});
  EXPECT_EQ(shape(f), "b:byte c:byte");
  EXPECT_EQ(values(*f.variables[0].column), Numbers{5});
  EXPECT_EQ(shape(read(text, {.first_column = 2, .string_columns = {1}})), "b:str1 c:byte");
}

TEST(ReadDelimited, types_can_be_forced) {
  EXPECT_EQ(texts(*read("a\n007\n", {.all_strings = true}).variables[0].column), Texts{"007"});
  EXPECT_EQ(texts(*read("a,b\n007,1\n", {.string_columns = {1}}).variables[0].column), Texts{"007"});
  EXPECT_EQ(values(*read("a,b\nNA,1\n5,2\n", {.numeric_columns = {1}}).variables[0].column), (Numbers{missing, 5}));
}

TEST(ReadDelimited, text_beyond_2045_bytes_is_strl) {
  EXPECT_EQ(shape(read("a,b\n1," + std::string(3000, 'x') + "\n")), "a:byte b:strL");
}

TEST(ReadDelimited, an_empty_text_has_no_rows) {
  EXPECT_EQ(read("").rows, 0u);
  EXPECT_EQ(read("\n\n").rows, 0u);
  EXPECT_EQ(shape(read("a,b\n", {.names_row = 1})), "a:byte b:byte");
}

TEST(ReadDelimited, an_unclosed_quote_names_the_line_where_it_began) {
  const Error e = error_of("a,b\n1,x\n2,\"never\n3,closed\n");
  EXPECT_EQ(e.code, 459);
  EXPECT_NE(std::string(e.what()).find("line 3, character 3"), std::string::npos) << e.what();
}

TEST(ReadDelimited, a_binary_zero_names_its_line) {
  const Error e = error_of(std::string("a,b\n1,2\n3,\0004\n", 14));
  EXPECT_EQ(e.code, 609);
  EXPECT_NE(std::string(e.what()).find("line 3"), std::string::npos) << e.what();
}

TEST(ReadDelimited, too_many_fields_are_refused) {
  EXPECT_EQ(error_of(std::string(200000, ',')).code, 103);
}

// Megabytes of text are cut for several threads; quoted line ends and stray quotes must not matter.
TEST(ReadDelimited, large_files_read_the_same_in_pieces) {
  for (const bool stray : {false, true}) {
    std::string text = "id,text,x\n";
    const int rows = 150000;
    for (int i = 0; i < rows; ++i) {
      text += std::to_string(i) + (i % 3 ? ",\"li\nne " + std::to_string(i % 1000) + ", \"\"q\"\"\"," : ",plain,");
      if (stray && i == 60001) text += "6\" pipe";
      text += std::to_string(i) + ".25\n";
    }
    const Frame f = read(text);
    ASSERT_EQ(f.rows, static_cast<std::size_t>(rows));
    EXPECT_EQ(f.variables[2].column->is_string(), stray);
    for (std::size_t i = 0; i < f.rows; i += 997) {
      ASSERT_EQ(f.variables[0].column->number(i), static_cast<double>(i));
      const std::string expected = i % 3 ? "li\nne " + std::to_string(i % 1000) + ", \"q\"" : "plain";
      ASSERT_EQ(f.variables[1].column->text(i), expected);
    }
  }
}

TEST(ReadDelimited, random_bytes_end_in_a_frame_or_an_error) {
  const std::string whole =
      "\xef\xbb\xbfid,\"na me\",x,省份\r\n1,\"a,\"\"b\"\"\",1.5e3,北京\r\n2,c d,-.25,\r\n"
      "3,\"l\n2\",12345678901234567890,上海\n";
  const char bytes[] = "\",\n\r\t ;|.-+eE0179az\xff\x80\xe5\0";
  std::uint64_t state = 99;
  const auto random = [&] { return (state = state * 6364136223846793005u + 1442695040888963407u) >> 33; };
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (std::uint64_t k = 1 + random() % 5; k > 0; --k) text[random() % text.size()] = bytes[random() % sizeof bytes];
    text.resize(random() % (text.size() + 1));
    try {
      const Frame f = read(text);
      for (const Variable& v : f.variables) {
        ASSERT_EQ(v.column->size(), f.rows);
        ASSERT_TRUE(valid_name(v.name)) << v.name;
      }
    } catch (const Error& e) {
      ASSERT_TRUE(e.code == 459 || e.code == 609 || e.code == 610) << e.code << ": " << e.what();
    }
  }
}

TEST(WriteDelimited, what_is_written_reads_back) {
  const std::string text = "id,name,x\n1,\"a,b\",0.1\n2,\"say \"\"hi\"\"\",\n3,,-2.5\n";
  const Frame f = read(text, {.doubles = true});
  EXPECT_EQ(write_delimited(f, {0, 1, 2}, {}, {}), text);
}

TEST(WriteDelimited, labels_missing_values_and_options) {
  Frame f;
  const double x[] = {1, 2, missing_code(3), missing};
  f.add({"x", make_narrowest(x), {}, {}, "l"});
  f.value_labels["l"] = std::make_shared<ValueLabel>(ValueLabel{{1, "one; 1"}, {2, "two"}});
  EXPECT_EQ(write_delimited(f, {0}, {}, {.delimiter = ";"}), "x\n\"one; 1\"\ntwo\n.c\n\n");
  EXPECT_EQ(write_delimited(f, {0}, {}, {.names = false, .value_labels = false}), "1\n2\n.c\n\n");
  const Row rows[] = {1};
  EXPECT_EQ(write_delimited(f, {0}, rows, {.quote_all = true}), "x\n\"two\"\n");
  f.variables[0].format = "%8.2f";
  EXPECT_EQ(write_delimited(f, {0}, rows, {.value_labels = false, .data_format = true}), "x\n2.00\n");
}

// Up to 19 digits with a point anywhere, against strtod of the C library.
TEST(ReadDelimited, numbers_of_many_digits_are_rounded_exactly) {
  std::mt19937_64 random(1);
  for (int k = 0; k < 200'000; ++k) {
    std::string text = std::to_string(random() >> (random() % 64)).substr(0, 19);
    if (const std::size_t at = random() % (text.size() + 1); at > 0) text.insert(at, ".");
    if (random() & 1) text.insert(0, "-");
    double x = 0;
    ASSERT_TRUE(parse_cell(text, x)) << text;
    ASSERT_EQ(x, std::strtod(text.c_str(), nullptr)) << text;
  }
}

}  // namespace
}  // namespace nqp::data
