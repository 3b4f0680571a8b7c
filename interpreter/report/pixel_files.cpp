#include "interpreter/report/pixel_files.hpp"

#include <cmath>
#include <cstdint>
#include <string_view>

namespace nqp::report {
namespace {

void put16(std::string& out, std::uint32_t v) {
  out += static_cast<char>(v & 255);
  out += static_cast<char>(v >> 8 & 255);
}

void put32(std::string& out, std::uint32_t v) {
  put16(out, v & 65535);
  put16(out, v >> 16);
}

std::uint32_t size32(std::size_t n) { return static_cast<std::uint32_t>(n); }

// Runs of at least three equal bytes as (1 - length, byte), what is between as (length - 1, bytes), at most 128 each.
void pack_bits(std::string_view row, std::string& out) {
  const auto run_at = [&](std::size_t i) {
    std::size_t n = 1;
    while (n < 128 && i + n < row.size() && row[i + n] == row[i]) ++n;
    return n;
  };
  for (std::size_t i = 0; i < row.size();) {
    if (const std::size_t run = run_at(i); run >= 3) {
      out += static_cast<char>(257 - static_cast<int>(run));
      out += row[i];
      i += run;
      continue;
    }
    std::size_t n = 1;
    while (n < 128 && i + n < row.size() && run_at(i + n) < 3) ++n;
    out += static_cast<char>(n - 1);
    out += row.substr(i, n);
    i += n;
  }
}

}  // namespace

std::string tif_of(const Pixels& p) {
  constexpr std::uint32_t short_integer = 3, long_integer = 4, fraction = 5;
  const auto stride = static_cast<std::size_t>(p.width) * 3;
  std::string bits;
  for (int y = 0; y < p.height; ++y)
    pack_bits(std::string_view(p.rgb).substr(static_cast<std::size_t>(y) * stride, stride), bits);
  constexpr std::uint32_t first = 8, depths = first, resolution = depths + 6, strip = resolution + 8;
  const std::uint32_t directory = strip + size32(bits.size() + bits.size() % 2);
  std::string out = "II";
  put16(out, 42);
  put32(out, directory);
  for (int i = 0; i < 3; ++i) put16(out, 8);
  put32(out, size32(static_cast<std::size_t>(std::lround(p.dots_an_inch * 100))));
  put32(out, 100);
  out += bits;
  if (bits.size() % 2 != 0) out += '\0';
  struct Entry {
    std::uint32_t tag, type, count, value;
  };
  const auto width = static_cast<std::uint32_t>(p.width), height = static_cast<std::uint32_t>(p.height);
  const Entry entries[] = {{256, long_integer, 1, width},       {257, long_integer, 1, height},
                           {258, short_integer, 3, depths},     {259, short_integer, 1, 32773},
                           {262, short_integer, 1, 2},          {273, long_integer, 1, strip},
                           {277, short_integer, 1, 3},          {278, long_integer, 1, height},
                           {279, long_integer, 1, size32(bits.size())}, {282, fraction, 1, resolution},
                           {283, fraction, 1, resolution},      {296, short_integer, 1, 2}};
  put16(out, size32(std::size(entries)));
  for (const Entry& e : entries) {
    put16(out, e.tag);
    put16(out, e.type);
    put32(out, e.count);
    put32(out, e.value);
  }
  put32(out, 0);
  return out;
}

std::string emf_of(const Pixels& p) {
  const auto width = static_cast<std::uint32_t>(p.width), height = static_cast<std::uint32_t>(p.height);
  const std::uint32_t stride = (width * 3 + 3) / 4 * 4, bits = stride * height;
  constexpr std::uint32_t header = 88, picture = 80, bitmap = 40, end = 20;
  const auto bounds = [&](std::string& out, double right, double bottom) {
    put32(out, 0);
    put32(out, 0);
    put32(out, static_cast<std::uint32_t>(std::lround(right)));
    put32(out, static_cast<std::uint32_t>(std::lround(bottom)));
  };
  const double hundredths = 2540 / p.dots_an_inch;  // of a millimetre, a pixel
  std::string out;
  put32(out, 1);
  put32(out, header);
  bounds(out, p.width - 1, p.height - 1);
  bounds(out, p.width * hundredths, p.height * hundredths);
  out += " EMF";
  put32(out, 0x10000);
  put32(out, header + picture + bitmap + bits + end);
  put32(out, 3);  // records
  put16(out, 1);  // handles
  put16(out, 0);
  for (int i = 0; i < 3; ++i) put32(out, 0);  // no description, no palette
  // The device it is for: a metre square with as many dots.
  const auto device = static_cast<std::uint32_t>(std::lround(100000 / hundredths));
  for (const std::uint32_t size : {device, device, 1000U, 1000U}) put32(out, size);

  put32(out, 81);
  put32(out, picture + bitmap + bits);
  bounds(out, p.width - 1, p.height - 1);
  for (int i = 0; i < 4; ++i) put32(out, 0);  // corners of both
  put32(out, width);
  put32(out, height);
  put32(out, picture);
  put32(out, bitmap);
  put32(out, picture + bitmap);
  put32(out, bits);
  put32(out, 0);
  put32(out, 0x00CC0020);  // copy
  put32(out, width);
  put32(out, height);

  put32(out, bitmap);
  put32(out, width);
  put32(out, height);
  put16(out, 1);
  put16(out, 24);
  put32(out, 0);
  put32(out, bits);
  for (int i = 0; i < 4; ++i) put32(out, 0);
  for (int y = p.height - 1; y >= 0; --y) {
    const char* row = p.rgb.data() + static_cast<std::size_t>(y) * width * 3;
    for (std::uint32_t x = 0; x < width; ++x) out.append({row[3 * x + 2], row[3 * x + 1], row[3 * x]});
    out.append(stride - width * 3, '\0');
  }

  put32(out, 14);
  put32(out, end);
  put32(out, 0);
  put32(out, 16);
  put32(out, end);
  return out;
}

}  // namespace nqp::report
