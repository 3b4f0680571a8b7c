#include "interpreter/report/smcl.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "interpreter/text/width.hpp"

namespace nqp::report {

namespace {

constexpr int deepest = 16;     // directives inside directives
constexpr int longest = 10000;  // of repeated text

int columns(std::string_view s) { return static_cast<int>(text::display_width(s)); }

std::optional<Style> style_named(std::string_view name) {
  struct Name {
    std::string_view name;
    Style style;
  };
  constexpr Name names[] = {{"txt", Style::text},      {"text", Style::text},   {"res", Style::result},
                            {"result", Style::result}, {"err", Style::error},   {"error", Style::error},
                            {"inp", Style::input},     {"input", Style::input}, {"sf", Style::text},
                            {"reset", Style::text},    {"com", Style::input},   {"hi", Style::result},
                            {"hilite", Style::result}, {"cmd", Style::result},  {"bf", Style::result}};
  for (const Name& n : names) {
    if (n.name == name) return n.style;
  }
  return std::nullopt;
}

// Emphasis that a terminal shows as plain text.
bool shown_plainly(std::string_view name) {
  for (const char* plain : {"it", "ul", "opt", "help", "stata", "browse", "view", "manlink", "bind"}) {
    if (name == plain) return true;
  }
  return false;
}

std::optional<int> number(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  if (s.empty() || s.size() > 5 || s.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  int value = 0;
  for (const char c : s) value = value * 10 + (c - '0');
  return std::min(value, longest);
}

// Line-drawing characters as the tables of this program draw them.
std::optional<std::string> drawn_character(std::string_view name) {
  if (name == "-") return "-";
  if (name == "|") return "|";
  if (name == "+" || name == "TLC" || name == "TRC" || name == "BLC" || name == "BRC" || name == "LT" || name == "RT" ||
      name == "TT" || name == "BT") {
    return "+";
  }
  if (name == "S|") return "$";
  if (name == "'g" || name == "-(") return name == "-(" ? "{" : "`";
  if (name == ")-") return "}";
  return std::nullopt;
}

// One {name arguments:body}.
struct Directive {
  std::string_view name, arguments, body;
  bool has_body = false;
};

Directive split(std::string_view inside) {
  Directive d;
  const std::size_t name_end = inside.find_first_of(" :");
  d.name = inside.substr(0, name_end);
  if (name_end == std::string_view::npos) return d;
  const std::size_t colon = d.name == "c" ? std::string_view::npos : inside.find(':');
  d.has_body = colon != std::string_view::npos;
  d.arguments = inside.substr(name_end, d.has_body ? colon - name_end : std::string_view::npos);
  while (!d.arguments.empty() && d.arguments.front() == ' ') d.arguments.remove_prefix(1);
  if (d.has_body) d.body = inside.substr(colon + 1);
  return d;
}

class Reader {
 public:
  Reader(Style style, int column, int width) : style_(style), column_(column), width_(width) {}

  void read(std::string_view s, int depth) {
    while (!s.empty()) {
      const std::size_t open = s.find('{');
      write(s.substr(0, open));
      if (open == std::string_view::npos) return;
      s.remove_prefix(open);
      const std::size_t close = matching(s);
      if (close == std::string_view::npos || depth >= deepest || !directive(split(s.substr(1, close - 1)), depth)) {
        write("{");
        s.remove_prefix(1);
      } else {
        s.remove_prefix(close + 1);
      }
    }
  }

  Style style() const { return style_; }
  std::vector<Run> take() { return std::move(runs_); }

 private:
  static std::size_t matching(std::string_view s) {
    int depth = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (s[i] == '{') ++depth;
      if (s[i] == '}' && --depth == 0) return i;
    }
    return std::string_view::npos;
  }

  void write(std::string_view s) {
    if (s.empty()) return;
    if (runs_.empty() || runs_.back().style != style_) runs_.push_back({"", style_});
    runs_.back().text.append(s);
    const std::size_t newline = s.rfind('\n');
    column_ = newline == std::string_view::npos ? column_ + columns(s) : columns(s.substr(newline + 1));
  }

  void repeat(std::string_view s, int times) {
    std::string out;
    for (int i = 0; i < times && out.size() < static_cast<std::size_t>(longest); ++i) out.append(s);
    write(out);
  }

  bool directive(const Directive& d, int depth) {
    if (const auto named = style_named(d.name)) return styled(*named, d, depth);
    if (d.name == "hline" || d.name == ".-") return hline(d);
    if (d.name == "c" || d.name == "char") return character(d);
    if (d.name == "col" || d.name == "space" || d.name == "dup") return spaced(d);
    if (d.name == "center" || d.name == "centre" || d.name == "lalign" || d.name == "ralign") return aligned(d);
    if (d.name == "break" || d.name == "p_end") return write("\n"), true;
    if (d.name == "ul" && (d.arguments == "on" || d.arguments == "off")) return true;
    if (!shown_plainly(d.name)) return false;
    if (d.has_body) read(d.body, depth + 1);
    else write(d.arguments);
    return true;
  }

  bool styled(Style style, const Directive& d, int depth) {
    if (!d.has_body) {
      if (!d.arguments.empty()) return false;
      style_ = style;
      return true;
    }
    const Style outer = style_;
    style_ = style;
    read(d.body, depth + 1);
    style_ = outer;
    return true;
  }

  bool hline(const Directive& d) {
    const auto n = d.arguments.empty() ? std::optional(std::max(width_ - 1 - column_, 0)) : number(d.arguments);
    if (n) repeat("-", *n);
    return n.has_value();
  }

  bool character(const Directive& d) {
    const auto c = drawn_character(d.arguments);
    if (c) write(*c);
    return c.has_value();
  }

  bool spaced(const Directive& d) {
    const auto n = number(d.arguments);
    if (!n) return false;
    if (d.name == "dup") return repeat(d.body, *n), true;
    repeat(" ", d.name == "col" ? std::max(*n - 1 - column_, 0) : *n);
    return true;
  }

  bool aligned(const Directive& d) {
    const auto n = d.arguments.empty() ? std::optional(width_ - 1) : number(d.arguments);
    if (!n || !d.has_body) return false;
    const auto width = static_cast<std::size_t>(std::max(*n, 0));
    if (d.name == "lalign") write(text::pad_right(d.body, width));
    else if (d.name == "ralign") write(text::pad_left(d.body, width));
    else write(text::pad_centre(d.body, width));
    return true;
  }

  std::vector<Run> runs_;
  Style style_;
  int column_;
  int width_;
};

}  // namespace

std::string smcl_escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c == '{') out += "{c -(}";
    else if (c == '}') out += "{c )-}";
    else out += c;
  return out;
}

std::string smcl_plain(std::string_view text, int width) {
  constexpr std::string_view head = "{smcl}";
  if (text.substr(0, head.size()) != head) return std::string(text);
  text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  std::string out;
  Style style = Style::text;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    for (const Run& run : smcl_runs(text.substr(0, end), style, 0, width)) out += run.text;
    if (end == std::string_view::npos) break;
    out += '\n';
    text.remove_prefix(end + 1);
  }
  return out;
}

std::vector<Run> smcl_runs(std::string_view text, Style& style, int column, int width) {
  Reader reader(style, column, width);
  reader.read(text, 0);
  style = reader.style();
  return reader.take();
}

}  // namespace nqp::report
