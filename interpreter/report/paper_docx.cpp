// Tables as a Word document: three rules, Times New Roman 10.5.
#include <fmt/format.h>

#include "interpreter/report/paper_table.hpp"
#include "interpreter/report/word_package.hpp"
#include "interpreter/report/xml_text.hpp"

namespace nqp::report {
namespace {

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
  WordPackage p;
  p.body = Docx(t, style.landscape).body();
  p.landscape = style.landscape;
  return word_package(p);
}

}  // namespace nqp::report
