// Fixed row blocks combined in a fixed pairwise tree: sums over rows have the same bits whatever the number of threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace nqp::numeric {

inline constexpr std::size_t block_rows = 2048;

// `part(begin, end)` makes the contribution of rows [begin, end); `combine(a, b)` adds b into a. The tree is that of a
// binary counter: only O(log n) parts are alive. Needs n >= 1.
template <typename Part, typename Combine>
auto reduce_rows(std::size_t n, const Part& part, const Combine& combine) {
  using Value = decltype(part(std::size_t{0}, n));
  std::vector<std::pair<std::size_t, Value>> stack;  // (level, value)
  for (std::size_t begin = 0; begin < n; begin += block_rows) {
    stack.emplace_back(0, part(begin, std::min(n, begin + block_rows)));
    while (stack.size() > 1 && stack[stack.size() - 2].first == stack.back().first) {
      combine(stack[stack.size() - 2].second, std::move(stack.back().second));
      stack.pop_back();
      ++stack.back().first;
    }
  }
  while (stack.size() > 1) {
    combine(stack[stack.size() - 2].second, std::move(stack.back().second));
    stack.pop_back();
  }
  return std::move(stack.back().second);
}

}  // namespace nqp::numeric
