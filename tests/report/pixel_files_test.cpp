// Pictures read back by hand: tags as TIFF 6.0 numbers them, PackBits as it defines them, records as [MS-EMF] lists them.
#include "interpreter/report/pixel_files.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string_view>

namespace nqp::report {
namespace {

std::size_t number(std::string_view s, std::size_t at, int bytes) {
  std::size_t out = 0;
  for (int i = bytes - 1; i >= 0; --i) out = out << 8 | static_cast<unsigned char>(s[at + static_cast<std::size_t>(i)]);
  return out;
}

// 300 white pixels and a few of colour in each of five rows: runs longer than 128 bytes and stretches without any.
Pixels sample() {
  Pixels p{307, 5, 300, std::string(307 * 5 * 3, '\xff')};
  for (std::size_t i = 0; i < p.rgb.size(); i += 11) p.rgb[i % 97 < 40 ? i : 0] = static_cast<char>(i % 251);
  return p;
}

std::string unpacked(std::string_view packed) {
  std::string out;
  for (std::size_t i = 0; i < packed.size();) {
    const int n = static_cast<signed char>(packed[i++]);
    if (n >= 0) out += packed.substr(i, static_cast<std::size_t>(n) + 1), i += static_cast<std::size_t>(n) + 1;
    else if (n != -128) out.append(static_cast<std::size_t>(1 - n), packed[i++]);
  }
  return out;
}

TEST(PixelFiles, tiff_holds_the_pixels) {
  const Pixels p = sample();
  const std::string f = tif_of(p);
  ASSERT_EQ(f.substr(0, 4), std::string("II\x2a\0", 4));
  const std::size_t directory = number(f, 4, 4), entries = number(f, directory, 2);
  ASSERT_EQ(directory % 2, 0U);
  std::map<std::size_t, std::size_t> value;
  for (std::size_t k = 0; k < entries; ++k) {
    const std::size_t at = directory + 2 + 12 * k;
    value[number(f, at, 2)] = number(f, at + 8, 4);
  }
  EXPECT_EQ(f.size(), directory + 2 + 12 * entries + 4);
  EXPECT_EQ(value[256], 307U);
  EXPECT_EQ(value[257], 5U);
  EXPECT_EQ(value[259], 32773U);
  EXPECT_EQ(number(f, value[282], 4) / number(f, value[282] + 4, 4), 300U);
  EXPECT_EQ(unpacked(std::string_view(f).substr(value[273], value[279])), p.rgb);
}

TEST(PixelFiles, metafile_has_its_size_and_the_last_row_first) {
  const Pixels p = sample();
  const std::string f = emf_of(p);
  EXPECT_EQ(number(f, 0, 4), 1U);
  EXPECT_EQ(f.substr(40, 4), " EMF");
  EXPECT_EQ(number(f, 48, 4), f.size());
  EXPECT_EQ(number(f, 32, 4), 2599U);  // 307 pixels of 1/300 inch in hundredths of a millimetre
  std::size_t records = 0;
  for (std::size_t at = 0; at < f.size(); at += number(f, at + 4, 4)) ++records;
  EXPECT_EQ(records, number(f, 52, 4));
  const std::size_t bits = number(f, 4, 4) + 80 + 40, last_row = 4 * 307 * 3;
  for (std::size_t x = 0; x < 307; ++x)
    for (std::size_t k = 0; k < 3; ++k) ASSERT_EQ(f[bits + 3 * x + k], p.rgb[last_row + 3 * x + 2 - k]) << x;
}

}  // namespace
}  // namespace nqp::report
