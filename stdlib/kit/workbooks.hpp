// Workbook files as commands name, read and change them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "interpreter/command/context.hpp"
#include "interpreter/dataset/io/xlsx.hpp"

namespace nqp::kit {

// The path as it is when such a file exists, else with .xlsx added.
std::string workbook_path(const command::Context& c, const std::string& path);

// As data::read_xlsx. Errors 601 not found, 610 and 688 name the file.
data::Workbook load_workbook(const command::Context& c, const std::string& path,
                             std::optional<std::string_view> only = std::nullopt, const data::TakeCell& take = {});
void store_workbook(const command::Context& c, const data::Workbook& w, const std::string& path);

// The sheet of that name (letter case does not count), or nullptr.
data::Sheet* find_sheet(data::Workbook& w, std::string_view name);

// "A1", "A1:B3". Error 198.
data::CellRange cell_range(std::string_view text);

// The cell at a place, made when there is none. Cells are kept by row, then column.
data::Cell& cell_at(data::Sheet& s, data::CellPosition at);

// sheet("name", replace): the name and the words after the comma, in lower case.
struct SheetChoice {
  std::string name;
  bool replace = false, modify = false;
};
SheetChoice sheet_choice(std::string_view argument);  // Error 198

}  // namespace nqp::kit
