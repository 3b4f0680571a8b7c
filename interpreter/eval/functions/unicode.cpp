#include "interpreter/eval/functions/unicode.hpp"

#include "interpreter/text/utf8.hpp"

namespace nqp::eval::unicode {
namespace {

// Letters whose cases are a fixed distance apart: lower-case range and what to subtract for the capital.
struct Shift {
  char32_t first, last;
  std::int32_t distance;
};

constexpr Shift shifts[] = {
    {0x61, 0x7A, 32},       {0xE0, 0xF6, 32},       {0xF8, 0xFE, 32},       {0xFF, 0xFF, -121},
    {0x3AC, 0x3AC, 38},     {0x3AD, 0x3AF, 37},     {0x3B1, 0x3C1, 32},     {0x3C3, 0x3CB, 32},
    {0x3CC, 0x3CC, 64},     {0x3CD, 0x3CE, 63},     {0x430, 0x44F, 32},     {0x450, 0x45F, 80},
    {0x561, 0x586, 48},     {0x10D0, 0x10FA, -3008}, {0x2170, 0x217F, 16},  {0x24D0, 0x24E9, 26},
    {0xFF41, 0xFF5A, 32},   {0x10428, 0x1044F, 40},
};

// Ranges where capitals and small letters alternate, starting with a capital.
struct Pairs {
  char32_t first, last;
};

constexpr Pairs pairs[] = {
    {0x100, 0x12F}, {0x132, 0x137},   {0x139, 0x148},   {0x14A, 0x177},   {0x179, 0x17E}, {0x1CD, 0x1DC},
    {0x1DE, 0x1EF}, {0x1F8, 0x21F},   {0x222, 0x233},   {0x3D8, 0x3EF},   {0x460, 0x481}, {0x48A, 0x4BF},
    {0x4C1, 0x4CE}, {0x4D0, 0x52F},   {0x1E00, 0x1E95}, {0x1EA0, 0x1EFF},
};

constexpr Pairs letters[] = {
    {0x41, 0x5A},       {0x61, 0x7A},       {0xAA, 0xAA},       {0xB5, 0xB5},       {0xBA, 0xBA},
    {0xC0, 0xD6},       {0xD8, 0xF6},       {0xF8, 0x2C1},      {0x370, 0x373},     {0x376, 0x377},
    {0x37B, 0x37D},     {0x386, 0x386},     {0x388, 0x3FF},     {0x400, 0x481},     {0x48A, 0x52F},
    {0x531, 0x556},     {0x561, 0x587},     {0x5D0, 0x5EA},     {0x620, 0x64A},     {0x671, 0x6D3},
    {0x904, 0x939},     {0xE01, 0xE30},     {0x10A0, 0x10FF},   {0x1100, 0x11FF},   {0x1E00, 0x1FFF},
    {0x3005, 0x3006},   {0x3041, 0x3096},   {0x30A1, 0x30FA},   {0x3105, 0x312F},   {0x3131, 0x318E},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAD9},   {0xFF21, 0xFF3A},
    {0xFF41, 0xFF5A},   {0xFF66, 0xFFDC},   {0x20000, 0x323AF},
};

constexpr Pairs ideographs[] = {
    {0x2E80, 0x2FDF}, {0x3005, 0x3007}, {0x3041, 0x30FF}, {0x3105, 0x318F},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0x20000, 0x323AF},
};

bool within(char32_t c, Pairs range) { return c >= range.first && c <= range.last; }

template <std::size_t n>
bool within_any(char32_t c, const Pairs (&ranges)[n]) {
  for (const Pairs& range : ranges) {
    if (within(c, range)) return true;
  }
  return false;
}

char32_t moved(char32_t c, std::int32_t by) { return static_cast<char32_t>(static_cast<std::int32_t>(c) + by); }

}  // namespace

Decoded decode(std::string_view s, std::size_t at) {
  const std::size_t start = at;
  const char32_t point = text::next_character(s, at);
  if (point == text::bad_byte) return {replacement, 1, false};
  return {point, at - start, true};
}

void append(std::string& to, char32_t point) {
  const bool exists = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
  text::append_character(to, exists ? point : replacement);
}

std::vector<char32_t> points(std::string_view s) {
  std::vector<char32_t> all;
  for (std::size_t at = 0; at < s.size();) {
    const Decoded d = decode(s, at);
    all.push_back(d.point);
    at += d.bytes;
  }
  return all;
}

std::vector<std::size_t> offsets(std::string_view s) {
  std::vector<std::size_t> all;
  for (std::size_t at = 0; at < s.size(); at += decode(s, at).bytes) all.push_back(at);
  all.push_back(s.size());
  return all;
}

char32_t upper(char32_t c) {
  if (c == 0xB5) return 0x39C;
  if (c == 0x3C2) return 0x3A3;  // final sigma
  for (const Shift& s : shifts) {
    if (c >= s.first && c <= s.last) return moved(c, -s.distance);
  }
  for (const Pairs& p : pairs) {
    if (within(c, p)) return (c - p.first) % 2 == 1 ? c - 1 : c;
  }
  return c;
}

char32_t lower(char32_t c) {
  for (const Shift& s : shifts) {
    const char32_t small = moved(c, s.distance);
    if (small >= s.first && small <= s.last) return small;
  }
  for (const Pairs& p : pairs) {
    if (within(c, p)) return (c - p.first) % 2 == 0 ? c + 1 : c;
  }
  return c;
}

bool is_upper(char32_t c) { return lower(c) != c; }

bool is_letter(char32_t c) { return within_any(c, letters); }

bool is_digit(char32_t c) {
  constexpr Pairs digits[] = {{0x30, 0x39},   {0x660, 0x669},   {0x6F0, 0x6F9},  {0x966, 0x96F},
                              {0xE50, 0xE59}, {0xFF10, 0xFF19}};
  return within_any(c, digits);
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_word(char32_t c) { return c == '_' || is_letter(c) || is_digit(c); }

bool is_ideograph(char32_t c) { return within_any(c, ideographs); }

}  // namespace nqp::eval::unicode
