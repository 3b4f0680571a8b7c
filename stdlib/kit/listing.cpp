#include "stdlib/kit/listing.hpp"

#include <algorithm>
#include <optional>

#include "interpreter/text/width.hpp"

namespace nqp::kit {
namespace {

using report::Run;
using report::Style;
using std::size_t;

size_t width_of(const ListingColumn& c) {
  size_t w = text::display_width(c.name);
  for (const std::string& s : c.cells) w = std::max(w, text::display_width(s));
  return w;
}

// Names keep at least options.abbreviate columns, and as many as the values below need.
void shorten_names(std::vector<ListingColumn>& columns, const ListingOptions& o) {
  for (ListingColumn& c : columns) {
    size_t cells = 0;
    for (std::string& s : c.cells) {
      s = text::printable(s);
      cells = std::max(cells, text::display_width(s));
    }
    c.name = text::abbreviate(c.name, std::max(o.abbreviate, cells));
  }
}

std::string padded(const std::string& s, size_t width, bool left) {
  return left ? text::pad_right(s, width) : text::pad_left(s, width);
}

class ListingDrawing {
 public:
  ListingDrawing(const std::vector<ListingColumn>& columns, const std::vector<std::string>& numbers,
          const ListingOptions& options)
      : columns_(columns), numbers_(numbers), options_(options) {
    for (const ListingColumn& c : columns) widths_.push_back(width_of(c));
    for (const std::string& n : numbers) has_numbers_ = has_numbers_ || !n.empty();
    margin_ = has_numbers_ ? 4 : 2;
    for (const std::string& n : numbers) margin_ = std::max(margin_, text::display_width(n));
    margin_ += has_numbers_ ? 1 : 3;
  }

  report::Document boxed() {
    report::Document d;
    d.line(corner_line());
    if (options_.header) {
      d.add(row_line(
          "", [](const ListingColumn& c) { return c.name; }, Style::text));
      d.line(inner_line());
    }
    for (size_t i = 0; i < numbers_.size(); ++i) {
      if (names_again(i)) {
        d.line(inner_line());
        d.add(row_line(
            "", [](const ListingColumn& c) { return c.name; }, Style::text));
      }
      if (names_again(i) || break_before(i)) d.line(inner_line());
      d.add(row_line(
          numbers_[i], [i](const ListingColumn& c) { return c.cells[i]; }, Style::result));
    }
    d.line(corner_line());
    return d;
  }

  report::Document clean() {
    report::Document d;
    if (options_.header)
      d.add(clean_line(
          "", [](const ListingColumn& c) { return c.name; }, Style::text));
    for (size_t i = 0; i < numbers_.size(); ++i) {
      if (!options_.breaks.empty() && break_before(i)) d.blank();
      if (names_again(i))
        d.add(clean_line(
            "", [](const ListingColumn& c) { return c.name; }, Style::text));
      d.add(clean_line(
          numbers_[i], [i](const ListingColumn& c) { return c.cells[i]; }, Style::result));
    }
    return d;
  }

  report::Document blocks() {
    const std::vector<std::pair<size_t, size_t>> lines = block_lines();
    size_t box = 0;
    for (const auto& [from, to] : lines) box = std::max(box, block_width(from, to));
    const std::string margin(margin_, ' ');
    const auto edge = [&](char end) { return margin + end + std::string(box, '-') + end; };
    report::Document d;
    for (size_t i = 0; i < numbers_.size(); ++i) {
      if (i > 0) d.blank();
      d.line(edge('+'));
      for (size_t k = 0; k < lines.size(); ++k) {
        if (k > 0) d.line(edge('|'));
        const auto [from, to] = lines[k];
        if (options_.header) d.line(block_line(k == 0 ? numbers_[i] : "", from, to, box, std::nullopt));
        d.line(block_line(k == 0 && !options_.header ? numbers_[i] : "", from, to, box, i));
      }
      d.line(edge('+'));
    }
    return d;
  }

  size_t boxed_width() const {
    size_t w = margin_ + 3;
    for (size_t k = 0; k < widths_.size(); ++k) w += widths_[k] + (k ? 3 : 1);
    return w;
  }

 private:
  bool names_again(size_t i) const {
    return i > 0 && options_.header && options_.header_every > 0 && i % static_cast<size_t>(options_.header_every) == 0;
  }

  bool break_before(size_t i) const {
    if (i == 0) return false;
    if (!options_.breaks.empty()) return options_.breaks[i] != 0;
    return options_.separator > 0 && i % static_cast<size_t>(options_.separator) == 0;
  }

  std::string margin(const std::string& number) const {
    if (!has_numbers_) return std::string(margin_, ' ');
    return text::pad_left(number, margin_ - 1) + " ";
  }

  std::string dashes(char at_divider) const {
    std::string s;
    for (size_t k = 0; k < widths_.size(); ++k) {
      if (k > 0) s += options_.dividers ? std::string("-") + at_divider + "-" : std::string("---");
      s.append(widths_[k], '-');
    }
    return "-" + s + "-";
  }

  std::string corner_line() const { return std::string(margin_, ' ') + "+" + dashes('-') + "+"; }
  std::string inner_line() const { return std::string(margin_, ' ') + "|" + dashes('+') + "|"; }

  template <class Text>
  report::Paragraph row_line(const std::string& number, const Text& cell, Style style) const {
    report::Paragraph p;
    p.runs.push_back({margin(number) + "| ", Style::text});
    for (size_t k = 0; k < columns_.size(); ++k) {
      if (k > 0) p.runs.push_back({options_.dividers ? " | " : "   ", Style::text});
      p.runs.push_back({padded(cell(columns_[k]), widths_[k], columns_[k].left), style});
    }
    p.runs.push_back({" |", Style::text});
    return p;
  }

  template <class Text>
  report::Paragraph clean_line(const std::string& number, const Text& cell, Style style) const {
    report::Paragraph p;
    p.runs.push_back({has_numbers_ ? margin(number) + " " : std::string("  "), Style::text});
    for (size_t k = 0; k < columns_.size(); ++k) {
      std::string s = padded(cell(columns_[k]), widths_[k], columns_[k].left);
      if (k + 1 == columns_.size() && columns_[k].left) s.erase(s.find_last_not_of(' ') + 1);
      p.runs.push_back({(k ? "   " : "  ") + s, style});
    }
    return p;
  }

  // [from, to) of the columns on each line of a block.
  std::vector<std::pair<size_t, size_t>> block_lines() const {
    const size_t room = static_cast<size_t>(std::max(options_.linesize, 30)) - margin_ - 2;
    std::vector<std::pair<size_t, size_t>> out;
    size_t from = 0;
    for (size_t k = 1; k <= columns_.size(); ++k) {
      if (k < columns_.size() && block_width(from, k + 1) <= room) continue;
      out.emplace_back(from, k);
      from = k;
    }
    return out;
  }

  size_t block_width(size_t from, size_t to) const {
    size_t w = to - from - 1;
    for (size_t k = from; k < to; ++k) w += widths_[k] + 2;
    return w;
  }

  std::string block_line(const std::string& number, size_t from, size_t to, size_t box,
                         std::optional<size_t> row) const {
    std::string s;
    for (size_t k = from; k < to; ++k) {
      const std::string& cell = row ? columns_[k].cells[*row] : columns_[k].name;
      s += (k > from ? "| " : " ") + padded(cell, widths_[k], columns_[k].left) + " ";
    }
    return margin(number) + "|" + text::pad_right(s, box) + "|";
  }

  const std::vector<ListingColumn>& columns_;
  const std::vector<std::string>& numbers_;
  const ListingOptions& options_;
  std::vector<size_t> widths_;
  size_t margin_ = 0;
  bool has_numbers_ = false;
};

}  // namespace

report::Document listing(std::vector<ListingColumn> columns, const std::vector<std::string>& numbers,
                         const ListingOptions& options) {
  if (columns.empty() || numbers.empty()) return {};
  shorten_names(columns, options);
  ListingDrawing drawing(columns, numbers, options);
  if (options.clean) return drawing.clean();
  const bool fits = drawing.boxed_width() <= static_cast<size_t>(std::max(options.linesize, 20));
  return options.blocks || (!fits && !options.table) ? drawing.blocks() : drawing.boxed();
}

}  // namespace nqp::kit
