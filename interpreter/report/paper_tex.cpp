// Tables as LaTeX, with or without the rules of booktabs.
#include <fmt/format.h>

#include "interpreter/report/paper_table.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::report {
namespace {

std::string tex_text(std::string_view s) {
  std::string out;
  bool math = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    const bool already = i > 0 && s[i - 1] == '\\';
    if (c == '$') math = !math;
    if (!math && !already && (c == '_' || c == '&' || c == '%' || c == '#')) out += '\\';
    out += c;
  }
  return out;
}

std::string starred(const std::string& stars) { return stars.empty() ? "" : "\\sym{" + stars + "}"; }

class Tex {
 public:
  Tex(const PaperTable& t, const PaperStyle& s) : table_(t), style_(s) {}

  std::string run() {
    if (style_.prehead) own(*style_.prehead);
    else if (!style_.fragment) begin();
    rows(table_.head, true);
    if (style_.posthead) own(*style_.posthead);
    else if (!table_.head.empty()) rule("midrule");
    rows(table_.body, false);
    if (style_.prefoot) own(*style_.prefoot);
    else if (!table_.foot.empty()) rule("midrule");
    rows(table_.foot, false);
    if (style_.postfoot) {
      own(*style_.postfoot);
      return out_;
    }
    if (style_.fragment) return out_;
    rule("bottomrule");
    notes();
    end();
    return out_;
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }

  // Lines of the user: @span is the number of columns, @M that of models, @hline a rule, @title the title.
  void own(const std::vector<std::string>& lines) {
    const std::pair<std::string, std::string> marks[] = {{"@span", std::to_string(table_.columns + 1)},
                                                         {"@M", std::to_string(table_.columns)},
                                                         {"@hline", "\\hline"},
                                                         {"@title", table_.title}};
    for (std::string text : lines) {
      for (const auto& [mark, with] : marks)
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
          text.replace(at, mark.size(), with);
      line(text);
    }
  }

  void rule(const std::string& name) {
    if (style_.booktabs) return line("\\" + name);
    line(name == "midrule" ? "\\hline" : "\\hline\\hline");
  }

  void begin() {
    if (style_.page) {
      line("\\documentclass{article}");
      if (style_.booktabs) line("\\usepackage{booktabs}");
      if (style_.alignment.rfind("D{", 0) == 0) line("\\usepackage{dcolumn}");
      if (style_.landscape) line("\\usepackage[landscape]{geometry}");
      line("\\begin{document}\n");
    }
    if (table_.title.empty()) {
      line("{");
    } else {
      line("\\begin{table}[htbp]\\centering");
    }
    line("\\def\\sym#1{\\ifmmode^{#1}\\else\\(^{#1}\\)\\fi}");
    if (!table_.title.empty()) line("\\caption{" + tex_text(table_.title) + "}");
    const std::string alignment = style_.alignment.empty() ? "c" : style_.alignment;
    const std::string columns = fmt::format("{{l*{{{}}}{{{}}}}}", table_.columns, alignment);
    environment_ = style_.width.empty() ? "tabular" : "tabular*";
    line("\\begin{" + environment_ + "}" +
         (style_.width.empty()
              ? columns
              : "{" + style_.width + "}{@{\\hskip\\tabcolsep\\extracolsep\\fill}" + columns.substr(1)));
    rule("toprule");
  }

  void end() {
    line("\\end{" + environment_ + "}");
    line(table_.title.empty() ? "}" : "\\end{table}");
    if (style_.page) line("\n\\end{document}");
  }

  void rows(const std::vector<PaperRow>& list, bool head) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const PaperRow& r = list[i];
      if (r.cells.empty() || (r.cells.size() == 1 && r.cells[0].text.empty())) {
        line(style_.booktabs ? "\\addlinespace" : "[1em]");
        continue;
      }
      std::string text = text::pad_right(tex_text(r.cells[0].text), 12), under;
      std::size_t at = 1;
      for (std::size_t j = 1; j < r.cells.size(); ++j) {
        const PaperCell& c = r.cells[j];
        const auto span = static_cast<std::size_t>(c.span);
        if (head || c.span > 1) {
          text += fmt::format("&\\multicolumn{{{}}}{{c}}{{{}}}", c.span, tex_text(c.text));
        } else {
          text += "&" + text::pad_left(tex_text(c.text), 12) + starred(c.stars);
        }
        if (c.underlined)
          under += fmt::format("{}{{{}-{}}}", style_.booktabs ? "\\cmidrule(lr)" : "\\cline", at + 1, at + span);
        at += span;
      }
      line(text + "\\\\" + under);
    }
  }

  void notes() {
    for (const PaperNote& n : table_.notes) {
      std::string text = n.stars.empty() ? tex_text(n.text) : limits(n);
      if (n.text.compare(0, 13, "t statistics ") == 0) text = "\\textit{t}" + text.substr(1);
      line(fmt::format("\\multicolumn{{{}}}{{l}}{{\\footnotesize {}}}\\\\", table_.columns + 1, text));
    }
  }

  static std::string limits(const PaperNote& n) {
    std::string out;
    for (const auto& [symbol, limit] : n.stars)
      out += (out.empty() ? "" : ", ") + starred(symbol) + " \\(p<" + limit + "\\)";
    return out;
  }

  const PaperTable& table_;
  const PaperStyle& style_;
  std::string environment_, out_;
};

}  // namespace

std::string render_tex(const PaperTable& t, const PaperStyle& style) { return Tex(t, style).run(); }

}  // namespace nqp::report
