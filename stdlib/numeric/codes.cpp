#include "stdlib/numeric/codes.hpp"

#include <algorithm>
#include <numeric>

#include "stdlib/numeric/failure.hpp"

namespace nqp::numeric {
namespace {

DenseCodes dense_by_table(Codes codes, std::int32_t low, std::size_t range) {
  std::vector<std::int32_t> table(range, -1);
  const auto slot = [low](std::int32_t code) {
    return static_cast<std::size_t>(static_cast<std::int64_t>(code) - low);
  };
  for (const std::int32_t code : codes) table[slot(code)] = 0;
  std::int32_t levels = 0;
  for (std::int32_t& entry : table) {
    if (entry == 0) entry = levels++;
  }
  DenseCodes dense{std::vector<std::int32_t>(codes.size()), levels};
  for (std::size_t i = 0; i < codes.size(); ++i) dense.values[i] = table[slot(codes[i])];
  return dense;
}

template <typename Key>
DenseCodes dense_by_sorting(const std::vector<Key>& keys) {
  std::vector<Key> distinct(keys);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  DenseCodes dense{std::vector<std::int32_t>(keys.size()), static_cast<std::int32_t>(distinct.size())};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto place = std::lower_bound(distinct.begin(), distinct.end(), keys[i]);
    dense.values[i] = static_cast<std::int32_t>(place - distinct.begin());
  }
  return dense;
}

}  // namespace

DenseCodes dense_codes(Codes codes) {
  if (codes.empty()) return {};
  const auto [low, high] = std::minmax_element(codes.begin(), codes.end());
  const auto range = static_cast<std::size_t>(static_cast<std::int64_t>(*high) - *low + 1);
  if (range <= 4 * codes.size() + 1024) return dense_by_table(codes, *low, range);
  return dense_by_sorting(std::vector<std::int32_t>(codes.begin(), codes.end()));
}

DenseCodes intersect_codes(Codes a, Codes b) {
  if (a.size() != b.size()) throw Failure(FailureCode::conformability, "codes of different lengths");
  const DenseCodes first = dense_codes(a);
  const DenseCodes second = dense_codes(b);
  const auto cells = static_cast<std::uint64_t>(first.levels) * static_cast<std::uint64_t>(second.levels);
  std::vector<std::uint64_t> keys(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    keys[i] = static_cast<std::uint64_t>(first.values[i]) * static_cast<std::uint64_t>(second.levels) +
              static_cast<std::uint64_t>(second.values[i]);
  }
  if (cells > 4 * a.size() + 1024 || cells > 0x7fffffffU) return dense_by_sorting(keys);
  std::vector<std::int32_t> small(keys.size());
  std::transform(keys.begin(), keys.end(), small.begin(), [](auto key) { return static_cast<std::int32_t>(key); });
  return dense_codes(small);
}

bool is_nested(Codes inner, Codes outer) {
  if (inner.size() != outer.size()) throw Failure(FailureCode::conformability, "codes of different lengths");
  const DenseCodes dense = dense_codes(inner);
  std::vector<std::int32_t> owner(static_cast<std::size_t>(dense.levels));
  std::vector<std::uint8_t> seen(owner.size(), 0);
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const auto level = static_cast<std::size_t>(dense.values[i]);
    if (seen[level] && owner[level] != outer[i]) return false;
    seen[level] = 1;
    owner[level] = outer[i];
  }
  return true;
}

std::vector<std::int32_t> select(Codes codes, std::span<const std::uint8_t> keep) {
  std::vector<std::int32_t> kept;
  kept.reserve(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (keep[i]) kept.push_back(codes[i]);
  }
  return kept;
}

std::vector<std::int64_t> group_sizes(Codes dense, std::int32_t levels) {
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(levels), 0);
  for (const std::int32_t code : dense) ++sizes[static_cast<std::size_t>(code)];
  return sizes;
}

}  // namespace nqp::numeric
