// Workbooks as cells: what .xlsx files hold, as far as data and tables of results need it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::data {

inline constexpr std::uint32_t most_sheet_rows = 1048576, most_sheet_columns = 16384;

struct CellPosition {
  std::uint32_t row = 0, column = 0;  // from 0
  auto operator<=>(const CellPosition&) const = default;
};

struct CellRange {
  CellPosition first, last;  // both included
};

// Lines around and colours of a cell are numbers as the file format has them: 0 none, 1 thin, 2 medium …
struct CellStyle {
  std::string number_format = {};  // "" is General
  bool bold = false, italic = false, underline = false, strikeout = false, wrap = false;
  std::string horizontal = {}, vertical = {};  // left center right …, top center bottom
  std::string font = {};
  double font_size = 0;                                 // 0: the default
  std::optional<std::uint32_t> colour = {}, fill = {};  // 0xRRGGBB
  std::array<std::uint8_t, 4> border{};                 // left, right, top, bottom

  bool operator==(const CellStyle&) const = default;
};

struct Cell {
  enum class Kind : std::uint8_t { blank, number, text, logical, error };
  CellPosition at = {};
  Kind kind = Kind::blank;
  std::uint32_t style = 0;    // index into Workbook::styles
  std::uint32_t text = 0;     // of text and errors: index into Workbook::texts
  std::uint32_t formula = 0;  // index into Workbook::texts; 0: the value is a constant
  double number = 0;          // of numbers and logical values
};

struct Sheet {
  std::string name;
  std::vector<Cell> cells = {};  // by row, then column
  std::vector<CellRange> merged = {};
  std::map<std::uint32_t, double> widths = {};  // of columns, in characters
};

struct Workbook {
  std::vector<Sheet> sheets = {};
  std::vector<std::string> texts = {std::string()};  // 0 is ""
  std::vector<CellStyle> styles = {CellStyle()};     // 0 is the default
  bool from_1904 = false;                            // day 0 is 01jan1904, not 30dec1899

  std::uint32_t text(std::string s);        // adds it
  std::uint32_t style(const CellStyle& s);  // adds it when it is new
};

// The smallest range that holds every cell; nullopt for an empty sheet.
std::optional<CellRange> used_range(const Sheet& s);

// "B12" ↔ row 11, column 1; $ signs are ignored. nullopt when it is none, or lies outside a sheet.
std::optional<CellPosition> parse_cell(std::string_view text);
std::string cell_name(CellPosition p);
std::string column_letters(std::uint32_t column);

// Formats that show dates or times of day. Quoted text, colours and conditions in the format do not count.
bool is_date_format(std::string_view number_format);
bool has_time_of_day(std::string_view number_format);

// Serial numbers of spreadsheets (days) ↔ days since 01jan1960. The format counts a 29feb1900 that never was.
double days_from_serial(double serial, bool from_1904);
double serial_from_days(double days);

}  // namespace nqp::data
