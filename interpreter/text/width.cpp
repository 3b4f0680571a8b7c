#include "interpreter/text/width.hpp"

#include <algorithm>
#include <iterator>

#include "interpreter/text/utf8.hpp"
#include "interpreter/text/width_tables.hpp"

namespace nqp::text {

namespace {

template <std::size_t n>
bool within(const Range (&ranges)[n], char32_t c) {
  const auto* r = std::lower_bound(std::begin(ranges), std::end(ranges), c,
                                   [](const Range& range, char32_t key) { return range.last < key; });
  return r != std::end(ranges) && r->first <= c;
}

std::size_t columns(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return 0;
  if (c < 0x300 || c == bad_byte) return 1;
  if (within(zero_ranges, c)) return 0;
  return within(wide_ranges, c) ? 2 : 1;
}

bool all_plain(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

// Marks that reorder the text around them could make a line read as something else.
bool reorders(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
}

bool unprintable(char32_t c) {
  return c == bad_byte || c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || reorders(c);
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  if (all_plain(utf8)) return utf8.size();
  std::size_t width = 0;
  for (std::size_t pos = 0; pos < utf8.size();) width += columns(next_character(utf8, pos));
  return width;
}

std::size_t length(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t pos = 0; pos < utf8.size(); ++count) next_character(utf8, pos);
  return count;
}

std::string pad_left(std::string_view s, std::size_t width) {
  const std::size_t used = display_width(s);
  std::string out(width > used ? width - used : 0, ' ');
  return out.append(s);
}

std::string pad_right(std::string_view s, std::size_t width) {
  const std::size_t used = display_width(s);
  std::string out(s);
  if (width > used) out.append(width - used, ' ');
  return out;
}

std::string pad_centre(std::string_view s, std::size_t width) {
  const std::size_t used = display_width(s);
  if (used >= width) return std::string(s);
  const std::size_t before = (width - used) / 2;
  return pad_right(std::string(before, ' ').append(s), width);
}

std::string truncate(std::string_view s, std::size_t width) {
  std::size_t used = 0;
  for (std::size_t pos = 0; pos < s.size();) {
    const std::size_t start = pos;
    used += columns(next_character(s, pos));
    if (used > width) return std::string(s.substr(0, start));
  }
  return std::string(s);
}

std::string abbreviate(std::string_view name, std::size_t width) {
  if (display_width(name) <= width) return std::string(name);
  std::size_t last = 0;
  for (std::size_t pos = 0; pos < name.size();) {
    const std::size_t start = pos;
    if (columns(next_character(name, pos)) > 0) last = start;
  }
  const std::string_view tail = name.substr(last);
  const std::size_t tail_width = display_width(tail);
  if (width < tail_width + 2) return truncate(name, width);
  return truncate(name, width - tail_width - 1).append("~").append(tail);
}

std::string printable(std::string_view s) {
  if (all_plain(s)) return std::string(s);
  std::string out;
  out.reserve(s.size());
  for (std::size_t pos = 0; pos < s.size();) {
    const std::size_t start = pos;
    const char32_t c = next_character(s, pos);
    if (c == '\t' || c == '\n' || c == '\r') {
      out.push_back(' ');
    } else if (unprintable(c)) {
      append_character(out, 0xFFFD);
    } else {
      out.append(s.substr(start, pos - start));
    }
  }
  return out;
}

}  // namespace nqp::text
