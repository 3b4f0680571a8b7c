// One statement's text without comments and line joins, and where each byte of it stood.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast/script.hpp"

namespace nqp::grammar {

// A run of the text. Either it was copied byte by byte, or it is one blank (size 1) put in place of a comment or line
// join of `length` bytes.
struct Segment {
  std::uint32_t at;      // in the logical line
  std::uint32_t source;  // in the source
  std::uint32_t length;  // in the source
  bool copied = true;
};

struct LogicalLine {
  std::string text;
  std::vector<Segment> segments;
  bool open_quote = false;  // a quote that the line does not close

  const Segment& segment(std::size_t at) const {
    const auto after = [](std::size_t value, const Segment& s) { return value < s.at; };
    const auto next = std::upper_bound(segments.begin(), segments.end(), at, after);
    return next == segments.begin() ? *next : *(next - 1);
  }

  std::uint32_t source_begin(std::size_t at) const {
    if (segments.empty()) return 0;
    if (at >= text.size()) return at == 0 ? segments[0].source : source_end(at);
    const Segment& s = segment(at);
    return s.copied ? s.source + static_cast<std::uint32_t>(at) - s.at : s.source;
  }

  // The place behind the byte before `at`.
  std::uint32_t source_end(std::size_t at) const {
    if (segments.empty()) return 0;
    if (at == 0) return segments[0].source;
    const Segment& s = segment(at - 1);
    return s.copied ? s.source + static_cast<std::uint32_t>(at) - s.at : s.source + s.length;
  }

  ast::Span span(std::size_t begin, std::size_t end) const {
    const std::uint32_t b = source_begin(begin);
    return {b, std::max(b, source_end(end))};
  }
};

// The pieces of line.text[begin, end). Throws Error 130 when references nest too deep.
ast::Template scan_template(const LogicalLine& line, std::size_t begin, std::size_t end);

}  // namespace nqp::grammar
