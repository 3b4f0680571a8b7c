// Sheets of workbooks as data sets, and back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/spreadsheet.hpp"

namespace nqp::data {

struct SheetOptions {
  CellPosition first = {};                // upper left cell
  std::optional<CellPosition> last = {};  // absent: the last row and column with a value
  bool first_row_names = false;
  DelimitedOptions::Case name_case = DelimitedOptions::Case::preserve;
  bool all_strings = false;
  std::string date_format = {};  // of dates in string variables; empty: %td and %tc
};

// One variable a column: text if any cell holds text, dates (%td, %tc) if all numbers are shown as dates, else
// numbers of the least type. Logical values are 0 and 1, errors and empty cells missing. Columns without a usable
// heading are called by their letters. Error 198 when the range begins after the last value.
Frame frame_of_sheet(const Workbook& w, const Sheet& s, const SheetOptions& options);

// The shortest digits that read back as the same number.
std::string shortest_number(double x);

}  // namespace nqp::data
