// What stands in the cells of table: statistics, frequencies and shares, and how they look.
#pragma once

#include <string>
#include <vector>

#include "interpreter/command/context.hpp"
#include "interpreter/report/document.hpp"
#include "stdlib/kit/observed.hpp"
#include "stdlib/numeric/moments/statistic.hpp"

namespace nqp::kit {

// What a share is of: all observations, those of its row, or those of its column.
enum class ShareOf { table, row, column };

// One number of a cell.
struct TableItem {
  enum class Kind { frequency, percent, proportion, statistic };
  Kind kind = Kind::frequency;
  numeric::StatisticSpec spec = {};
  std::string variable = {}, heading = {}, format = {};
  std::string statistic = {};  // as it was written
  std::string around = {};     // sformat(): "%s%%"
  ShareOf whole = ShareOf::table;
};

// The variables of both sides of the table.
struct TableSides {
  command::Variables rows, columns;
};

// `others` are statistic(), nformat() and sformat(), each given any number of times; contents() and format() the older
// form. Frequencies when nothing is asked for. Errors 198, 120.
std::vector<TableItem> table_items(const std::vector<ast::Option>& others, const std::string& contents,
                                   const std::string& format, const TableSides& sides, const command::Context& c);

// The observations that a share in a cell is of.
struct TableTotals {
  double table = 0, row = 0, column = 0;
};

report::Cell table_cell(const TableItem& item, const WeightedRows& rows, const TableTotals& wholes,
                        const command::Context& c);

}  // namespace nqp::kit
