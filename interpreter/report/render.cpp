#include "interpreter/report/render.hpp"

#include <algorithm>

#include "interpreter/report/smcl.hpp"
#include "interpreter/report/table_lines.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::report {

namespace {

constexpr int header_width = 78;
constexpr int tab_stop = 8;

const char* colour_of(Style style) {
  switch (style) {
    case Style::text: return "";
    case Style::result: return "\x1b[1m";
    case Style::error: return "\x1b[31m";
    case Style::input: return "\x1b[1m";
    case Style::note: return "\x1b[2m";
  }
  return "";
}

const char* tag_of(Style style) {
  switch (style) {
    case Style::text:
    case Style::note: return "{txt}";
    case Style::result: return "{res}";
    case Style::error: return "{err}";
    case Style::input: return "{com}";
  }
  return "";
}

int width_of(std::string_view s) { return static_cast<int>(text::display_width(s)); }

// Writes styled pieces, keeps the column and wraps.
class LineWriter {
 public:
  LineWriter(const TextOptions& o, int column) : o_(o), column_(column) {}

  void piece(std::string_view s, Style style) {
    if (s.empty()) return;
    column_ += width_of(s);
    if (o_.smcl) {
      out_.append(tag_of(style)).append(smcl_escaped(s));
      return;
    }
    const std::string_view colour = o_.colour ? colour_of(style) : "";
    out_.append(colour).append(s).append(colour.empty() ? "" : "\x1b[0m");
  }

  void newline() {
    out_.push_back('\n');
    column_ = 0;
  }

  void fresh_line() {
    if (column_ > 0) newline();
  }

  // One line's share of a run: may wrap, never holds a newline.
  void wrapped(const std::string& whole, Style style) {
    std::string_view s = whole;
    // What fits is compared, not the width of all that is left: texts may be as long as a file.
    while (o_.wrap && o_.width > 4 && text::truncate(s, room()).size() < s.size()) {
      const std::size_t cut = break_at(s);
      piece(s.substr(0, cut), style);
      s.remove_prefix(cut);
      newline();
      piece("> ", Style::text);
    }
    piece(s, style);
  }

  int column() const { return column_; }
  std::string take() { return std::move(out_); }

 private:
  std::size_t room() const { return static_cast<std::size_t>(std::max(o_.width - column_, 0)); }

  // After the last blank of the last third of what fits, otherwise where the line is full.
  std::size_t break_at(std::string_view s) const {
    std::size_t cut = text::truncate(s, room()).size();
    if (cut == 0 && column_ <= 2) cut = text::truncate(s, 2).size();
    if (cut == 0 && column_ <= 2) return s.size();
    const std::size_t blank = cut == 0 ? std::string_view::npos : s.rfind(' ', cut - 1);
    const bool near = blank != std::string_view::npos && blank + 1 + static_cast<std::size_t>(o_.width) / 3 >= cut;
    return near && s.find_first_not_of(' ') < blank ? blank + 1 : cut;
  }

  const TextOptions& o_;
  std::string out_;
  int column_;
};

// Tabs go to the next stop; other control characters of data are made visible.
std::string clean(std::string_view s, int column) {
  std::string out;
  for (std::size_t tab = s.find('\t'); tab != std::string_view::npos; tab = s.find('\t')) {
    out += text::printable(s.substr(0, tab));
    const int at = column + width_of(out);
    out.append(static_cast<std::size_t>(tab_stop - at % tab_stop), ' ');
    s.remove_prefix(tab + 1);
  }
  return out + text::printable(s);
}

void draw(const Paragraph& p, LineWriter& pen) {
  for (const Run& run : p.runs) {
    std::string_view rest = run.text;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
      pen.wrapped(clean(rest.substr(0, end), pen.column()), run.style);
      pen.newline();
      rest.remove_prefix(end + 1);
    }
    pen.wrapped(clean(rest, pen.column()), run.style);
  }
  if (!p.open) pen.newline();
}

void draw(const Table& table, LineWriter& pen) {
  pen.fresh_line();
  for (const Line& line : table_lines(table)) {
    for (const Run& run : line) pen.piece(run.text, run.style);
    pen.newline();
  }
}

struct PairWidths {
  int name, value;
  int total() const { return name + 1 + value; }
};

// Stata's blocks: wide (Number of obs     =        200) or, beside a wide left part, narrow.
PairWidths pair_widths(const Header& h) {
  int left = 0;
  for (std::size_t i = 0; i < std::min(h.left.size(), h.right.size()); ++i) left = std::max(left, width_of(h.left[i]));
  PairWidths w{18, 11};
  if (left + 2 + w.total() > header_width) w = {16, 10};
  for (const auto& [name, value] : h.right) {
    if (name.empty() && value.empty()) continue;
    w.name = std::max(w.name, width_of(name) + 1);
    w.value = std::max(w.value, width_of(value) + 1);
  }
  return w;
}

std::string left_text(const std::string& s) { return text::printable(s); }

void draw(const Header& h, LineWriter& pen) {
  pen.fresh_line();
  const PairWidths w = pair_widths(h);
  const int start = header_width - w.total();
  std::size_t left = 0, right = 0;
  while (left < h.left.size() || right < h.right.size()) {
    const std::string l = left < h.left.size() ? left_text(h.left[left++]) : "";
    if (right >= h.right.size() || width_of(l) > start - 1) {  // no room beside it: the pair waits for the next line
      pen.piece(l, Style::text);
      pen.newline();
      continue;
    }
    const auto& [name, value] = h.right[right++];
    if (name.empty() && value.empty()) {
      pen.piece(l, Style::text);
    } else {
      const std::string sign = value.empty() ? "" : "=";  // a name without a value heads the pairs below it
      pen.piece(text::pad_right(l, static_cast<std::size_t>(start)) +
                    text::pad_right(text::printable(name), static_cast<std::size_t>(w.name)) + sign,
                Style::text);
      pen.piece(text::pad_left(text::printable(value), static_cast<std::size_t>(w.value)), Style::result);
    }
    pen.newline();
  }
}

void draw(const Figure&, LineWriter&) {}

}  // namespace

std::string render_text(const Document& d, const TextOptions& o, int& column) {
  LineWriter pen(o, column);
  for (const Block& b : d.blocks) std::visit([&pen](const auto& block) { draw(block, pen); }, b);
  column = pen.column();
  return pen.take();
}

}  // namespace nqp::report
