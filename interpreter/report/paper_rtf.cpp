// Tables as RTF: three rules, Times New Roman 10.5, stars raised.
#include <fmt/format.h>

#include "interpreter/report/paper_table.hpp"

namespace nqp::report {
namespace {


std::uint32_t next_character(std::string_view s, std::size_t& i) {
  const auto lead = static_cast<unsigned char>(s[i++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  std::uint32_t c = lead & (0x3fu >> more);
  for (int k = 0; k < more && i < s.size(); ++k) c = (c << 6) | (static_cast<unsigned char>(s[i++]) & 0x3fu);
  return c;
}

// Signed 16-bit units, as the format wants them.
std::string unit(std::uint32_t u) {
  return fmt::format("\\u{}?", u >= 0x8000 ? static_cast<int>(u) - 0x10000 : static_cast<int>(u));
}

std::string rtf_text(std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    const std::uint32_t c = next_character(s, i);
    if (c == '\\' || c == '{' || c == '}') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x10000) {
      out += unit(c);
    } else {
      out += unit(0xd800 + ((c - 0x10000) >> 10)) + unit(0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  }
  return out;
}

class Rtf {
 public:
  Rtf(const PaperTable& t, const PaperStyle& s) : table_(t), style_(s) {
    const PageColumns widths = page_columns(t, s.landscape);
    name_ = widths.name, column_ = widths.other;
  }

  std::string run() {
    out_ =
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}"
        "{\\f1\\fnil\\fcharset134 SimSun;}}\n";
    out_ += style_.landscape ? "\\landscape\\paperw16838\\paperh11906\\margl1440\\margr1440\n"
                             : "\\paperw11906\\paperh16838\\margl1440\\margr1440\n";
    out_ += "\\f0\\fs21\n";
    if (!table_.title.empty()) out_ += "{\\pard\\qc " + rtf_text(table_.title) + "\\par}\n";
    const std::vector<const std::vector<PaperRow>*> parts{&table_.head, &table_.body, &table_.foot};
    bool first = true;
    for (const auto* part : parts)
      for (std::size_t i = 0; i < part->size(); ++i) {
        const bool last = i + 1 == part->size();
        row((*part)[i], first ? thick : 0, last ? (ends_table(part) ? thick : thin) : 0);
        first = false;
      }
    for (const PaperNote& n : table_.notes)
      out_ += "{\\pard\\qc\\fs18 " + (n.stars.empty() ? rtf_text(n.text) : star_note(n, "{\\super ", "}")) + "\\par}\n";
    return out_ + "}\n";
  }

 private:
  static constexpr int thick = 30, thin = 10;

  bool ends_table(const std::vector<PaperRow>* part) const {
    if (part == &table_.foot) return true;
    return table_.foot.empty() && (part == &table_.body || table_.body.empty());
  }

  static std::string border(const char* side, int width) {
    return width == 0 ? "" : fmt::format("\\clbrdr{}\\brdrs\\brdrw{}", side, width);
  }

  void row(const PaperRow& r, int above, int below) {
    std::string definition = "\\trowd\\trqc\\trgaph40", cells;
    int edge = 0;
    std::size_t covered = 0;
    const auto add = [&](const PaperCell& c, bool name) {
      edge += name ? name_ : column_ * c.span;
      covered += name ? 0 : static_cast<std::size_t>(c.span);
      definition +=
          border("t", above) + border("b", c.underlined && below == 0 ? thin : below) + fmt::format("\\cellx{}", edge);
      cells += std::string("\\pard\\intbl") + (name ? "\\ql " : "\\qc ") + rtf_text(c.text) +
               (c.stars.empty() ? "" : "{\\super " + rtf_text(c.stars) + "}") + "\\cell\n";
    };
    for (std::size_t j = 0; j < r.cells.size(); ++j) add(r.cells[j], j == 0);
    if (r.cells.empty()) add({}, true);
    while (covered < table_.columns) add({}, false);
    out_ += "{" + definition + "\n" + cells + "\\row}\n";
  }

  const PaperTable& table_;
  const PaperStyle& style_;
  int name_ = 0, column_ = 0;
  std::string out_;
};

}  // namespace

std::string render_rtf(const PaperTable& t, const PaperStyle& style) { return Rtf(t, style).run(); }

}  // namespace nqp::report
