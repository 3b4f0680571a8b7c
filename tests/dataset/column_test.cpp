// Storage types, missing values and columns. Codes and ranges: StataCorp, help dta and help data types.
#include <gtest/gtest.h>

#include <bit>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/column.hpp"

namespace nqp::data {
namespace {

TEST(Missing, codes_are_those_of_the_file_format) {
  EXPECT_EQ(std::bit_cast<std::uint64_t>(missing), 0x7fe0000000000000u);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(missing_code(1)), 0x7fe0010000000000u);   // .a
  EXPECT_EQ(std::bit_cast<std::uint64_t>(missing_code(26)), 0x7fe01a0000000000u);  // .z
}

TEST(Missing, values_are_ordered_above_every_number) {
  EXPECT_LT(largest_number, missing);
  for (int k = 0; k < 26; ++k) EXPECT_LT(missing_code(k), missing_code(k + 1));
  for (int k = 0; k <= 26; ++k) EXPECT_EQ(missing_index(missing_code(k)), k);
  EXPECT_EQ(missing_text(missing_code(3)), ".c");
}

TEST(Missing, infinities_and_nan_never_leave_a_column) {
  const double values[] = {HUGE_VAL, -HUGE_VAL, std::nan(""), 1.0};
  for (const Storage s : {Storage::float_, Storage::double_, Storage::long_}) {
    const auto c = make_numeric(s, values);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(c->number(i), missing);
    EXPECT_EQ(c->number(3), 1.0);
  }
}

TEST(Types, names_read_and_write) {
  for (const char* name : {"byte", "int", "long", "float", "double", "str1", "str244", "str2045", "strL"}) {
    const auto type = parse_type(name);
    ASSERT_TRUE(type) << name;
    EXPECT_EQ(type_name(*type), name);
  }
  EXPECT_EQ(type_name(*parse_type("str")), "str1");
  for (const char* name : {"str0", "str2046", "strX", "str12x", "string", "number", "", "str99999"}) {
    EXPECT_FALSE(parse_type(name)) << name;
  }
}

TEST(Types, default_formats_are_those_of_the_language) {
  EXPECT_EQ(default_format({Storage::byte_, 0}), "%8.0g");
  EXPECT_EQ(default_format({Storage::long_, 0}), "%12.0g");
  EXPECT_EQ(default_format({Storage::float_, 0}), "%9.0g");
  EXPECT_EQ(default_format({Storage::double_, 0}), "%10.0g");
  EXPECT_EQ(default_format({Storage::str, 4}), "%9s");
  EXPECT_EQ(default_format({Storage::str, 20}), "%20s");
}

TEST(Types, values_fit_up_to_the_documented_limits) {
  EXPECT_TRUE(fits(100, Storage::byte_) && fits(-127, Storage::byte_));
  EXPECT_FALSE(fits(101, Storage::byte_) || fits(-128, Storage::byte_) || fits(0.5, Storage::byte_));
  EXPECT_TRUE(fits(32740, Storage::int_) && fits(-32767, Storage::int_));
  EXPECT_FALSE(fits(32741, Storage::int_));
  EXPECT_TRUE(fits(2147483620.0, Storage::long_));
  EXPECT_FALSE(fits(2147483621.0, Storage::long_));
  EXPECT_TRUE(fits(16777216, Storage::float_));
  EXPECT_FALSE(fits(16777217, Storage::float_) || fits(0.1, Storage::float_) || fits(1e39, Storage::float_));
  for (int k = 0; k <= 26; ++k) {
    for (const Storage s : {Storage::byte_, Storage::int_, Storage::long_, Storage::float_, Storage::double_}) {
      EXPECT_TRUE(fits(missing_code(k), s));
    }
  }
}

TEST(Types, the_wider_type_holds_both) {
  EXPECT_EQ(wider(Storage::byte_, Storage::int_), Storage::int_);
  EXPECT_EQ(wider(Storage::int_, Storage::float_), Storage::float_);
  EXPECT_EQ(wider(Storage::long_, Storage::float_), Storage::double_);
  EXPECT_EQ(wider(Storage::str, Storage::strl), Storage::strl);
}

TEST(Column, every_storage_keeps_numbers_and_all_missing_codes) {
  std::vector<double> values{-100, 0, 7, 100};
  for (int k = 0; k <= 26; ++k) values.push_back(missing_code(k));
  for (const Storage s : {Storage::byte_, Storage::int_, Storage::long_, Storage::float_, Storage::double_}) {
    const auto c = make_numeric(s, values);
    std::vector<double> back(values.size());
    c->read(0, back.size(), back.data());
    EXPECT_EQ(back, values) << static_cast<int>(s);
    EXPECT_TRUE(c->missing_at(4));
    EXPECT_FALSE(c->missing_at(3));
  }
}

TEST(Column, integers_are_truncated_and_what_does_not_fit_is_missing) {
  const double values[] = {1.9, -1.9, 100.9, 101, -127.5, -128, 1e10};
  const auto c = make_numeric(Storage::byte_, values);
  EXPECT_EQ(c->number(0), 1);
  EXPECT_EQ(c->number(1), -1);
  EXPECT_EQ(c->number(2), 100);
  EXPECT_EQ(c->number(3), missing);
  EXPECT_EQ(c->number(4), -127);
  EXPECT_EQ(c->number(5), missing);
  EXPECT_EQ(c->number(6), missing);
}

TEST(Column, float_rounds_as_float) {
  const double values[] = {0.1, 16777217};
  const auto c = make_numeric(Storage::float_, values);
  EXPECT_EQ(c->number(0), static_cast<double>(0.1f));
  EXPECT_EQ(c->number(1), 16777216);
}

TEST(Column, narrowest_storage_loses_nothing) {
  const auto storage = [](std::vector<double> v) { return make_narrowest(v)->type().storage; };
  EXPECT_EQ(storage({1, 100, missing}), Storage::byte_);
  EXPECT_EQ(storage({1, 101}), Storage::int_);
  EXPECT_EQ(storage({1, 32741}), Storage::long_);
  EXPECT_EQ(storage({2147483621.0}), Storage::double_);
  EXPECT_EQ(storage({0.5}), Storage::float_);
  EXPECT_EQ(storage({0.1}), Storage::double_);
  EXPECT_EQ(storage({missing, missing_code(2)}), Storage::byte_);
  EXPECT_EQ(storage({}), Storage::byte_);
}

TEST(Column, facts_describe_the_values) {
  const double values[] = {3, missing, -1.5, missing_code(1)};
  const auto c = make_numeric(Storage::double_, values);
  EXPECT_EQ(c->facts().lowest, -1.5);
  EXPECT_EQ(c->facts().highest, 3);
  EXPECT_FALSE(c->facts().integers);
  EXPECT_FALSE(c->facts().ascending);
  EXPECT_EQ(c->facts().missing_count, 2u);
  const double none[] = {missing, missing};
  EXPECT_EQ(make_numeric(Storage::int_, none)->facts().lowest, missing);
  const double sorted[] = {1, 1, 2, missing, missing_code(4)};
  EXPECT_TRUE(make_numeric(Storage::int_, sorted)->facts().ascending);
}

TEST(Column, poke_changes_one_value_and_its_facts) {
  const double values[] = {1, 2, 3};
  const auto c = std::const_pointer_cast<Column>(make_numeric(Storage::int_, values));
  EXPECT_EQ(c->facts().highest, 3);
  c->poke(1, 9);
  EXPECT_EQ(c->number(1), 9);
  EXPECT_EQ(c->facts().highest, 9);
}

TEST(Dictionary, gives_equal_texts_one_code) {
  Dictionary d;
  EXPECT_EQ(d.code(""), 0u);
  const auto a = d.code("abc");
  EXPECT_EQ(d.code("abc"), a);
  EXPECT_EQ(d.find("abc"), a);
  EXPECT_FALSE(d.find("abd"));
  for (std::size_t i = 0; i < 20000; ++i) d.code("text" + std::to_string(i) + std::string(i % 40, '-'));
  EXPECT_EQ(d.size(), 20002u);
  EXPECT_EQ(d.text(a), "abc");
  EXPECT_EQ(d.text(*d.find("text7-------")), "text7-------");
}

TEST(Dictionary, copies_share_text_and_grow_apart) {
  Dictionary d;
  d.code("one");
  Dictionary copy(d);
  copy.code("two");
  d.code("three");
  EXPECT_EQ(copy.text(*copy.find("one")), "one");
  EXPECT_FALSE(copy.find("three"));
  EXPECT_FALSE(d.find("two"));
}

TEST(Strings, the_type_is_that_of_the_longest_text) {
  const std::string values[] = {"a", "", "省份"};
  EXPECT_EQ(type_name(make_strings(values)->type()), "str6");
  const std::string empty[] = {"", ""};
  EXPECT_EQ(type_name(make_strings(empty)->type()), "str1");
  const std::string lengthy[] = {std::string(2046, 'x')};
  EXPECT_EQ(type_name(make_strings(lengthy)->type()), "strL");
}

TEST(Strings, a_writer_starts_from_an_old_dictionary_without_touching_it) {
  const std::string values[] = {"long text", "b"};
  const auto old = make_strings(values);
  StringWriter w(2, old->dictionary());
  w.set(0, "b");
  auto shared = w.finish();
  EXPECT_EQ(shared->dictionary(), old->dictionary());
  EXPECT_EQ(type_name(shared->type()), "str1");
  StringWriter more(2, old->dictionary());
  more.set(1, "new");
  const auto c = more.finish(Type{Storage::str, 12});
  EXPECT_EQ(c->text(1), "new");
  EXPECT_EQ(type_name(c->type()), "str12");
  EXPECT_FALSE(old->dictionary()->find("new"));
}

TEST(Gather, takes_rows_in_the_order_asked_for) {
  const double values[] = {10, 20, 30};
  const Row rows[] = {2, 0, 2, 0xffffffffu};
  const auto c = gather(*make_numeric(Storage::int_, values), rows);
  EXPECT_EQ(c->number(0), 30);
  EXPECT_EQ(c->number(1), 10);
  EXPECT_EQ(c->number(2), 30);
  EXPECT_EQ(c->number(3), missing);
  const std::string texts[] = {"x", "y", "z"};
  const auto s = gather(*make_strings(texts), rows);
  EXPECT_EQ(s->text(0), "z");
  EXPECT_EQ(s->text(3), "");
}

TEST(Append, widens_numbers_and_merges_dictionaries) {
  const double top[] = {1, missing_code(1)}, bottom[] = {100000, 0};
  const auto c = append(*make_numeric(Storage::byte_, top), *make_numeric(Storage::long_, bottom));
  EXPECT_EQ(c->type().storage, Storage::long_);
  EXPECT_EQ(c->number(1), missing_code(1));
  EXPECT_EQ(c->number(2), 100000);
  const std::string a[] = {"x", "y"}, b[] = {"zzz", "x"};
  const auto s = append(*make_strings(a), *make_strings(b));
  EXPECT_EQ(type_name(s->type()), "str3");
  EXPECT_EQ(s->codes()[0], s->codes()[3]);
  EXPECT_EQ(s->text(2), "zzz");
  EXPECT_THROW(append(*c, *s), Error);
}

TEST(EqualValues, ignores_storage_but_not_missing_codes) {
  const double values[] = {1, missing}, other[] = {1, missing_code(1)};
  EXPECT_TRUE(equal_values(*make_numeric(Storage::byte_, values), *make_numeric(Storage::double_, values)));
  EXPECT_FALSE(equal_values(*make_numeric(Storage::byte_, values), *make_numeric(Storage::byte_, other)));
}

TEST(Pool, refuses_what_the_limit_does_not_hold_and_says_why) {
  set_pool_limit(pool_in_use() + (std::size_t{8} << 20));
  try {
    Buffer<double> too_much(std::size_t{1} << 21);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code, 909);
    EXPECT_NE(std::string(e.what()).find("16 MiB needed"), std::string::npos) << e.what();
  }
  { const Buffer<double> enough(1 << 18); }
  set_pool_limit(0);
  EXPECT_THROW(Buffer<double>(std::size_t{1} << 60), Error);
}

TEST(Pool, counts_what_is_in_use) {
  const std::size_t before = pool_in_use();
  {
    const Buffer<double> big(1 << 20), small(3);
    EXPECT_GE(pool_in_use(), before + (std::size_t{8} << 20));
  }
  EXPECT_EQ(pool_in_use(), before);
}

}  // namespace
}  // namespace nqp::data
