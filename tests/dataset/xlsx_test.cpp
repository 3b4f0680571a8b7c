// Workbooks written part by part, as other programs write them and as nobody should. Expected values: ECMA-376.
#include "interpreter/dataset/io/xlsx.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <cstring>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/sheet_frame.hpp"
#include "interpreter/dataset/io/xlsx_fragments.hpp"
#include "tests/dataset/support.hpp"

namespace nqp::data {
namespace {

using test::code_of;

using Parts = std::vector<std::pair<std::string, std::string>>;

std::string zipped(const Parts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
  zip_source_keep(source);
  EXPECT_EQ(zip_close(zip), 0);
  std::string out;
  zip_source_open(source);
  char piece[4096];
  for (zip_int64_t n = 0; (n = zip_source_read(source, piece, sizeof piece)) > 0;)
    out.append(piece, static_cast<std::size_t>(n));
  zip_source_close(source);
  zip_source_free(source);
  return out;
}

const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

Parts book(const std::string& rows, const std::string& texts = "", const std::string& properties = "") {
  return {
      {"xl/workbook.xml", head + "<workbook>" + properties +
                              "<sheets><sheet name=\"数据\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       head + "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
              "<Relationship Id=\"rId2\" Type=\"http://x/styles\" Target=\"/xl/styles.xml\"/>"
              "<Relationship Id=\"rId3\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
              "</Relationships>"},
      {"xl/styles.xml", head +
                            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm hh:mm\"/></numFmts>"
                            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs>"
                            "</styleSheet>"},
      {"xl/sharedStrings.xml", head + "<sst>" + texts + "</sst>"},
      {"xl/worksheets/sheet1.xml", head + "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
}

Frame frame(const Parts& parts, bool names = false) {
  const Workbook w = read_xlsx(zipped(parts));
  SheetOptions o;
  o.first_row_names = names;
  return frame_of_sheet(w, w.sheets.at(0), o);
}

TEST(Xlsx, hands_on_the_cells_of_the_first_sheet_instead_of_keeping_them) {
  const std::string bytes = zipped(book("<row><c><v>1</v></c><c t=\"s\"><v>0</v></c></row><row><c><v>2</v></c></row>",
                                        "<si><t>text</t></si>"));
  SheetFrame cells{SheetOptions{}};
  const Workbook w = read_xlsx(bytes, "", [&](const Workbook& book, const Cell& c) { cells.add(book, c); });
  EXPECT_TRUE(w.sheets.at(0).cells.empty());
  const Frame f = cells.finish(w, w.sheets[0].name);
  ASSERT_EQ(f.rows, 2u);
  EXPECT_EQ(f.at("A").column->number(1), 2);
  EXPECT_EQ(f.at("B").column->text(0), "text");
  EXPECT_EQ(code_of([&] { SheetFrame({}).finish(w, "empty"); }), 198);
}

TEST(Xlsx, reads_shared_inline_and_rich_text) {
  const Frame f = frame(book(
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>a&amp;b</t></is></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"str\"><f>T(1)</f><v>x</v></c></row>",
      "<si><t>中文</t></si><si><r><t xml:space=\"preserve\">one </t></r><r><t>two</t></r><rPh><t>no</t></rPh></si>"));
  EXPECT_EQ(f.at("A").column->text(0), "中文");
  EXPECT_EQ(f.at("A").column->text(1), "one two");
  EXPECT_EQ(f.at("B").column->text(0), "a&b");
  EXPECT_EQ(f.at("B").column->text(1), "x");
}

TEST(Xlsx, serial_numbers_in_date_formats_are_dates) {
  // 43525 is 01mar2019 (Excel's own count), which is 21609 days after 01jan1960.
  const Frame f = frame(book("<row><c s=\"1\"><v>43525</v></c><c s=\"2\"><v>43525.5</v></c><c><v>43525</v></c></row>"));
  EXPECT_EQ(f.variables.at(0).column->number(0), 21609);
  EXPECT_EQ(f.variables.at(0).format, "%td");
  EXPECT_EQ(f.variables.at(1).column->number(0), 21609.5 * 86400000);
  EXPECT_EQ(f.variables.at(1).format, "%tc");
  EXPECT_EQ(f.variables.at(2).column->number(0), 43525);
}

TEST(Xlsx, workbooks_may_count_from_1904) {
  const Frame f = frame(book("<row><c s=\"1\"><v>42063</v></c></row>", "", "<workbookPr date1904=\"1\"/>"));
  EXPECT_EQ(f.variables.at(0).column->number(0), 21609);
}

TEST(Xlsx, logical_values_are_numbers_and_errors_missing) {
  const Frame f =
      frame(book("<row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c/></row>"
                 "<row><c t=\"b\"><v>0</v></c><c><v>2.5</v></c></row>"));
  EXPECT_EQ(f.variables.at(0).column->number(0), 1);
  EXPECT_TRUE(f.variables.at(1).column->missing_at(0));
  EXPECT_EQ(f.variables.at(1).column->number(1), 2.5);
  EXPECT_EQ(f.variables.size(), 2u);
}

TEST(Xlsx, headings_become_names_and_labels) {
  const Frame f =
      frame(book("<row><c t=\"s\"><v>0</v></c><c><v>2010</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row>",
                 "<si><t>人均 GDP (元)</t></si>"),
            true);
  EXPECT_EQ(f.variables.at(0).name, "人均GDP元");
  EXPECT_EQ(f.variables.at(0).label, "人均 GDP (元)");
  EXPECT_EQ(f.variables.at(1).name, "B");
  EXPECT_EQ(f.variables.at(1).label, "2010");
}

TEST(Xlsx, prefixed_element_names_are_read) {
  Parts parts = book("");
  parts.back().second =
      head +
      "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  EXPECT_EQ(frame(parts).variables.at(0).column->number(0), 7);
}

TEST(Xlsx, what_is_no_workbook_or_contradicts_itself_is_refused) {
  EXPECT_EQ(code_of([&] { read_xlsx(""); }), 610);
  EXPECT_EQ(code_of([&] { read_xlsx("make,price\n1,2\n"); }), 610);
  EXPECT_EQ(code_of([&] { read_xlsx("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"); }), 610);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped({{"other.txt", "text"}})); }), 610);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row><c t=\"s\"><v>5</v></c></row>"))); }), 688);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row><c r=\"XFE1\"><v>5</v></c></row>"))); }), 688);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row r=\"0\"><c><v>5</v></c></row>"))); }), 688);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row r=\"1048577\"><c><v>5</v></c></row>"))); }), 688);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row><c><v>five</v></c></row>"))); }), 688);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row><c><v>5</v></c>"))); }), 688);
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row><c></row>"))); }), 688);
}

TEST(Xlsx, a_part_that_unpacks_to_far_more_than_the_file_is_refused) {
  EXPECT_EQ(code_of([&] { read_xlsx(zipped(book("<row>" + std::string(std::size_t{40} << 20, ' ') + "</row>"))); }), 688);
}

TEST(Xlsx, truncated_and_changed_bytes_never_crash) {
  const std::string whole = zipped(book("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", "<si><t>text</t></si>"));
  for (std::size_t n = 0; n < whole.size(); n += 7) code_of([&] { read_xlsx(whole.substr(0, n)); });
  for (std::size_t i = 0; i < whole.size(); i += 3) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x5A);
    code_of([&] { read_xlsx(changed); });
  }
}

TEST(Xlsx, two_far_corners_cost_no_memory_for_the_columns_between) {
  const Frame f =
      frame(book("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1000\"><c r=\"XFD1000\"><v>2</v></c></row>"));
  EXPECT_EQ(f.variables.size(), 16384u);
  EXPECT_EQ(f.variables.at(1).column, f.variables.at(2).column);
}

TEST(Xlsx, writing_and_reading_keeps_values_formulas_looks_and_merged_cells) {
  Workbook w;
  CellStyle bold;
  bold.bold = true;
  bold.number_format = "0.000";
  bold.border = {0, 0, 1, 2};
  bold.horizontal = "center";
  bold.vertical = "center";
  bold.colour = 0xFF0000;
  bold.fill = 0;
  Cell a, b, c;
  a.kind = Cell::Kind::text;
  a.text = w.text("β <&> 中");
  b.at = {0, 1};
  b.kind = Cell::Kind::number;
  b.number = 0.1;
  b.style = w.style(bold);
  c.at = {2, 0};
  c.kind = Cell::Kind::number;
  c.number = 3;
  c.formula = w.text("1+2");
  w.sheets.push_back({"表 1", {a, b, c}, {{{4, 0}, {4, 3}}}, {{1, 20}}});
  const Workbook back = read_xlsx(write_xlsx(w));
  const Sheet& s = back.sheets.at(0);
  ASSERT_GE(s.cells.size(), 3u);
  EXPECT_EQ(s.name, "表 1");
  EXPECT_EQ(back.texts.at(s.cells[0].text), "β <&> 中");
  EXPECT_EQ(s.cells[1].number, 0.1);
  const CellStyle& style = back.styles.at(s.cells[1].style);
  EXPECT_TRUE(style.bold);
  EXPECT_EQ(style.number_format, "0.000");
  EXPECT_EQ(style.border, bold.border);
  EXPECT_EQ(style.horizontal, "center");
  EXPECT_EQ(style.vertical, "center");
  EXPECT_EQ(style.colour, bold.colour);
  EXPECT_EQ(style.fill, bold.fill);
  EXPECT_EQ(back.texts.at(s.cells[2].formula), "1+2");
  ASSERT_EQ(s.merged.size(), 1u);
  EXPECT_EQ(s.merged[0].last.column, 3u);
  EXPECT_GT(s.widths.at(1), 15);
}

TEST(Spreadsheet, cells_are_named_by_letters_and_rows) {
  EXPECT_EQ(cell_name({0, 0}), "A1");
  EXPECT_EQ(cell_name({9, 26}), "AA10");
  EXPECT_EQ(cell_name({1048575, 16383}), "XFD1048576");
  EXPECT_EQ(parse_cell("$ab$12")->column, 27u);
  EXPECT_FALSE(parse_cell("A0") || parse_cell("1A") || parse_cell("") || parse_cell("A1048577") ||
               parse_cell("ZZZZZZZZ1"));
}

TEST(Spreadsheet, dates_count_around_the_day_that_never_was) {
  EXPECT_EQ(days_from_serial(61, false), -21855);  // 01mar1900
  EXPECT_EQ(days_from_serial(1, false), -21914);   // 01jan1900
  EXPECT_EQ(serial_from_days(-21914), 1);
  EXPECT_EQ(serial_from_days(-21855), 61);
  EXPECT_EQ(serial_from_days(0), 21916);
  EXPECT_TRUE(is_date_format("yyyy\"年\"m\"月\"") && is_date_format("[h]:mm") && is_date_format("m/d/yy"));
  EXPECT_FALSE(is_date_format("General") || is_date_format("0.00\"days\"") || is_date_format("[Red]0.0") ||
               is_date_format("\\d0"));
}

TEST(Xlsx, text_that_is_not_utf8_is_refused_not_cut) {
  const auto cell = [](const std::string& inside) {
    return zipped(book("<row r=\"1\"><c r=\"A1\" " + inside + "</c></row>"));
  };
  EXPECT_EQ(code_of([&] { read_xlsx(cell("t=\"inlineStr\"><is><t>ab\xff c</t></is>")); }), 688);
  EXPECT_EQ(code_of([&] { read_xlsx(cell("t=\"str\"><v>ab\xff c</v>")); }), 688);
}

TEST(Xlsx, elements_are_found_however_a_part_is_cut_into_pieces) {
  const std::string part =
      "<?xml version='1.0'?><!-- <row> --><x:sheet><x:cols><x:col a='1'/></x:cols><x:rowBreaks/>"
      "<x:row r='1'><x:c><x:v>1</x:v></x:c></x:row><x:row/><x:row >2</x:row></x:sheet>";
  const std::vector<std::string> expected{"1 <x:col a='1'/>", "0 <x:row r='1'><x:c><x:v>1</x:v></x:c></x:row>",
                                          "0 <x:row/>", "0 <x:row >2</x:row>"};
  for (std::size_t size = 1; size <= part.size(); ++size) {
    std::vector<std::string> found;
    ElementStream elements({"row", "col"}, [&](std::size_t which, char* begin, std::size_t n) {
      found.push_back(std::to_string(which) + " " + std::string(begin, n));
    });
    for (std::size_t at = 0; at < part.size(); at += size) elements.add(std::string_view(part).substr(at, size));
    elements.finish();
    EXPECT_EQ(found, expected) << size << " bytes at a time";
  }
  ElementStream open({"row"}, [](std::size_t, char*, std::size_t) {});
  open.add("<sheet><row>");
  EXPECT_EQ(code_of([&] { open.finish(); }), 688);
}

}  // namespace
}  // namespace nqp::data
