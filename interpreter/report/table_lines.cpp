#include "interpreter/report/table_lines.hpp"

#include <algorithm>
#include <string>

#include "interpreter/text/width.hpp"

namespace nqp::report {

namespace {

using std::size_t;

size_t lead(const TableColumn& c) {
  return static_cast<size_t>(std::max(c.gap, 0)) + (c.bar_before ? 2 : 0);  // " |" stands before the gap
}

size_t span_of(const Cell& cell, size_t at, size_t columns) {
  return std::min(static_cast<size_t>(std::max(cell.span, 1)), columns - at);
}

size_t covered_width(const std::vector<TableColumn>& columns, const std::vector<size_t>& widths, size_t at,
                     size_t span) {
  size_t width = widths[at];
  for (size_t k = at + 1; k < at + span; ++k) width += lead(columns[k]) + widths[k];
  return width;
}

std::vector<size_t> column_widths(const Table& table) {
  std::vector<size_t> widths;
  for (const TableColumn& c : table.columns) widths.push_back(static_cast<size_t>(std::max(c.width, 0)));
  for (const bool spanning : {false, true}) {  // single cells first, so that spans widen only when they must
    for (const TableRow& row : table.rows) {
      size_t at = 0;
      for (const Cell& cell : row.cells) {
        if (at >= widths.size()) break;
        const size_t span = span_of(cell, at, widths.size());
        const size_t need = text::display_width(text::printable(cell.text));
        const size_t have = covered_width(table.columns, widths, at, span);
        if ((span > 1) == spanning && need > have) widths[at + span - 1] += need - have;
        at += span;
      }
    }
  }
  return widths;
}

std::string aligned(const Cell& cell, size_t width) {
  const std::string s = text::printable(cell.text);
  if (cell.align == Align::left) return text::pad_right(s, width);
  return cell.align == Align::right ? text::pad_left(s, width) : text::pad_centre(s, width);
}

void trim_end(Line& line) {
  while (!line.empty()) {
    std::string& s = line.back().text;
    s.erase(s.find_last_not_of(' ') + 1);
    if (!s.empty()) return;
    line.pop_back();
  }
}

Line cells_line(const Table& table, const TableRow& row, const std::vector<size_t>& widths) {
  Line line{{std::string(static_cast<size_t>(std::max(table.indent, 0)), ' '), Style::text}};
  size_t at = 0;
  for (size_t k = 0; at < widths.size(); ++k) {
    const TableColumn& column = table.columns[at];
    const Cell cell = k < row.cells.size() ? row.cells[k] : Cell{};
    const size_t span = span_of(cell, at, widths.size());
    line.push_back({(column.bar_before ? " |" : "") + std::string(static_cast<size_t>(std::max(column.gap, 0)), ' '),
                    Style::text});
    line.push_back({aligned(cell, covered_width(table.columns, widths, at, span)), cell.style});
    at += span;
  }
  trim_end(line);
  return line;
}

Line rule_line(const Table& table, const std::vector<size_t>& widths, bool crossing) {
  std::string s;
  for (size_t k = 0; k < widths.size(); ++k) {
    const TableColumn& column = table.columns[k];
    if (column.bar_before) s += crossing ? "-+" : "--";
    s.append(static_cast<size_t>(std::max(column.gap, 0)) + widths[k], '-');
  }
  return {{std::string(static_cast<size_t>(std::max(table.indent, 0)), ' ') + s, Style::text}};
}

}  // namespace

std::vector<Line> table_lines(const Table& table) {
  const std::vector<size_t> widths = column_widths(table);
  size_t first = table.rows.size(), last = 0;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    if (table.rows[i].kind != TableRow::Kind::cells) continue;
    first = std::min(first, i);
    last = i;
  }
  std::vector<Line> lines;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const TableRow& row = table.rows[i];
    if (row.kind == TableRow::Kind::cells) lines.push_back(cells_line(table, row, widths));
    else if (row.kind == TableRow::Kind::rule) lines.push_back(rule_line(table, widths, i > first && i < last));
    else lines.emplace_back();
  }
  return lines;
}

}  // namespace nqp::report
