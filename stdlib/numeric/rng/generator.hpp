// The random-number generator: Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011), counter-based. A stream is
// named by (seed, stream): replication r of a resampling uses stream r, whatever the thread. 10 rounds pass BigCrush.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace nqp::numeric::rng {

class Generator {
 public:
  static constexpr std::uint64_t default_seed = 123456789;

  // Stream 0 is the session's own; replications use 1, 2, ….
  explicit Generator(std::uint64_t seed = default_seed, std::uint64_t stream = 0);

  std::uint64_t next();

  std::uint64_t seed() const { return key_[0]; }
  std::uint64_t stream() const { return key_[1]; }

  // An independent generator for part `index` of the work, the same whenever asked at this point of the stream.
  // Consumes one draw of this generator.
  Generator split(std::uint64_t index);

  // Text that names the exact state (for c(rngstate)); parse returns false on text that is not one.
  std::string state() const;
  bool restore(std::string_view state);

 private:
  void refill();

  std::array<std::uint64_t, 2> key_{};
  std::array<std::uint64_t, 4> counter_{};
  std::array<std::uint64_t, 4> block_{};
  unsigned used_ = 4;
};

}  // namespace nqp::numeric::rng
