// Tables as a Word document: three rules, Times New Roman 10.5.
#include <fmt/format.h>

#include "interpreter/host/zip_archive.hpp"
#include "interpreter/report/paper_table.hpp"
#include "interpreter/report/xml_text.hpp"

namespace nqp::report {
namespace {

constexpr const char* docx_content_types =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>)";
constexpr const char* docx_relations =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>)";
constexpr const char* document_relations =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>)";
constexpr const char* docx_style_part =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>)";

std::string run_of(std::string_view text, std::string_view properties = {}) {
  if (text.empty()) return {};
  return fmt::format("<w:r>{}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
                     properties.empty() ? "" : fmt::format("<w:rPr>{}</w:rPr>", properties), xml_text(text));
}

std::string paragraph(std::string_view runs, std::string_view alignment) {
  return fmt::format("<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\"/><w:jc w:val=\"{}\"/></w:pPr>{}</w:p>",
                     alignment, runs);
}

std::string border(std::string_view side, int eighths) {
  return eighths == 0 ? "" : fmt::format("<w:{} w:val=\"single\" w:sz=\"{}\" w:color=\"000000\"/>", side, eighths);
}

class Docx {
 public:
  Docx(const PaperTable& t, bool landscape) : table_(t), widths_(page_columns(t, landscape)) {}

  std::string body() {
    if (!table_.title.empty()) out_ += paragraph(run_of(table_.title), "center");
    out_ += "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:jc w:val=\"center\"/></w:tblPr><w:tblGrid>";
    for (std::size_t j = 0; j <= table_.columns; ++j)
      out_ += fmt::format("<w:gridCol w:w=\"{}\"/>", j == 0 ? widths_.name : widths_.other);
    out_ += "</w:tblGrid>";
    std::vector<std::pair<const PaperRow*, bool>> rows;  // and whether a rule stands under it
    for (const auto* part : {&table_.head, &table_.body, &table_.foot})
      for (const PaperRow& r : *part) rows.emplace_back(&r, &r == &part->back());
    for (std::size_t i = 0; i < rows.size(); ++i)
      row(*rows[i].first, i == 0 ? thick : 0, i + 1 == rows.size() ? thick : rows[i].second ? thin : 0);
    out_ += "</w:tbl>";
    for (const PaperNote& n : table_.notes)
      out_ += paragraph(run_of(n.stars.empty() ? n.text : star_note(n), "<w:sz w:val=\"18\"/>"), "left");
    return std::move(out_);
  }

 private:
  static constexpr int thick = 12, thin = 6;  // eighths of a point

  void row(const PaperRow& r, int above, int below) {
    out_ += "<w:tr>";
    std::size_t covered = 0;
    const auto add = [&](const PaperCell& c, bool name) {
      covered += name ? 0 : static_cast<std::size_t>(c.span);
      out_ += fmt::format("<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>",
                          name ? widths_.name : c.span * widths_.other);
      if (c.span > 1) out_ += fmt::format("<w:gridSpan w:val=\"{}\"/>", c.span);
      out_ += "<w:tcBorders>" + border("top", above) + border("bottom", c.underlined && below == 0 ? thin : below) +
              "</w:tcBorders></w:tcPr>";
      out_ +=
          paragraph(run_of(c.text) + run_of(c.stars, "<w:vertAlign w:val=\"superscript\"/>"), name ? "left" : "center");
      out_ += "</w:tc>";
    };
    for (std::size_t j = 0; j < r.cells.size(); ++j) add(r.cells[j], j == 0);
    if (r.cells.empty()) add({}, true);
    while (covered < table_.columns) add({}, false);
    out_ += "</w:tr>";
  }

  const PaperTable& table_;
  const PageColumns widths_;
  std::string out_;
};

}  // namespace

std::string render_docx(const PaperTable& t, const PaperStyle& style) {
  const std::string page = style.landscape ? R"(<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>)"
                                           : R"(<w:pgSz w:w="11906" w:h="16838"/>)";
  const std::string document =
      R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>)" +
      Docx(t, style.landscape).body() + "<w:sectPr>" + page + "</w:sectPr></w:body></w:document>";
  return host::zip_archive({{"[Content_Types].xml", docx_content_types},
                            {"_rels/.rels", docx_relations},
                            {"word/_rels/document.xml.rels", document_relations},
                            {"word/document.xml", document},
                            {"word/styles.xml", docx_style_part}});
}

}  // namespace nqp::report
