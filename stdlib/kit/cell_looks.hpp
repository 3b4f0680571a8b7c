// Options that say how cells of a worksheet look.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grammar/ast/command.hpp"
#include "interpreter/dataset/io/spreadsheet.hpp"

namespace nqp::kit {

// Changes the style as the option says: bold, nobold, italic, underline, strikeout, left hcenter right, top vcenter
// bottom, txtwrap, font(name, size, colour), fpattern(solid, colour), border(which, line), nformat(format),
// overwritefmt. False for an option that says nothing about looks. Error 198 for wrong arguments.
bool change_looks(data::CellStyle& style, const ast::Option& option);

// "number_d2" → "0.00"; codes of formats as they are. Dates are the formats of the program that reads the file.
std::string number_format_of(const std::string& name);

// "red", "255 0 0" → 0xRRGGBB. Error 198.
std::uint32_t colour_of(const std::string& text);

}  // namespace nqp::kit
