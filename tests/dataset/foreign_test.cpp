// Files of SPSS and SAS, made with ReadStat's writer. Expected values: what was written, and the calendars of the
// formats (SPSS counts seconds from 14oct1582, SAS days from 01jan1960).
#include "interpreter/dataset/io/foreign.hpp"

#include <gtest/gtest.h>
#include <readstat.h>

#include <array>
#include <limits>

#include "grammar/ast/error.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::code_of;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

ssize_t keep(const void* bytes, std::size_t n, void* out) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(bytes), n);
  return static_cast<ssize_t>(n);
}

using Begin = readstat_error_t (*)(readstat_writer_t*, void*, long);

// Three rows: id 1 2 9, day in the format given, name.
std::string written(Begin begin, const char* date_format, double first_day, double step,
                    readstat_compress_t compression = READSTAT_COMPRESS_NONE, bool spss = true,
                    unsigned char version = 0) {
  std::string out;
  readstat_writer_t* w = readstat_writer_init();
  readstat_set_data_writer(w, keep);
  readstat_writer_set_compression(w, compression);
  if (version > 0) readstat_writer_set_file_format_version(w, version);
  readstat_variable_t* id = readstat_add_variable(w, "ID", READSTAT_TYPE_DOUBLE, 8);
  readstat_variable_set_label(id, "编号");
  if (spss) {
    readstat_label_set_t* labels = readstat_add_label_set(w, READSTAT_TYPE_DOUBLE, "labels0");
    readstat_label_double_value(labels, 1, "one");
    readstat_label_double_value(labels, 9, "refused");
    readstat_variable_set_label_set(id, labels);
    readstat_variable_add_missing_double_value(id, 9);
  }
  readstat_variable_t* day = readstat_add_variable(w, "DAY", READSTAT_TYPE_DOUBLE, 8);
  readstat_variable_set_format(day, date_format);
  readstat_variable_t* name = readstat_add_variable(w, "NAME", READSTAT_TYPE_STRING, 12);
  begin(w, &out, 3);
  for (int i = 0; i < 3; ++i) {
    readstat_begin_row(w);
    readstat_insert_double_value(w, id, i == 2 ? 9 : i + 1);
    readstat_insert_double_value(w, day, i == 2 ? not_a_number : first_day + i * step);
    readstat_insert_string_value(w, name, i == 0 ? "北京" : i == 1 ? "Paris" : "");
    readstat_end_row(w);
  }
  EXPECT_EQ(readstat_end_writing(w), READSTAT_OK);
  readstat_writer_free(w);
  return out;
}

// 01jan1970 is second 12219379200 of SPSS (the constant that other readers use) and day 3653 since 1960; 01mar2019 is
// day 21609.
constexpr double march_in_spss = 12219379200.0 + (21609.0 - 3653.0) * 86400;

void expect_three_rows(const Frame& f, bool spss) {
  ASSERT_EQ(f.rows, 3u);
  ASSERT_EQ(f.variables.size(), 3u);
  const Variable& id = f.at("ID");
  EXPECT_EQ(id.column->number(1), 2);
  EXPECT_EQ(id.column->type().storage, Storage::byte_);
  EXPECT_EQ(id.column->number(2), spss ? missing_code(1) : 9);
  EXPECT_EQ(f.at("DAY").column->number(0), 21609);
  EXPECT_EQ(f.at("DAY").column->number(1), 21610);
  EXPECT_TRUE(f.at("DAY").column->missing_at(2));
  EXPECT_EQ(f.at("DAY").format, "%td");
  EXPECT_EQ(f.at("NAME").column->text(0), "北京");
  EXPECT_EQ(f.at("NAME").column->text(2), "");
}

TEST(Foreign, spss_files_keep_dates_labels_and_declared_missing_values) {
  for (const readstat_compress_t c : {READSTAT_COMPRESS_NONE, READSTAT_COMPRESS_ROWS, READSTAT_COMPRESS_BINARY}) {
    const Frame f =
        read_foreign(written(readstat_begin_writing_sav, "DATE11", march_in_spss, 86400, c), ForeignFormat::spss);
    expect_three_rows(f, true);
    EXPECT_EQ(f.at("ID").label, "编号");
    const ValueLabel* labels = f.labels_of(f.at("ID"));
    ASSERT_NE(labels, nullptr);
    EXPECT_EQ(labels->at(1), "one");
    EXPECT_EQ(labels->at(missing_code(1)), "refused");
  }
}

TEST(Foreign, spss_moments_are_milliseconds) {
  const Frame f =
      read_foreign(written(readstat_begin_writing_sav, "DATETIME20", march_in_spss, 1), ForeignFormat::spss);
  EXPECT_EQ(f.at("DAY").column->number(1), 21609.0 * 86400000 + 1000);
  EXPECT_EQ(f.at("DAY").format, "%tc");
}

TEST(Foreign, sas_files_have_their_own_calendar) {
  expect_three_rows(
      read_foreign(written(readstat_begin_writing_sas7bdat, "DATE9", 21609, 1, READSTAT_COMPRESS_NONE, false),
                   ForeignFormat::sas),
      false);
  for (const unsigned char version : std::array<unsigned char, 2>{5, 8}) {
    const std::string bytes =
        written(readstat_begin_writing_xport, "DATE9", 21609, 1, READSTAT_COMPRESS_NONE, false, version);
    expect_three_rows(read_foreign(bytes, ForeignFormat::sas_transport), false);
  }
}

TEST(Foreign, files_of_another_kind_and_cut_files_are_refused) {
  const std::string sav = written(readstat_begin_writing_sav, "DATE11", march_in_spss, 86400);
  EXPECT_EQ(code_of([&] { read_foreign("make,price\n", ForeignFormat::spss); }), 610);
  EXPECT_EQ(code_of([&] { read_foreign("make,price\n", ForeignFormat::sas); }), 610);
  EXPECT_EQ(code_of([&] { read_foreign(sav, ForeignFormat::sas); }), 610);
  EXPECT_NE(code_of([&] { read_foreign(sav.substr(0, sav.size() - 30), ForeignFormat::spss); }), 0);
}

// The library writes only ASCII into portable files.
std::string spss_portable() {
  std::string out;
  readstat_writer_t* w = readstat_writer_init();
  readstat_set_data_writer(w, keep);
  readstat_variable_t* id = readstat_add_variable(w, "ID", READSTAT_TYPE_DOUBLE, 8);
  readstat_variable_t* name = readstat_add_variable(w, "NAME", READSTAT_TYPE_STRING, 12);
  readstat_begin_writing_por(w, &out, 3);
  for (int i = 0; i < 3; ++i) {
    readstat_begin_row(w);
    readstat_insert_double_value(w, id, i * 1.5);
    readstat_insert_string_value(w, name, "Paris");
    readstat_end_row(w);
  }
  EXPECT_EQ(readstat_end_writing(w), READSTAT_OK);
  readstat_writer_free(w);
  return out;
}

struct ForeignSample {
  const char* name;
  ForeignFormat format;
  std::string bytes;
  std::size_t mark;  // so many bytes show what the file is
  std::size_t end;   // cut before, a file lacks something
};

std::vector<ForeignSample> foreign_samples() {
  const auto none = READSTAT_COMPRESS_NONE;
  std::vector<ForeignSample> out{
      {"sav", ForeignFormat::spss, written(readstat_begin_writing_sav, "DATE11", march_in_spss, 86400), 8, 0},
      {"zsav", ForeignFormat::spss,
       written(readstat_begin_writing_sav, "DATE11", march_in_spss, 86400, READSTAT_COMPRESS_BINARY), 8, 0},
      {"sas7bdat", ForeignFormat::sas, written(readstat_begin_writing_sas7bdat, "DATE9", 21609, 1, none, false), 32, 0},
      {"xport", ForeignFormat::sas_transport, written(readstat_begin_writing_xport, "DATE9", 21609, 1, none, false, 5),
       80, 0},
      {"por", ForeignFormat::spss, spss_portable(), 80, 0}};
  for (ForeignSample& s : out) s.end = s.bytes.size();
  out.back().end = out.back().bytes.find_last_not_of("Z\r\n");  // filled up behind its end
  return out;
}

// An .xpt counts no rows: cut between two records of 80 bytes it is a shorter file.
TEST(Foreign, a_file_cut_off_anywhere_ends_early_or_is_damaged) {
  for (const ForeignSample& s : foreign_samples()) {
    for (std::size_t n = 0; n < s.end; n += 1 + s.bytes.size() / 600) {
      if (s.format == ForeignFormat::sas_transport && n % 80 == 0) continue;
      SCOPED_TRACE(std::string(s.name) + " cut after " + std::to_string(n) + " bytes");
      const int code = code_of([&] { read_foreign(s.bytes.substr(0, n), s.format); });
      if (n < s.mark) EXPECT_TRUE(code == 610 || code == 612 || code == 688) << code;
      else EXPECT_TRUE(code == 612 || code == 688) << code;
    }
  }
}

TEST(Foreign, counts_out_of_all_proportion_never_crash) {
  for (const ForeignSample& s : foreign_samples()) {
    for (std::size_t i = 0; i + 4 <= s.bytes.size(); i += 1 + s.bytes.size() / 300) {
      std::string changed = s.bytes;
      changed.replace(i, 4, "\xff\xff\xff\x7f");
      code_of([&] { read_foreign(changed, s.format); });
    }
  }
}

TEST(Foreign, changed_bytes_never_crash) {
  const std::string sav = written(readstat_begin_writing_sav, "DATE11", march_in_spss, 86400, READSTAT_COMPRESS_ROWS);
  for (std::size_t i = 0; i < sav.size(); i += 5) {
    std::string changed = sav;
    changed[i] = static_cast<char>(changed[i] ^ 0xA5);
    code_of([&] { read_foreign(changed, ForeignFormat::spss); });
  }
}

}  // namespace
}  // namespace nqp::data
