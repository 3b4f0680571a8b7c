// Parsing delimited rows straight into columns.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/dataset/column.hpp"
#include "interpreter/dataset/io/delimited_window.hpp"

namespace nqp::data {

enum class CellKind : std::uint8_t {
  skip,            // not wanted, or known already
  number,          // a cell that is no number makes the column a conflict
  forced_number,   // a cell that is no number is missing
  text,
};

// A cell that is no number where numbers were expected.
struct LateText {
  std::size_t line = 0, character = 0;  // 1-based
  std::string text;                     // its beginning
};

struct ParsedColumn {
  CellKind kind = CellKind::skip;
  std::optional<LateText> conflict;
  bool wants_doubles = false;  // a conflict, too: floats do not hold its numbers
  ColumnPtr column;            // absent when skipped or in conflict
};

struct ParsedRows {
  std::size_t rows = 0;
  std::size_t widest = 0;      // most fields in a row
  std::size_t widest_line = 0; // or one a little before it
  std::vector<ParsedColumn> columns;
};

struct ParseRequest {
  std::vector<CellKind> kinds;
  std::vector<bool> doubles;   // numbers that are not integers are stored as double, not float
  std::size_t most_rows = 0;   // there are not more
};

// The rows from the window's place to its end. Short rows are filled with missing values; fields beyond kinds.size()
// are only counted. Lines without any text are left out when there is more than one column. Uses several threads when
// there is much to do; the result does not depend on their number.
ParsedRows parse_rows(DelimitedWindow& window, const FieldSyntax& syntax, const ParseRequest& request);

}  // namespace nqp::data
