// Sheets of workbooks as data sets, and back.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/dataset/io/delimited_names.hpp"
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

// What was seen of a column: sixteen bytes a cell.
struct SheetColumn {
  struct Value {
    double number;  // of text and errors: its index among the texts of the workbook
    std::uint32_t row;
    std::uint32_t kind : 3, style : 29;
  };
  enum class Unit { number, days, milliseconds };

  std::deque<Value> cells = {};
  std::optional<Value> heading = {};
  bool text = false, numbers = false;
  Unit unit = Unit::number;
};

// A data set under construction; cells may come in any order.
class SheetFrame {
 public:
  explicit SheetFrame(SheetOptions options) : options_(std::move(options)) {}
  void add(const Workbook& w, const Cell& c);
  Frame finish(const Workbook& w, const std::string& sheet_name);  // Error 198 as frame_of_sheet

 private:
  using Unit = SheetColumn::Unit;

  Unit unit_of(const Workbook& w, std::uint32_t style, double number);
  double value(const Workbook& w, double number, Unit unit) const;
  std::string text(const Workbook& w, const SheetColumn::Value& c);
  void fill(const Workbook& w, Variable& v, const SheetColumn& column, std::size_t rows);
  std::vector<NamedColumn> name_all(const Workbook& w);

  SheetOptions options_;
  std::vector<Unit> units_;  // of each style
  std::optional<CellPosition> used_;
  std::uint32_t first_row_ = 0;  // of values
  std::vector<SheetColumn> columns_;
};

// One variable a column: text if any cell holds text, dates (%td, %tc) if all numbers are shown as dates, else
// numbers of the least type. Logical values are 0 and 1, errors and empty cells missing. Columns without a usable
// heading are called by their letters. Error 198 when the range begins after the last value.
Frame frame_of_sheet(const Workbook& w, const Sheet& s, const SheetOptions& options);

// The shortest digits that read back as the same number.
std::string shortest_number(double x);

}  // namespace nqp::data
