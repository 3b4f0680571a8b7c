// Tables as comma- or tab-separated values.
#include "interpreter/report/paper_table.hpp"

namespace nqp::report {
namespace {

std::string field(const PaperCell& c, char separator, const PaperStyle& style) {
  const std::string text = c.text + c.stars;
  if (separator == '\t' || text.empty()) return text;
  std::string quoted = "\"";
  for (const char ch : text) {
    if (ch == '"') quoted += '"';
    quoted += ch;
  }
  quoted += '"';
  // ="…" keeps spreadsheets from reading (1.5) as minus one and a half.
  return style.plain_csv ? quoted : "=" + quoted;
}

}  // namespace

std::string render_separated(const PaperTable& t, char separator, const PaperStyle& style) {
  std::string out;
  const auto text_row = [&](const std::string& text) {
    PaperCell c;
    c.text = text;
    out += field(c, separator, style) + "\n";
  };
  const auto rows = [&](const std::vector<PaperRow>& list) {
    for (const PaperRow& r : list) {
      for (std::size_t j = 0; j < r.cells.size(); ++j) {
        if (j) out += separator;
        out += field(r.cells[j], separator, style);
        for (int k = 1; k < r.cells[j].span; ++k) out += separator;
      }
      out += "\n";
    }
  };
  if (!t.title.empty()) text_row(t.title);
  rows(t.head);
  rows(t.body);
  rows(t.foot);
  for (const PaperNote& n : t.notes) text_row(n.stars.empty() ? n.text : star_note(n));
  return out;
}

}  // namespace nqp::report
