// The styles part of .xlsx workbooks.
#pragma once

#include <string>
#include <vector>

#include "interpreter/dataset/io/spreadsheet.hpp"

namespace nqp::data {

// One for each entry of <cellXfs>, which the s attribute of cells counts.
std::vector<CellStyle> parse_xlsx_styles(std::string& part);

}  // namespace nqp::data
