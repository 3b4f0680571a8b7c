#include "interpreter/text/utf8.hpp"

namespace nqp::text {

namespace {

bool continues(std::string_view s, std::size_t at) {
  return at < s.size() && (static_cast<unsigned char>(s[at]) & 0xC0) == 0x80;
}

char32_t low6(std::string_view s, std::size_t at) { return static_cast<unsigned char>(s[at]) & 0x3Fu; }

}  // namespace

char32_t next_character(std::string_view s, std::size_t& pos) {
  const std::size_t at = pos++;
  const auto lead = static_cast<unsigned char>(s[at]);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4) return bad_byte;
  char32_t c = lead & (0x3Fu >> more);
  for (std::size_t i = 1; i <= more; ++i) {
    if (!continues(s, at + i)) return bad_byte;
    c = c << 6 | low6(s, at + i);
  }
  constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return bad_byte;
  pos = at + 1 + more;
  return c;
}

bool valid_utf8(std::string_view s) {
  for (std::size_t pos = 0; pos < s.size();) {
    if (next_character(s, pos) == bad_byte) return false;
  }
  return true;
}

void append_character(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

}  // namespace nqp::text
