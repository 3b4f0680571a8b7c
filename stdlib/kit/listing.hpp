// Rows of values as list draws them: boxed table, clean columns, or one block for each observation when a table
// would not fit on the line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::kit {

struct ListingColumn {
  std::string name;
  bool left = false;               // aligned left
  std::vector<std::string> cells;  // one per listed row
};

struct ListingOptions {
  bool clean = false;
  bool table = false;   // a table even when it is wider than the line
  bool blocks = false;  // one block for each observation
  bool header = true;
  int header_every = 0;              // the names again after so many rows
  bool dividers = false;             // lines between the columns
  std::size_t abbreviate = 8;        // least width of a shown name
  int separator = 5;                 // line after every # rows; 0: none
  std::vector<std::uint8_t> breaks;  // or: 1 where a line stands before the row
  int linesize = 79;
};

// `numbers` are what stands before the rows ("1.", "Mean"); empty strings all: no such column.
report::Document listing(std::vector<ListingColumn> columns, const std::vector<std::string>& numbers,
                         const ListingOptions& options);

}  // namespace nqp::kit
