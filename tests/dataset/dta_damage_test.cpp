// Damaged files: every outcome is a frame or an Error of the language, never a crash. Run with sanitizers, too.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <random>
#include <sstream>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/dta.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::code_of;
using test::sample;

const char* const small_files[] = {"types_stata8.dta", "types_stata13.dta", "types_stata14.dta",
                                   "pandas_117_little.dta", "pandas_119_little.dta", "pandas_114_big_gbk.dta"};

TEST(DamagedDta, every_truncation_is_noticed) {
  for (const char* name : {"types_stata13.dta", "types_stata14.dta", "pandas_119_little.dta"}) {
    const std::string whole = sample(name);
    for (std::size_t n = 0; n < whole.size(); ++n) {
      const int code = code_of([&] { read_dta(whole.substr(0, n)); });
      ASSERT_TRUE(code == 610 || code == 612 || code == 688) << name << " cut at " << n << ": " << code;
    }
  }
}

// The older versions have no end mark: cut between two value labels they look whole.
TEST(DamagedDta, truncations_of_old_versions_never_crash) {
  const std::string whole = sample("types_stata8.dta");
  std::size_t accepted = 0;
  for (std::size_t n = 0; n < whole.size(); ++n) accepted += code_of([&] { read_dta(whole.substr(0, n)); }) == 0;
  EXPECT_LE(accepted, 1u);
}

TEST(DamagedDta, random_bytes_never_crash_the_reader) {
  std::mt19937_64 random(2024);
  for (const char* name : small_files) {
    const std::string whole = sample(name);
    for (int round = 0; round < 700; ++round) {
      std::string bytes = whole;
      for (std::uint64_t k = 1 + random() % 4; k > 0; --k) {
        bytes[random() % bytes.size()] = static_cast<char>(random() % 3 ? random() : 0xff);
      }
      const int code = code_of([&] { read_dta(bytes); });
      ASSERT_TRUE(code == 0 || code == 610 || code == 612 || code == 688 || code == 909) << name << ": " << code;
    }
  }
}

TEST(DamagedDta, headers_hit_by_chance_never_crash_the_reader) {
  std::mt19937_64 random(7);
  for (const char* name : small_files) {
    const std::string whole = sample(name);
    for (int round = 0; round < 700; ++round) {
      std::string bytes = whole;
      bytes[random() % std::min<std::size_t>(bytes.size(), 400)] = static_cast<char>(random());
      code_of([&] { read_dta(bytes); });
    }
  }
}

TEST(DamagedDta, absurd_counts_are_refused_before_anything_is_allocated) {
  std::string bytes = sample("types_stata14.dta");
  const std::size_t rows = bytes.find("<N>") + 3, columns = bytes.find("<K>") + 3;
  for (std::size_t k = 0; k < 8; ++k) bytes[rows + k] = '\xff';
  EXPECT_EQ(code_of([&] { read_dta(bytes); }), 688);
  for (std::size_t k = 0; k < 8; ++k) bytes[rows + k] = k < 4 ? '\x7f' : '\0';
  EXPECT_EQ(code_of([&] { read_dta(bytes); }), 612);
  bytes = sample("types_stata14.dta");
  bytes[columns] = bytes[columns + 1] = '\xff';
  EXPECT_EQ(code_of([&] { read_dta(bytes); }), 612);
}

TEST(DamagedDta, the_message_names_place_and_cause) {
  const std::string whole = sample("types_stata14.dta");
  try {
    read_dta(whole.substr(0, whole.find("<data>") + 10));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code, 612);
    const std::string message = e.what();
    EXPECT_NE(message.find("the data"), std::string::npos) << message;
    EXPECT_NE(message.find("only 4 are left"), std::string::npos) << message;
  }
}

TEST(DamagedDta, other_files_are_not_taken_for_data) {
  EXPECT_EQ(code_of([&] { read_dta(""); }), 610);
  EXPECT_EQ(code_of([&] { read_dta("id,year\n1,2000\n"); }), 610);
  EXPECT_EQ(code_of([&] { read_dta("PK\x03\x04 a spreadsheet"); }), 610);
  EXPECT_EQ(code_of([&] { read_dta("<html>"); }), 688);
  EXPECT_EQ(code_of([&] { read_dta(std::string("\x6e\x02\x01\x00", 4)); }), 610);
  EXPECT_EQ(code_of([&] { read_dta("<stata_dta><header><release>121</release>"); }), 610);
}

}  // namespace
}  // namespace nqp::data
