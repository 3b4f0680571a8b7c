// Stepping through UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nqp::text {

inline constexpr char32_t bad_byte = 0xFFFFFFFF;

// The character at `pos`, which moves past it. A byte that is no part of valid UTF-8 is bad_byte, one byte long.
// Requires pos < s.size().
char32_t next_character(std::string_view s, std::size_t& pos);

bool valid_utf8(std::string_view s);
void append_character(std::string& out, char32_t c);

}  // namespace nqp::text
