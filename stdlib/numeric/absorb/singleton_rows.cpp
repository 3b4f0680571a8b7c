#include "stdlib/numeric/absorb/singleton_rows.hpp"

#include <algorithm>

namespace nqp::numeric {
namespace {

// The last row of a level is known from the sum of its rows.
struct LevelRows {
  std::vector<double> count;
  std::vector<std::size_t> row_sum;
};

}  // namespace

double leave_out_singletons(const std::vector<CodeSource>& effects, std::size_t rows, bool frequencies,
                            std::vector<double>& weights) {
  const auto counted = [&](std::size_t row) {
    if (weights.empty()) return 1.0;
    return frequencies ? weights[row] : weights[row] > 0 ? 1.0 : 0.0;
  };
  constexpr std::size_t block = 1024;
  std::vector<LevelRows> sets(effects.size());
  std::vector<std::uint32_t> level(block);
  for (std::size_t s = 0; s < effects.size(); ++s) {
    sets[s] = {std::vector<double>(effects[s].levels, 0.0), std::vector<std::size_t>(effects[s].levels, 0)};
    for (std::size_t begin = 0; begin < rows; begin += block) {
      const std::size_t n = std::min(block, rows - begin);
      effects[s].read(begin, n, level.data());
      for (std::size_t i = 0; i < n; ++i) {
        const double count = counted(begin + i);
        if (count == 0) continue;
        sets[s].count[level[i]] += count;
        sets[s].row_sum[level[i]] += begin + i;
      }
    }
  }
  std::vector<std::size_t> alone;
  for (const LevelRows& set : sets)
    for (std::size_t g = 0; g < set.count.size(); ++g)
      if (set.count[g] == 1) alone.push_back(set.row_sum[g]);
  double left = 0;
  if (!alone.empty() && weights.empty()) weights.assign(rows, 1.0);
  while (!alone.empty()) {
    const std::size_t row = alone.back();
    alone.pop_back();
    if (weights[row] == 0) continue;
    const double count = counted(row);
    weights[row] = 0;
    ++left;
    for (std::size_t s = 0; s < effects.size(); ++s) {
      const std::uint32_t g = effects[s].at(row);
      sets[s].count[g] -= count;
      sets[s].row_sum[g] -= row;
      if (sets[s].count[g] == 1) alone.push_back(sets[s].row_sum[g]);
    }
  }
  return left;
}

}  // namespace nqp::numeric
