#include "interpreter/report/document.hpp"

#include "interpreter/text/format.hpp"

namespace nqp::report {

Table::Table() = default;
Table::Table(const Table&) = default;
Table::Table(Table&&) noexcept = default;
Table& Table::operator=(const Table&) = default;
Table& Table::operator=(Table&&) noexcept = default;
Table::~Table() = default;

void Table::rule() { rows.push_back({TableRow::Kind::rule, {}}); }
void Table::blank() { rows.push_back({TableRow::Kind::blank, {}}); }
void Table::row(std::vector<Cell> cells) { rows.push_back({TableRow::Kind::cells, std::move(cells)}); }

Document::Document() = default;
Document::Document(const Document&) = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(const Document&) = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Cell text_cell(std::string text, Align align, Style style) {
  Cell cell;
  cell.text = std::move(text);
  cell.align = align;
  cell.style = style;
  return cell;
}

Cell number_cell(double value, std::string_view format) {
  Cell cell;
  cell.text = text::trimmed(text::format_number(value, format));
  cell.number = value;
  cell.has_number = true;
  return cell;
}

Document& Document::line(std::string text, Style style) {
  blocks.emplace_back(Paragraph{{{std::move(text), style}}, false});
  return *this;
}

Document& Document::blank() {
  blocks.emplace_back(Paragraph{});
  return *this;
}

Document& Document::add(Block b) {
  blocks.push_back(std::move(b));
  return *this;
}

Document& Document::append(Document d) {
  for (Block& b : d.blocks) blocks.push_back(std::move(b));
  return *this;
}

}  // namespace nqp::report
