// The first byte says what the others are: a whole workbook, or one part of a workbook that is sound otherwise, since
// the checksums of an archive would keep the fuzzer outside.
#include "interpreter/dataset/io/xlsx.hpp"

#include "interpreter/dataset/io/sheet_frame.hpp"
#include "interpreter/host/zip_archive.hpp"
#include "tests/fuzz/input.hpp"

using namespace nqp;

namespace {

std::string archive_with(unsigned part, const std::string& text) {
  std::vector<std::pair<std::string, std::string>> parts = {
      {"xl/workbook.xml",
       "<workbook><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
      {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
      {"xl/sharedStrings.xml", "<sst><si><t>a</t></si><si><r><t>b</t></r></si></sst>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>40000</v></c></row>"
       "</sheetData></worksheet>"}};
  parts[part % parts.size()].second = text;
  return host::zip_archive(parts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string bytes = data[0] == 'W' ? rest : archive_with(data[0], rest);
  fuzz::answers([&] {
    const data::Workbook book = data::read_xlsx(bytes);
    for (const data::Sheet& sheet : book.sheets)
      for (const bool names : {false, true}) {
        data::SheetOptions o;
        o.first_row_names = names;
        fuzz::answers([&] { data::frame_of_sheet(book, sheet, o); });
      }
    fuzz::answers([&] { data::read_xlsx(data::write_xlsx(book)); });
  });
  fuzz::answers([&] {
    data::SheetFrame cells{data::SheetOptions{}};
    const data::Workbook book = data::read_xlsx(
        bytes, "", [&](const data::Workbook& w, const data::Cell& c) { cells.add(w, c); });
    cells.finish(book, book.sheets[0].name);
  });
  return 0;
}
