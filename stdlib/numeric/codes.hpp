// Groups (clusters, panels, levels of an effect) as integer codes, one per row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nqp::numeric {

// Any integers; equal means same group. They need not be dense.
using Codes = std::span<const std::int32_t>;

// Dense codes 0 … levels-1, in ascending order of the original codes.
struct DenseCodes {
  std::vector<std::int32_t> values;
  std::int32_t levels = 0;

  Codes view() const { return values; }
};

// O(n) when the range of codes is at most 4n + 1024, else O(n log n).
DenseCodes dense_codes(Codes codes);

// Codes of the intersection (pairs that occur). Both arguments have the same length. Failure conformability.
DenseCodes intersect_codes(Codes a, Codes b);

// True when every group of `inner` lies within one group of `outer`.
bool is_nested(Codes inner, Codes outer);

// Rows kept by a mask (0 drops), still in order. Used when singletons leave the sample.
std::vector<std::int32_t> select(Codes codes, std::span<const std::uint8_t> keep);

// Number of rows in each group of dense codes.
std::vector<std::int64_t> group_sizes(Codes dense, std::int32_t levels);

}  // namespace nqp::numeric
