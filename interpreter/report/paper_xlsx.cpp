// Tables as a workbook of one sheet; cells are text, as printed.
#include <fmt/format.h>

#include "interpreter/host/zip_archive.hpp"
#include "interpreter/report/paper_table.hpp"
#include "interpreter/report/xml_text.hpp"

namespace nqp::report {
namespace {

constexpr const char* xlsx_content_types =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>)";
constexpr const char* xlsx_relations =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)";
constexpr const char* workbook_relations =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>)";
constexpr const char* workbook =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Table" sheetId="1" r:id="rId1"/></sheets></workbook>)";

// Cell style = 4 * (value, not name) + (rule above) + 2 * (rule below).
std::string xlsx_style_part() {
  std::string borders = "<border/>", cells;
  for (int k = 1; k < 4; ++k)
    borders += fmt::format("<border><left/><right/>{}{}</border>", k & 1 ? "<top style=\"medium\"/>" : "<top/>",
                           k & 2 ? "<bottom style=\"thin\"/>" : "<bottom/>");
  for (int k = 0; k < 8; ++k)
    cells += fmt::format(
        "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"{}\" applyBorder=\"1\" "
        "applyAlignment=\"1\"><alignment horizontal=\"{}\"/></xf>",
        k & 3, k < 4 ? "left" : "center");
  return R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="4">)" +
         borders + "</borders><cellXfs count=\"8\">" + cells + "</cellXfs></styleSheet>";
}

std::string column_letters(std::size_t column) {
  std::string out;
  for (std::size_t c = column + 1; c > 0; c = (c - 1) / 26)
    out.insert(out.begin(), static_cast<char>('A' + (c - 1) % 26));
  return out;
}

class Sheet {
 public:
  explicit Sheet(const PaperTable& t) : columns_(t.columns) {
    if (!t.title.empty()) text_row(t.title);
    bool first = true;
    for (const auto* part : {&t.head, &t.body, &t.foot})
      for (const PaperRow& r : *part) {
        row(r, (first ? 1 : 0) | (&r == &part->back() ? 2 : 0));
        first = false;
      }
    for (const PaperNote& n : t.notes) text_row(n.stars.empty() ? n.text : star_note(n));
  }

  std::string xml() const {
    std::string merged;
    if (!merges_.empty()) {
      for (const std::string& m : merges_) merged += "<mergeCell ref=\"" + m + "\"/>";
      merged = fmt::format("<mergeCells count=\"{}\">{}</mergeCells>", merges_.size(), merged);
    }
    return R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max=")" +
           std::to_string(columns_ + 1) + R"(" width="14" customWidth="1"/></cols><sheetData>)" + rows_ +
           "</sheetData>" + merged + "</worksheet>";
  }

 private:
  void cell(std::size_t column, const std::string& text, int style) {
    const std::string place = column_letters(column) + std::to_string(line_);
    if (text.empty()) rows_ += fmt::format("<c r=\"{}\" s=\"{}\"/>", place, style);
    else
      rows_ += fmt::format("<c r=\"{}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", place,
                           style, xml_text(text));
  }

  void text_row(const std::string& text) {
    rows_ += fmt::format("<row r=\"{}\">", ++line_);
    cell(0, text, 0);
    rows_ += "</row>";
  }

  void row(const PaperRow& r, int rules) {
    rows_ += fmt::format("<row r=\"{}\">", ++line_);
    std::size_t column = 0;
    for (const PaperCell& c : r.cells) {
      const auto last = column + static_cast<std::size_t>(c.span) - 1;
      if (c.span > 1)
        merges_.push_back(fmt::format("{}{}:{}{}", column_letters(column), line_, column_letters(last), line_));
      cell(column, c.text + c.stars, (column == 0 ? 0 : 4) + rules);
      while (column < last) cell(++column, {}, 4 + rules);
      ++column;
    }
    for (; column <= columns_; ++column) cell(column, {}, 4 + rules);
    rows_ += "</row>";
  }

  std::size_t columns_;
  int line_ = 0;
  std::string rows_;
  std::vector<std::string> merges_;
};

}  // namespace

std::string render_xlsx(const PaperTable& t) {
  return host::zip_archive({{"[Content_Types].xml", xlsx_content_types},
                            {"_rels/.rels", xlsx_relations},
                            {"xl/workbook.xml", workbook},
                            {"xl/_rels/workbook.xml.rels", workbook_relations},
                            {"xl/styles.xml", xlsx_style_part()},
                            {"xl/worksheets/sheet1.xml", Sheet(t).xml()}});
}

}  // namespace nqp::report
