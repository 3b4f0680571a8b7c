#include "interpreter/report/word_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "interpreter/host/zip_archive.hpp"
#include "interpreter/report/xml_text.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::report {
namespace {

constexpr const char* xml_head = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr const char* word_types =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>)";
constexpr const char* word_root =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>)";
constexpr const char* office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string half_points(double points) { return std::to_string(static_cast<int>(std::lround(2 * points))); }

std::string word_style(const char* id, const char* name, const WordDocument& d, double scale, bool centred) {
  return fmt::format(
      R"(<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="120" w:after="60"/>{}</w:pPr><w:rPr><w:b/><w:sz w:val="{}"/></w:rPr></w:style>)",
      id, name, centred ? R"(<w:jc w:val="center"/>)" : "", half_points(d.points * scale));
}

std::string style_part(const WordDocument& d) {
  const std::string size = half_points(d.points);
  return fmt::format(
             R"({}<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{}" w:hAnsi="{}" w:eastAsia="SimSun" w:cs="{}"/><w:sz w:val="{}"/><w:szCs w:val="{}"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>)",
             xml_head, xml_text(d.font), xml_text(d.font), xml_text(d.font), size, size) +
         word_style("Title", "Title", d, 1.9, true) + word_style("Subtitle", "Subtitle", d, 1.4, true) +
         word_style("Heading1", "heading 1", d, 1.6, false) + word_style("Heading2", "heading 2", d, 1.35, false) +
         word_style("Heading3", "heading 3", d, 1.15, false) + "</w:styles>";
}

std::string word_run(const WordRun& r) {
  std::string looks;
  if (!r.font.empty())
    looks += fmt::format(R"(<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{0}" w:cs="{0}"/>)", xml_text(r.font));
  if (r.bold) looks += "<w:b/>";
  if (r.italic) looks += "<w:i/>";
  if (r.struck) looks += "<w:strike/>";
  if (!r.colour.empty()) looks += fmt::format(R"(<w:color w:val="{}"/>)", xml_text(r.colour));
  if (r.points > 0) looks += fmt::format(R"(<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>)", half_points(r.points));
  if (r.underlined) looks += R"(<w:u w:val="single"/>)";
  if (r.raised != 0)
    looks += fmt::format(R"(<w:vertAlign w:val="{}"/>)", r.raised > 0 ? "superscript" : "subscript");
  std::string out = "<w:r>" + (looks.empty() ? "" : "<w:rPr>" + looks + "</w:rPr>") +
                    R"(<w:t xml:space="preserve">)" + xml_text(r.text) + "</w:t>";
  for (int k = 0; k < r.breaks; ++k) out += "<w:br/>";
  return out + "</w:r>";
}

// 914,400 English metric units make an inch.
std::string word_picture(const WordPicture& p, std::size_t number) {
  const long width = std::lround(p.width * 914400), height = std::lround(p.height * 914400);
  return fmt::format(
      R"(<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{0}" cy="{1}"/><wp:docPr id="{2}" name="Picture {2}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{2}" name="image{2}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdImage{2}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{0}" cy="{1}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>)",
      width, height, number);
}

// Twentieths of a point, in proportion to the widest text; readers that lay tables out themselves change them.
std::vector<long> grid_widths(const WordTable& t, std::size_t columns) {
  constexpr double whole = 9026;       // of an A4 page with margins of an inch
  std::vector<double> widest(columns, 3);
  for (const std::vector<WordCell>& row : t.rows)
    for (std::size_t j = 0; j < columns; ++j) {
      double length = 3;
      for (const WordRun& r : row[j].runs) length += static_cast<double>(text::display_width(r.text));
      widest[j] = std::max(widest[j], length);
    }
  double sum = 0;
  for (const double n : widest) sum += n;
  std::vector<long> out;
  for (const double n : widest) out.push_back(std::lround(whole * n / sum));
  return out;
}

class WordWriter {
 public:
  explicit WordWriter(const WordDocument& d) {
    for (const WordBlock& b : d.blocks) b.is_table ? table(b.table) : paragraph(b.paragraph);
  }

  std::string body;
  std::vector<std::string> pictures;

 private:
  void open_paragraph(const std::string& style, const std::string& alignment, bool new_page, bool tight) {
    body += "<w:p><w:pPr>";
    if (!style.empty()) body += fmt::format(R"(<w:pStyle w:val="{}"/>)", xml_text(style));
    if (new_page) body += "<w:pageBreakBefore/>";
    if (tight) body += R"(<w:spacing w:before="0" w:after="0"/>)";
    if (!alignment.empty()) body += fmt::format(R"(<w:jc w:val="{}"/>)", alignment);
    body += "</w:pPr>";
  }

  void paragraph(const WordParagraph& p) {
    open_paragraph(p.style, p.alignment, p.new_page, false);
    for (const WordRun& r : p.runs) body += word_run(r);
    for (const WordPicture& picture : p.pictures) {
      pictures.push_back(picture.png);
      body += word_picture(picture, pictures.size());
    }
    body += "</w:p>";
  }

  void line(const std::string& text, const char* alignment) {
    open_paragraph("", alignment, false, true);
    WordRun r;
    r.text = text;
    body += word_run(r) + "</w:p>";
  }

  void table(const WordTable& t) {
    if (!t.title.empty()) line(t.title, "center");
    body += R"(<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>)";
    if (t.borders == "all") {
      body += "<w:tblBorders>";
      for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
        body += fmt::format(R"(<w:{} w:val="single" w:sz="4" w:color="000000"/>)", side);
      body += "</w:tblBorders>";
    }
    body += "</w:tblPr><w:tblGrid>";
    const std::size_t columns = t.rows.empty() ? 0 : t.rows[0].size();
    for (const long width : grid_widths(t, columns)) body += fmt::format(R"(<w:gridCol w:w="{}"/>)", width);
    body += "</w:tblGrid>";
    for (std::size_t i = 0; i < t.rows.size(); ++i) {
      body += "<w:tr>";
      for (const WordCell& c : t.rows[i]) cell(c, t, i);
      body += "</w:tr>";
    }
    body += "</w:tbl>";
    for (const std::string& note : t.notes) line(note, "left");
    if (t.notes.empty()) line("", "left");  // two tables in a row would become one
  }

  void cell(const WordCell& c, const WordTable& t, std::size_t i) {
    body += "<w:tc><w:tcPr>";
    if (t.borders == "rules") {
      std::string rules;
      if (i == 0) rules += R"(<w:top w:val="single" w:sz="12" w:color="000000"/>)";
      if (i == 0 || i + 1 == t.rows.size())
        rules += fmt::format(R"(<w:bottom w:val="single" w:sz="{}" w:color="000000"/>)",
                             i + 1 == t.rows.size() ? 12 : 6);
      if (!rules.empty()) body += "<w:tcBorders>" + rules + "</w:tcBorders>";
    }
    body += "</w:tcPr>";
    open_paragraph("", c.alignment, false, true);
    for (const WordRun& r : c.runs) body += word_run(r);
    body += "</w:p></w:tc>";
  }
};

}  // namespace

std::string word_file(const WordDocument& d) {
  const WordWriter written(d);
  int width = d.letter ? 12240 : 11906, height = d.letter ? 15840 : 16838;
  if (d.landscape) std::swap(width, height);
  const std::string document = fmt::format(
      R"({}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{}<w:sectPr><w:pgSz w:w="{}" w:h="{}"{}/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr></w:body></w:document>)",
      xml_head, office, written.body, width, height, d.landscape ? R"( w:orient="landscape")" : "");
  std::string relations = fmt::format(
      R"({}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{}/styles" Target="styles.xml"/>)",
      xml_head, office);
  std::vector<std::pair<std::string, std::string>> files = {{"[Content_Types].xml", std::string(xml_head) + word_types},
                                                            {"_rels/.rels", std::string(xml_head) + word_root}};
  for (std::size_t k = 1; k <= written.pictures.size(); ++k) {
    relations += fmt::format(R"(<Relationship Id="rIdImage{0}" Type="{1}/image" Target="media/image{0}.png"/>)", k,
                             office);
    files.emplace_back(fmt::format("word/media/image{}.png", k), written.pictures[k - 1]);
  }
  files.emplace_back("word/_rels/document.xml.rels", relations + "</Relationships>");
  files.emplace_back("word/document.xml", document);
  files.emplace_back("word/styles.xml", style_part(d));
  return host::zip_archive(files);
}

}  // namespace nqp::report
