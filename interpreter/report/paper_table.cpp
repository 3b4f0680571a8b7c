#include "interpreter/report/paper_table.hpp"

#include <algorithm>
#include <cctype>

#include "interpreter/text/width.hpp"

namespace nqp::report {
namespace {

std::string lower_ending(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos || path.find_first_of("/\\", dot) != std::string_view::npos) return {};
  std::string out(path.substr(dot + 1));
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

class TextLines {
 public:
  explicit TextLines(const PaperTable& t) : table_(t) {
    column_ = static_cast<std::size_t>(t.cell_width + t.star_width) + 1;
    name_ = static_cast<std::size_t>(t.name_width);
    rule_ = std::string(name_ + t.columns * column_, '-');
  }

  std::vector<std::string> run() {
    if (!table_.title.empty()) lines_.push_back(table_.title);
    lines_.push_back(rule_);
    section(table_.head);
    section(table_.body);
    section(table_.foot);
    for (const PaperNote& n : table_.notes) lines_.push_back(n.stars.empty() ? n.text : star_note(n));
    return std::move(lines_);
  }

 private:
  void section(const std::vector<PaperRow>& rows) {
    if (rows.empty()) return;
    for (const PaperRow& r : rows) lines_.push_back(line(r));
    lines_.push_back(rule_);
  }

  std::string line(const PaperRow& r) const {
    std::string out;
    for (std::size_t j = 0; j < r.cells.size(); ++j) {
      const PaperCell& c = r.cells[j];
      if (j == 0) {
        out += text::pad_right(text::abbreviate(c.text, name_), name_);
        continue;
      }
      const std::size_t width = static_cast<std::size_t>(c.span) * column_;
      if (c.span > 1) {
        out += " " + text::pad_centre(text::truncate(c.text, width - 1), width - 1);
        continue;
      }
      const auto cell = static_cast<std::size_t>(table_.cell_width);
      std::string text = is_number_text(c.text) ? c.text : text::truncate(c.text, cell);
      out += " " + text::pad_left(text, cell) + text::pad_right(c.stars, static_cast<std::size_t>(table_.star_width));
    }
    return out;
  }

  const PaperTable& table_;
  std::size_t column_ = 0, name_ = 0;
  std::string rule_;
  std::vector<std::string> lines_;
};

}  // namespace

std::optional<PaperFormat> format_of_ending(std::string_view path) {
  const std::string ending = lower_ending(path);
  if (ending == "rtf" || ending == "doc") return PaperFormat::rtf;
  if (ending == "docx") return PaperFormat::docx;
  if (ending == "tex") return PaperFormat::tex;
  if (ending == "html" || ending == "htm") return PaperFormat::html;
  if (ending == "md") return PaperFormat::markdown;
  if (ending == "csv") return PaperFormat::csv;
  if (ending == "xlsx" || ending == "xls") return PaperFormat::xlsx;
  if (ending == "txt" || ending == "smcl" || ending == "log") return PaperFormat::text;
  return std::nullopt;
}

PageColumns page_columns(const PaperTable& t, bool landscape) {
  const int room = landscape ? 13958 : 9026;               // between the margins
  constexpr int letter = 125, padding = 240, widest = 1600;  // a letter of 10.5 points; both sides of a cell
  std::size_t longest = 0;
  for (const auto* part : {&t.body, &t.foot})
    for (const PaperRow& r : *part)
      if (!r.cells.empty()) longest = std::max(longest, text::display_width(r.cells[0].text));
  PageColumns w;
  w.name = std::clamp(static_cast<int>(longest) * letter + padding, 1400, 3400);
  if (t.columns > 0) w.other = std::min(widest, (room - w.name) / static_cast<int>(t.columns));
  return w;
}

std::string star_note(const PaperNote& note, std::string_view before, std::string_view after) {
  std::string out;
  for (const auto& [symbol, limit] : note.stars) {
    if (!out.empty()) out += ", ";
    out.append(before).append(symbol).append(after).append(" p<").append(limit);
  }
  return out;
}

bool is_number_text(std::string_view text) {
  bool digits = false;
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c))) digits = true;
    else if (std::string_view("+-.,()[]eE ").find(c) == std::string_view::npos) return false;
  }
  return digits;
}

std::vector<std::string> text_lines(const PaperTable& t) { return TextLines(t).run(); }

std::string render_text(const PaperTable& t) {
  std::string out;
  for (const std::string& line : text_lines(t)) out += line + "\n";
  return out;
}

std::string render(const PaperTable& t, PaperFormat format, const PaperStyle& style) {
  switch (format) {
    case PaperFormat::csv: return render_separated(t, ',', style);
    case PaperFormat::tab: return render_separated(t, '\t', style);
    case PaperFormat::rtf: return render_rtf(t, style);
    case PaperFormat::docx: return render_docx(t, style);
    case PaperFormat::tex: return render_tex(t, style);
    case PaperFormat::html: return render_html(t, style);
    case PaperFormat::markdown: return render_markdown(t);
    case PaperFormat::xlsx: return render_xlsx(t);
    default: return render_text(t);
  }
}

}  // namespace nqp::report
