#include "stdlib/numeric/matching/score_order.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace nqp::numeric {
namespace {

constexpr std::size_t small_order = 2000;
constexpr unsigned digit_bits = 11, digits = 6;

struct ScoreKey {
  std::uint64_t key;
  std::uint32_t point;
};

// Unsigned numbers in the order of the doubles; -0 counts as 0.
std::uint64_t ordered_bits(double x) {
  std::uint64_t bits = 0;
  x += 0.0;
  std::memcpy(&bits, &x, sizeof bits);
  const bool negative = (bits >> 63U) != 0;
  return negative ? ~bits : bits | (std::uint64_t{1} << 63U);
}

std::size_t digit(std::uint64_t key, unsigned d) {
  return static_cast<std::size_t>(key >> (d * digit_bits)) & ((std::size_t{1} << digit_bits) - 1);
}

}  // namespace

std::vector<std::uint32_t> in_score_order(std::span<const double> score, std::span<const std::uint32_t> points) {
  std::vector<std::uint32_t> out(points.begin(), points.end());
  const auto below = [&](std::uint32_t a, std::uint32_t b) { return score[a] < score[b]; };
  if (std::is_sorted(out.begin(), out.end(), below)) return out;
  if (out.size() < small_order) {
    std::stable_sort(out.begin(), out.end(), below);
    return out;
  }
  std::vector<ScoreKey> from(out.size()), to(out.size());
  std::vector<std::array<std::uint32_t, digits>> counts(std::size_t{1} << digit_bits);
  for (std::size_t i = 0; i < out.size(); ++i) {
    from[i] = {ordered_bits(score[out[i]]), out[i]};
    for (unsigned d = 0; d < digits; ++d) ++counts[digit(from[i].key, d)][d];
  }
  for (unsigned d = 0; d < digits; ++d) {
    if (counts[digit(from[0].key, d)][d] == out.size()) continue;
    std::uint32_t place = 0;
    for (auto& c : counts) {
      const std::uint32_t n = c[d];
      c[d] = place, place += n;
    }
    for (const ScoreKey& k : from) to[counts[digit(k.key, d)][d]++] = k;
    from.swap(to);
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = from[i].point;
  return out;
}

}  // namespace nqp::numeric
