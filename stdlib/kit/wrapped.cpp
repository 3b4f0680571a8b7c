#include "stdlib/kit/wrapped.hpp"

#include <algorithm>

#include "interpreter/text/width.hpp"

namespace nqp::kit {

std::vector<std::string> wrapped_lines(std::string_view text, std::size_t width) {
  width = std::max<std::size_t>(width, 2);
  std::vector<std::string> out;
  while (text::display_width(text) > width) {
    std::string piece = text::truncate(text, width);
    const bool at_word_end = piece.size() < text.size() && text[piece.size()] == ' ';
    if (const std::size_t blank = piece.rfind(' '); !at_word_end && blank != std::string::npos && blank > 0)
      piece.resize(blank);
    out.push_back(piece);
    text.remove_prefix(piece.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  out.emplace_back(text);
  return out;
}

}  // namespace nqp::kit
