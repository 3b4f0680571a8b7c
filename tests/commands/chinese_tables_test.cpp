// Chinese names and labels take two columns a character: the bars of a table stay below one another.
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "interpreter/text/width.hpp"
#include "tests/commands/run_do_file.hpp"

namespace nqp {
namespace {

// Display columns at which the first bar or crossing of each line stands.
std::set<std::size_t> bar_columns(const std::string& output) {
  std::set<std::size_t> columns;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t bar = line.find_first_of("|+");
    if (bar != std::string::npos) columns.insert(text::display_width(line.substr(0, bar)));
  }
  return columns;
}

std::string output_of(const std::string& command) {
  test::Fixture f;
  f.run(
      "clear\ninput x 省份 str12 市\n1 1 \"北京市\"\n2 2 \"c\"\n3 2 \"上海\"\nend\n"
      "label define s 1 \"东部地区\" 2 \"West\"\nlabel values 省份 s\nlabel variable 省份 \"所在省份\"");
  const std::size_t before = f.output().size();
  EXPECT_EQ(f.run(command), 0) << f.output();
  return f.output().substr(before);
}

class ChineseTable : public ::testing::TestWithParam<const char*> {};

TEST_P(ChineseTable, keeps_its_bars_in_one_column) {
  const std::string output = output_of(GetParam());
  EXPECT_EQ(bar_columns(output).size(), 1u) << output;
}

INSTANTIATE_TEST_SUITE_P(Commands, ChineseTable,
                         ::testing::Values("summarize x 省份", "tabulate 省份", "tabulate 市 省份", "tabulate 市",
                                           "tabulate 省份, summarize(x)", "tabstat x, by(省份) statistics(mean sd)",
                                           "correlate x 省份", "table 省份, statistic(mean x)"));

TEST(ChineseList, boxes_its_columns) {
  const std::string output = output_of("list 市 省份 x");
  std::set<std::size_t> widths;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);)
    if (line.find_first_of("|+") != std::string::npos) widths.insert(text::display_width(line));
  EXPECT_EQ(widths.size(), 1u) << output;
}

}  // namespace
}  // namespace nqp
