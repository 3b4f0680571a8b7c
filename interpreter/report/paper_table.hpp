// A table as papers print it: a rule above, below and between head, body and foot, and notes underneath. It is made
// once and then written in a file format.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/report/document.hpp"

namespace nqp::report {

struct PaperCell {
  std::string text;
  std::string stars = {};
  int span = 1;             // columns covered
  bool underlined = false;  // a rule over the span, under the heading of a group
};

// The first cell is the row's name. Without cells: a blank line.
struct PaperRow {
  std::vector<PaperCell> cells;
  bool tight = false;  // follows the row above without a gap: standard errors under their coefficient
};

struct PaperNote {
  std::string text;
  std::vector<std::pair<std::string, std::string>> stars = {};  // symbol and limit; text then is empty
};

struct PaperTable {
  std::string title;
  std::size_t columns = 0;  // besides the names
  std::vector<PaperRow> head, body, foot;
  std::vector<PaperNote> notes;
  // Plain text only.
  int name_width = 12, cell_width = 12, star_width = 3;
};

enum class PaperFormat { text, csv, tab, rtf, docx, tex, html, markdown, xlsx };

struct PaperStyle {
  bool booktabs = false;  // LaTeX rules of the booktabs package
  bool fragment = false;  // rows only
  bool page = false;      // a whole LaTeX document
  bool landscape = false;
  bool plain_csv = false;  // without ="…" around numbers
  std::string alignment;   // of LaTeX columns; empty: c
  std::string width;       // of a LaTeX table; empty: as wide as needed
  // Lines of LaTeX instead of what stands there: the begin, the rules around the body, and the end with its notes.
  std::optional<std::vector<std::string>> prehead = {}, posthead = {}, prefoot = {}, postfoot = {};
};

// The format that the ending of a file's name stands for (.rtf .doc .docx .tex .html .htm .md .csv .txt .xls .xlsx).
std::optional<PaperFormat> format_of_ending(std::string_view path);

std::vector<std::string> text_lines(const PaperTable& t);
std::string render(const PaperTable& t, PaperFormat format, const PaperStyle& style = {});

// One function a format; bytes of a file.
std::string render_text(const PaperTable& t);
std::string render_separated(const PaperTable& t, char separator, const PaperStyle& style);
std::string render_rtf(const PaperTable& t, const PaperStyle& style);
std::string render_docx(const PaperTable& t, const PaperStyle& style);
std::string render_tex(const PaperTable& t, const PaperStyle& style);
std::string render_html(const PaperTable& t, const PaperStyle& style);
std::string render_markdown(const PaperTable& t);
std::string render_xlsx(const PaperTable& t);

// Widths of the columns on A4, in twentieths of a point: names as wide as the longest one, within limits.
struct PageColumns {
  int name = 0, other = 0;
};
PageColumns page_columns(const PaperTable& t, bool landscape);

// "* p<0.10, ** p<0.05": with `wrap` around each symbol.
std::string star_note(const PaperNote& note, std::string_view before = {}, std::string_view after = {});
bool is_number_text(std::string_view text);  // 1.5, -0.03, (2.1), [0.4], 1,234

}  // namespace nqp::report
