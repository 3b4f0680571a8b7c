#include "stdlib/kit/open_files.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/missing.hpp"

namespace nqp::kit {

BinaryFormat parse_binary_format(const std::string& text) {
  BinaryFormat f;
  std::size_t i = 1;
  while (i < text.size() && text[i] >= '0' && text[i] <= '9' && f.bytes < 100000000)
    f.bytes = 10 * f.bytes + static_cast<std::size_t>(text[i++] - '0');
  const std::string kind = text.substr(std::min(i, text.size()));
  const auto is = [&](std::initializer_list<std::size_t> sizes) {
    return std::find(sizes.begin(), sizes.end(), f.bytes) != sizes.end();
  };
  const bool good = text.size() > 2 && text[0] == '%' &&
                    ((kind == "z" && is({4, 8})) || ((kind == "b" || kind == "bs" || kind == "bu") && is({1, 2, 4})) ||
                     (kind == "s" && f.bytes > 0));
  if (!good)
    throw Error(198, text + " is no binary format", std::nullopt, {"%8z %4z %4b %2b %1b (bs, bu) and %#s are"});
  f.kind = kind == "bu" ? 'u' : kind[0];
  return f;
}

std::string to_bytes(double x, BinaryFormat f, bool high_first) {
  std::string out(f.bytes, '\0');
  if (f.kind == 'z') {
    if (f.bytes == 8) {
      std::memcpy(out.data(), &x, 8);
    } else {
      const float narrow = data::is_missing(x) ? 0x1p127f : static_cast<float>(x);
      std::memcpy(out.data(), &narrow, 4);
    }
  } else {
    const double bits = static_cast<double>(8 * f.bytes - (f.kind == 'b' ? 1 : 0));
    const double top = std::exp2(bits) - 1, bottom = f.kind == 'b' ? -top - 1 : 0;
    const double whole = data::is_missing(x) ? top : std::clamp(std::trunc(x), bottom, top);
    const auto value = static_cast<std::uint64_t>(static_cast<std::int64_t>(whole));
    std::memcpy(out.data(), &value, f.bytes);
  }
  if (high_first) std::reverse(out.begin(), out.end());
  return out;
}

double from_bytes(const char* bytes, BinaryFormat f, bool high_first) {
  std::string raw(bytes, f.bytes);
  if (high_first) std::reverse(raw.begin(), raw.end());
  if (f.kind == 'z') {
    double x = 0;
    float narrow = 0;
    if (f.bytes == 8) std::memcpy(&x, raw.data(), 8);
    else std::memcpy(&narrow, raw.data(), 4), x = static_cast<double>(narrow);
    return f.bytes == 4 && narrow >= 0x1p127f ? data::missing : data::checked(x);
  }
  std::uint64_t value = 0;
  std::memcpy(&value, raw.data(), f.bytes);
  const std::uint64_t sign = std::uint64_t{1} << (8 * f.bytes - 1);
  if (f.kind == 'b' && (value & sign))
    return static_cast<double>(value) - std::exp2(8.0 * static_cast<double>(f.bytes));
  return static_cast<double>(value);
}

}  // namespace nqp::kit
