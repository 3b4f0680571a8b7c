#include "interpreter/report/word_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "interpreter/report/word_package.hpp"
#include "interpreter/report/xml_text.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::report {
namespace {

std::string word_style(const char* id, const char* name, const WordDocument& d, double scale, bool centred) {
  return fmt::format(
      R"(<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="120" w:after="60"/>{}</w:pPr><w:rPr><w:b/><w:sz w:val="{}"/></w:rPr></w:style>)",
      id, name, centred ? R"(<w:jc w:val="center"/>)" : "", half_points(d.points * scale));
}

std::string word_styles(const WordDocument& d) {
  return word_style("Title", "Title", d, 1.9, true) + word_style("Subtitle", "Subtitle", d, 1.4, true) +
         word_style("Heading1", "heading 1", d, 1.6, false) + word_style("Heading2", "heading 2", d, 1.35, false) +
         word_style("Heading3", "heading 3", d, 1.15, false);
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
    body += fmt::format(R"(<w:tbl><w:tblPr><w:tblW w:w="{:.0f}" w:type="pct"/><w:jc w:val="center"/>)", 50 * t.percent);
    if (t.borders == "all") {
      body += "<w:tblBorders>";
      for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
        body += fmt::format(R"(<w:{} w:val="single" w:sz="4" w:color="000000"/>)", side);
      body += "</w:tblBorders>";
    }
    body += "</w:tblPr><w:tblGrid>";
    const std::size_t columns = t.rows.empty() ? 0 : t.rows[0].size();
    const std::vector<long> widths = grid_widths(t, columns);
    for (const long width : widths) body += fmt::format(R"(<w:gridCol w:w="{}"/>)", width);
    body += "</w:tblGrid>";
    for (std::size_t i = 0; i < t.rows.size(); ++i) {
      body += "<w:tr>";
      for (std::size_t j = 0; j < columns; ++j) cell(t, i, j, widths[j]);
      body += "</w:tr>";
    }
    body += "</w:tbl>";
    for (const std::string& note : t.notes) line(note, "left");
    if (t.notes.empty()) line("", "left");  // two tables in a row would become one
  }

  void cell(const WordTable& t, std::size_t i, std::size_t j, long width) {
    const WordCell& c = t.rows[i][j];
    body += fmt::format(R"(<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>)", width);
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
  WordWriter written(d);
  WordPackage p{std::move(written.body), d.font, d.points, word_styles(d), std::move(written.pictures)};
  p.landscape = d.landscape;
  p.letter = d.letter;
  return word_package(p);
}

}  // namespace nqp::report
