// Files in data/: types_stata*.dta were written by R haven 2.5.1, griliches76.dta by Stata (from statsmodels), pandas_*
// by pandas 1.5.3. Expected values: what pandas reads from the same files, and the values they were made from.
#include <gtest/gtest.h>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/dta.hpp"
#include "tests/dataset/rich_frame.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::bytes_of;
using test::numbers;
using test::rich_frame;
using test::sample;
using test::texts;
using test::values;

const double dot_a = missing_code(1), dot_z = missing_code(26);

TEST(ReadDta, all_versions_hold_the_same_types_labels_and_missing_values) {
  for (const char* version : {"8", "10", "12", "13", "14", "15"}) {
    const Frame f = read_dta(sample("types_stata" + std::string(version) + ".dta"));
    SCOPED_TRACE(version);
    EXPECT_EQ(f.rows, 6u);
    EXPECT_EQ(f.label, "types test");
    EXPECT_EQ(values(f, "v_id"), (std::vector<double>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(values(f, "v_b"), (std::vector<double>{0, 1, missing, 1, 0, 1}));
    EXPECT_EQ(values(f, "v_x"), (std::vector<double>{1.5, -2.25, missing, 1e10, 1e-10, 3}));
    EXPECT_EQ(values(f, "v_tm"), (std::vector<double>{dot_a, 5, dot_z, missing, dot_a, dot_a}));
    EXPECT_EQ(values(f, "v_date"), (std::vector<double>{0, 14669, missing, -1, 22081, -21914}));
    EXPECT_EQ(values(f, "v_dt"),
              (std::vector<double>{0, 1267446896000, missing, -1000, 1907820428000, 315619200000}));
    EXPECT_EQ(texts(f, "v_s"), (std::vector<std::string>{"alpha", "", "省份", "with \"quote\"", "a,b", "z"}));
    EXPECT_EQ(texts(f, "v_long")[1], "short");
    EXPECT_EQ(f.at("v_date").format, "%td");
    EXPECT_EQ(f.at("v_lab").label, "region with value labels");
    const ValueLabel expected{{1, "East 东部"}, {2, "Central"}, {3, "West"}};
    ASSERT_TRUE(f.labels_of(f.at("v_lab")));
    EXPECT_EQ(*f.labels_of(f.at("v_lab")), expected);
    EXPECT_FALSE(f.changed);
  }
  EXPECT_EQ(texts(read_dta(sample("types_stata15.dta")), "v_long")[0], std::string(300, 'x'));
}

TEST(ReadDta, reads_what_stata_wrote) {
  const Frame f = read_dta(sample("griliches76.dta"));
  EXPECT_EQ(f.rows, 758u);
  EXPECT_EQ(f.variables.size(), 20u);
  EXPECT_EQ(f.label, "Wages of Very Young Men, Zvi Griliches, J.Pol.Ec. 1976");
  EXPECT_EQ(f.at("med").label, "mother's education, years");
  EXPECT_EQ(f.at("lw80").column->type().storage, Storage::float_);
  // First rows of the same data as text (pandas): lw80 = 6.645, 6.694; expr = .462, 0.
  EXPECT_EQ(values(f, "lw80")[0], 6.6449999809265137);
  EXPECT_EQ(values(f, "lw80")[1], 6.6939997673034668);
  EXPECT_EQ(values(f, "expr")[0], 0.46200001239776611);
}

TEST(ReadDta, both_byte_orders_and_long_strings) {
  for (const char* name : {"117_little", "118_little", "119_little", "117_big", "118_big", "119_big"}) {
    const Frame f = read_dta(sample("pandas_" + std::string(name) + ".dta"));
    SCOPED_TRACE(name);
    EXPECT_EQ(f.label, "made by pandas");
    EXPECT_EQ(values(f, "id"), (std::vector<double>{1, -7, 100}));
    EXPECT_EQ(values(f, "n"), (std::vector<double>{-32767, 0, 32740}));
    EXPECT_EQ(values(f, "big"), (std::vector<double>{-2147483647.0, 5, 2147483620}));
    EXPECT_EQ(values(f, "f"), (std::vector<double>{static_cast<double>(0.1f), -2.5, static_cast<double>(1e30f)}));
    EXPECT_EQ(values(f, "x"), (std::vector<double>{1.0 / 3, missing, -1e300}));
    EXPECT_EQ(f.at("x").label, "a third");
    EXPECT_EQ(texts(f, "s"), (std::vector<std::string>{"abc", "", "z"}));
    if (f.find("text")) {
      EXPECT_EQ(type_name(f.at("text").column->type()), "strL");
      EXPECT_EQ(texts(f, "text"), (std::vector<std::string>{std::string(3000, 'L'), "", "second"}));
    }
  }
}

TEST(ReadDta, chinese_text_of_old_files_becomes_utf8) {
  const Frame f = read_dta(sample("pandas_114_big_gbk.dta"));
  EXPECT_EQ(texts(f, "s"), (std::vector<std::string>{"省份", "", "北京市"}));
  EXPECT_EQ(type_name(f.at("s").column->type()), "str9");
  EXPECT_EQ(f.at("x").label, "三分之一");
}

void expect_same(const Frame& a, const Frame& b) {
  ASSERT_EQ(a.rows, b.rows);
  ASSERT_EQ(a.variables.size(), b.variables.size());
  for (std::size_t k = 0; k < a.variables.size(); ++k) {
    const Variable &x = a.variables[k], &y = b.variables[k];
    SCOPED_TRACE(x.name);
    EXPECT_EQ(x.name, y.name);
    EXPECT_EQ(x.column->type(), y.column->type());
    EXPECT_TRUE(equal_values(*x.column, *y.column));
    EXPECT_EQ(x.format, y.format);
    EXPECT_EQ(x.label, y.label);
    EXPECT_EQ(x.value_label, y.value_label);
    EXPECT_EQ(x.characteristics, y.characteristics);
  }
  EXPECT_EQ(a.characteristics, b.characteristics);
  EXPECT_EQ(a.label, b.label);
  EXPECT_EQ(a.sorted_by, b.sorted_by);
  ASSERT_EQ(a.panel.has_value(), b.panel.has_value());
  EXPECT_EQ(a.panel->panel, b.panel->panel);
  EXPECT_EQ(a.panel->time, b.panel->time);
  EXPECT_EQ(a.panel->delta, b.panel->delta);
  ASSERT_EQ(a.value_labels.size(), b.value_labels.size());
  for (const auto& [name, labels] : a.value_labels) EXPECT_EQ(*labels, *b.value_labels.at(name)) << name;
}

TEST(WriteDta, a_round_trip_keeps_everything) {
  const Frame f = rich_frame();
  for (const int version : {117, 118, 119}) {
    SCOPED_TRACE(version);
    const DtaOptions options{version, "22 Nov 2026 10:00"};
    const std::string written = write_dta(f, options);
    const Frame back = read_dta(written);
    expect_same(f, back);
    EXPECT_EQ(write_dta(back, options), written);
  }
}

TEST(WriteDta, files_of_other_programs_come_back_byte_for_byte_after_one_writing) {
  for (const char* name : {"types_stata8.dta", "types_stata15.dta", "griliches76.dta", "pandas_117_little.dta",
                           "pandas_119_big.dta"}) {
    const std::string once = write_dta(read_dta(sample(name)));
    EXPECT_EQ(write_dta(read_dta(once)), once) << name;
  }
}

TEST(WriteDta, old_versions_hold_the_data_without_long_strings) {
  Frame f = rich_frame();
  EXPECT_THROW(write_dta(f, {114, {}}), Error);
  f.remove("lengthy");
  for (const int version : {113, 114, 115}) {
    const std::string written = write_dta(f, {version, {}});
    expect_same(f, read_dta(written));
    EXPECT_EQ(write_dta(read_dta(written), {version, {}}), written);
  }
}

TEST(WriteDta, a_fractional_delta_survives) {
  Frame f = rich_frame();
  for (const double delta : {0.25, 5.0, 86400000.0, 0.1}) {
    f.panel->delta = delta;
    EXPECT_EQ(read_dta(write_dta(f)).panel->delta, delta);
  }
}

TEST(WriteDta, an_empty_frame_is_a_file) {
  const Frame back = read_dta(write_dta(Frame{}));
  EXPECT_EQ(back.rows, 0u);
  EXPECT_TRUE(back.variables.empty());
  Frame no_rows;
  no_rows.add({"x", make_numeric(Storage::float_, {})});
  EXPECT_EQ(read_dta(write_dta(no_rows)).variables.size(), 1u);
}

TEST(WriteDta, many_variables_need_version_119) {
  Frame f;
  f.rows = 1;
  const auto one = numbers({1});
  for (int k = 0; k < 32768; ++k) f.variables.push_back({"v" + std::to_string(k), one, "%8.0g"});
  const std::string written = write_dta(f);
  EXPECT_EQ(written.substr(28, 3), "119");
  EXPECT_EQ(read_dta(written).variables.size(), 32768u);
  EXPECT_THROW(write_dta(f, {117, {}}), Error);
}

}  // namespace
}  // namespace nqp::data
