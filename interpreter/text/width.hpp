// Display width of UTF-8 text in terminal columns (East-Asian wide = 2, combining marks = 0), and padding by it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nqp::text {

std::size_t display_width(std::string_view utf8);
std::size_t length(std::string_view utf8);                     // in characters
std::string pad_left(std::string_view s, std::size_t width);   // right-aligned
std::string pad_right(std::string_view s, std::size_t width);  // left-aligned
std::string pad_centre(std::string_view s, std::size_t width);
std::string truncate(std::string_view s, std::size_t width);       // never wider than width; cuts at a character
std::string abbreviate(std::string_view name, std::size_t width);  // a long name as head~tail
// Control characters and escape sequences of data never reach a terminal raw.
std::string printable(std::string_view s);

}  // namespace nqp::text
