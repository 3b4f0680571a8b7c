// Levels of a block of rows, one stretch a set; those of all sets but the first are slots.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "stdlib/numeric/absorb/column_passes.hpp"

namespace nqp::numeric {

class BlockLevels {
 public:
  explicit BlockLevels(const EffectRows& e) : e_(e), levels_(e.sets.size() * residual_stride) {}

  void read(std::size_t begin, std::size_t n) {
    for (std::size_t s = 0; s < e_.sets.size(); ++s) {
      std::uint32_t* out = levels_.data() + s * residual_stride;
      e_.sets[s].read(begin, n, out);
      if (s == 0) continue;
      const auto offset = static_cast<std::uint32_t>(e_.offsets[s - 1]);
      if (offset == 0) continue;
      for (std::size_t i = 0; i < n; ++i) out[i] += offset;
    }
  }

  // As many rows from `begin` on as a block holds, up to `end`; returns how many.
  std::size_t read_up_to(std::size_t begin, std::size_t end) {
    const std::size_t n = std::min(residual_stride, end - begin);
    read(begin, n);
    return n;
  }

  // Where the first set comes in short runs none of which `end` cuts: whole ones.
  std::size_t read_runs(std::size_t begin, std::size_t end) {
    std::size_t n = read_up_to(begin, end);
    if (begin + n == end) return n;
    const std::uint32_t last = levels_[n - 1];
    while (n > 1 && levels_[n - 1] == last) --n;
    return n;
  }

  const std::uint32_t* of(std::size_t set) const { return levels_.data() + set * residual_stride; }

 private:
  const EffectRows& e_;
  std::vector<std::uint32_t> levels_;
};

}  // namespace nqp::numeric
