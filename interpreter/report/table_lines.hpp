// A table as lines of styled text, columns aligned by display width.
#pragma once

#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::report {

using Line = std::vector<Run>;

// Lines end without blanks. A rule crosses bars with '+', except above the first and below the last row of cells.
std::vector<Line> table_lines(const Table& table);

}  // namespace nqp::report
