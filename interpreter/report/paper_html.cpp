// Tables as HTML with a real head, body and foot, and as Markdown.
#include <fmt/format.h>

#include "interpreter/report/paper_table.hpp"
#include "interpreter/report/xml_text.hpp"

namespace nqp::report {
namespace {

void html_rows(const std::vector<PaperRow>& rows, std::string_view part, bool head, std::string& out) {
  if (rows.empty()) return;
  out += fmt::format("<{}>\n", part);
  for (const PaperRow& r : rows) {
    if (r.cells.size() < 2) {
      out += fmt::format("<tr><td>{}</td></tr>\n", r.cells.empty() ? "" : xml_text(r.cells[0].text));
      continue;
    }
    out += "<tr>";
    for (std::size_t j = 0; j < r.cells.size(); ++j) {
      const PaperCell& c = r.cells[j];
      const std::string_view tag = head || j == 0 ? "th" : "td";
      out += fmt::format("<{}{}{}>", tag, c.span > 1 ? fmt::format(" colspan=\"{}\"", c.span) : "",
                         c.underlined ? " class=\"group\""
                         : j == 0     ? " class=\"name\""
                                      : "");
      out += xml_text(c.text) + (c.stars.empty() ? "" : "<sup>" + xml_text(c.stars) + "</sup>") +
             fmt::format("</{}>", tag);
    }
    out += "</tr>\n";
  }
  out += fmt::format("</{}>\n", part);
}

std::string bar_escaped(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (c == '|' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

void markdown_row(const PaperRow& r, std::string& out) {
  out += "|";
  for (const PaperCell& c : r.cells) {
    out += " " + bar_escaped(c.text + c.stars) + " |";
    for (int k = 1; k < c.span; ++k) out += " |";
  }
  out += "\n";
}

}  // namespace

std::string render_html(const PaperTable& t, const PaperStyle& style) {
  std::string out;
  if (!style.fragment)
    out +=
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><style>\n"
        "table{border-collapse:collapse;border-top:2px solid;border-bottom:2px solid;font-family:serif}\n"
        "thead,tbody{border-bottom:1px solid}th{font-weight:normal}\n"
        "td,th{padding:0 .8em;text-align:center}.name{text-align:left}.group{border-bottom:1px solid}\n"
        "</style></head><body>\n";
  out += "<table>\n";
  if (!t.title.empty()) out += "<caption>" + xml_text(t.title) + "</caption>\n";
  html_rows(t.head, "thead", true, out);
  html_rows(t.body, "tbody", false, out);
  html_rows(t.foot, "tfoot", false, out);
  out += "</table>\n";
  for (const PaperNote& n : t.notes) out += "<div>" + xml_text(n.stars.empty() ? n.text : star_note(n)) + "</div>\n";
  if (!style.fragment) out += "</body></html>\n";
  return out;
}

std::string render_markdown(const PaperTable& t) {
  std::string out;
  if (!t.title.empty()) out += "**" + bar_escaped(t.title) + "**\n\n";
  bool ruled = false;
  const auto rule = [&] {
    if (ruled) return;
    ruled = true;
    out += "|:---|";
    for (std::size_t j = 0; j < t.columns; ++j) out += "---:|";
    out += "\n";
  };
  for (std::size_t i = 0; i < t.head.size(); ++i) {
    markdown_row(t.head[i], out);
    if (i == 0) rule();
  }
  for (const auto* part : {&t.body, &t.foot})
    for (const PaperRow& r : *part)
      if (r.cells.size() > 1) {
        if (!ruled) {
          out += "|" + std::string(t.columns + 1, '|') + "\n";
          rule();
        }
        markdown_row(r, out);
      }
  out += "\n";
  for (const PaperNote& n : t.notes) out += bar_escaped(n.stars.empty() ? n.text : star_note(n)) + "  \n";
  return out;
}

}  // namespace nqp::report
