#include "interpreter/dataset/io/spreadsheet.hpp"

#include <algorithm>

#include "interpreter/text/ascii.hpp"

namespace nqp::data {
namespace {

constexpr double serial_of_1960 = 21916, day_that_never_was = 60, days_1900_to_1904 = 1462;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The letters that stand for parts of dates: text in quotes, escapes, fillers and [conditions] left out.
std::string format_letters(std::string_view format) {
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if (c == ';') break;  // further parts are for negative numbers and text
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(format.find('"', i + 1), format.size());
    } else if (c == '[') {
      const std::size_t end = std::min(format.find(']', i), format.size());
      const char unit = i + 1 < format.size() ? text::lower(format[i + 1]) : ' ';
      const bool elapsed = unit == 'h' || unit == 'm' || unit == 's';
      const std::string_view inside = format.substr(i + 1, end - i - 1);
      if (elapsed && inside.find_first_not_of(format[i + 1]) == std::string_view::npos) out += unit;
      i = end;
    } else {
      out += text::lower(c);
    }
  }
  return out;
}

}  // namespace

std::uint32_t Workbook::text(std::string s) {
  if (s.empty()) return 0;
  texts.push_back(std::move(s));
  return static_cast<std::uint32_t>(texts.size() - 1);
}

std::uint32_t Workbook::style(const CellStyle& s) {
  const auto it = std::find(styles.begin(), styles.end(), s);
  if (it != styles.end()) return static_cast<std::uint32_t>(it - styles.begin());
  styles.push_back(s);
  return static_cast<std::uint32_t>(styles.size() - 1);
}

std::optional<CellRange> used_range(const Sheet& s) {
  std::optional<CellRange> out;
  for (const Cell& c : s.cells) {
    if (c.kind == Cell::Kind::blank) continue;
    if (!out) out = CellRange{c.at, c.at};
    out->first.row = std::min(out->first.row, c.at.row);
    out->first.column = std::min(out->first.column, c.at.column);
    out->last.row = std::max(out->last.row, c.at.row);
    out->last.column = std::max(out->last.column, c.at.column);
  }
  return out;
}

std::optional<CellPosition> parse_cell(std::string_view text) {
  std::uint64_t column = 0, row = 0;
  std::size_t i = 0;
  const auto skip_dollar = [&] { i += i < text.size() && text[i] == '$' ? 1 : 0; };
  skip_dollar();
  for (; i < text.size() && is_letter(text[i]) && column <= most_sheet_columns; ++i)
    column = column * 26 + static_cast<std::uint64_t>(text::lower(text[i]) - 'a' + 1);
  skip_dollar();
  for (; i < text.size() && is_digit(text[i]) && row <= most_sheet_rows; ++i)
    row = row * 10 + static_cast<std::uint64_t>(text[i] - '0');
  const bool inside = column >= 1 && column <= most_sheet_columns && row >= 1 && row <= most_sheet_rows;
  if (i != text.size() || !inside) return std::nullopt;
  return CellPosition{static_cast<std::uint32_t>(row - 1), static_cast<std::uint32_t>(column - 1)};
}

std::string column_letters(std::uint32_t column) {
  std::string out;
  for (std::uint32_t k = column + 1; k > 0; k = (k - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (k - 1) % 26));
  return out;
}

std::string cell_name(CellPosition p) { return column_letters(p.column) + std::to_string(p.row + 1); }

bool is_date_format(std::string_view number_format) {
  const std::string letters = format_letters(number_format);
  if (letters.find("general") != std::string::npos) return false;
  return letters.find_first_of("ymdhs") != std::string::npos;
}

bool has_time_of_day(std::string_view number_format) {
  return format_letters(number_format).find_first_of("hs") != std::string::npos;
}

double days_from_serial(double serial, bool from_1904) {
  if (from_1904) return serial + days_1900_to_1904 - serial_of_1960;
  return serial - serial_of_1960 + (serial >= 1 && serial < day_that_never_was ? 1 : 0);
}

double serial_from_days(double days) {
  const double serial = days + serial_of_1960;
  return serial < day_that_never_was + 1 ? serial - 1 : serial;
}

}  // namespace nqp::data
