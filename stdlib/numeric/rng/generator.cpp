#include "stdlib/numeric/rng/generator.hpp"

#include <cstdio>

namespace nqp::numeric::rng {
namespace {

struct Wide {
  std::uint64_t high;
  std::uint64_t low;
};

__extension__ using Product = unsigned __int128;

Wide multiply(std::uint64_t a, std::uint64_t b) {
  const Product p = static_cast<Product>(a) * b;
  return {static_cast<std::uint64_t>(p >> 64U), static_cast<std::uint64_t>(p)};
}

// Philox4x64-10, constants of Random123.
std::array<std::uint64_t, 4> philox(std::array<std::uint64_t, 4> x, std::array<std::uint64_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const Wide p = multiply(0xD2E7470EE14C6C93U, x[0]);
    const Wide q = multiply(0xCA5A826395121157U, x[2]);
    x = {q.high ^ x[1] ^ key[0], q.low, p.high ^ x[3] ^ key[1], p.low};
    key[0] += 0x9E3779B97F4A7C15U;
    key[1] += 0xBB67AE8584CAA73BU;
  }
  return x;
}

}  // namespace

Generator::Generator(std::uint64_t seed, std::uint64_t stream) : key_{seed, stream} {}

void Generator::refill() {
  block_ = philox(counter_, key_);
  used_ = 0;
  for (std::uint64_t& word : counter_) {
    if (++word != 0) break;
  }
}

std::uint64_t Generator::next() {
  if (used_ == block_.size()) refill();
  return block_[used_++];
}

Generator Generator::split(std::uint64_t index) {
  const std::uint64_t drawn = next();
  // Index 0 must not be the session's own stream.
  return Generator(drawn, index + 1);
}

std::string Generator::state() const {
  char text[128];
  std::snprintf(text, sizeof text, "philox4x64:%016llx%016llx:%016llx%016llx%016llx%016llx:%u",
                static_cast<unsigned long long>(key_[0]), static_cast<unsigned long long>(key_[1]),
                static_cast<unsigned long long>(counter_[0]), static_cast<unsigned long long>(counter_[1]),
                static_cast<unsigned long long>(counter_[2]), static_cast<unsigned long long>(counter_[3]), used_);
  return text;
}

bool Generator::restore(std::string_view state) {
  unsigned long long k[2];
  unsigned long long c[4];
  unsigned used = 0;
  char end = 0;
  const std::string text(state);
  const int read = std::sscanf(text.c_str(), "philox4x64:%16llx%16llx:%16llx%16llx%16llx%16llx:%1u%c", &k[0], &k[1],
                               &c[0], &c[1], &c[2], &c[3], &used, &end);
  if (read != 7 || used > 4) return false;
  key_ = {k[0], k[1]};
  counter_ = {c[0], c[1], c[2], c[3]};
  used_ = used;
  if (used == 4) return true;
  // The block in use was made from the counter before it was advanced.
  for (std::uint64_t& word : counter_) {
    if (word-- != 0) break;
  }
  refill();
  used_ = used;
  return true;
}

}  // namespace nqp::numeric::rng
