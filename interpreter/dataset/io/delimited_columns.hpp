// Parsing delimited rows straight into columns.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "interpreter/dataset/column.hpp"
#include "interpreter/dataset/io/delimited_fields.hpp"

namespace nqp::data {

enum class CellKind : std::uint8_t {
  skip,            // not wanted, or known already
  number,          // a cell that is no number makes the column a conflict
  forced_number,   // a cell that is no number is missing
  text,
};

struct ParsedColumn {
  CellKind kind = CellKind::skip;
  bool conflict = false;
  const char* first_text = nullptr;  // of a conflict: the first cell that is no number
  ColumnPtr column;  // absent when skipped or in conflict
};

struct ParsedRows {
  std::size_t rows = 0;
  std::size_t widest = 0;  // most fields in a row
  std::vector<ParsedColumn> columns;
};

// Rows of [cursor.p, cursor.end). Short rows are filled with missing values; fields beyond kinds.size() are only
// counted. Lines without any text are left out when there is more than one column. Uses several threads when there
// is much to do; the result does not depend on their number.
ParsedRows parse_rows(const FieldCursor& cursor, const FieldSyntax& syntax, const std::vector<CellKind>& kinds,
                      bool doubles);

}  // namespace nqp::data
