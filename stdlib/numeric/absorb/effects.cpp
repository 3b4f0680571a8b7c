#include "stdlib/numeric/absorb/effects.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stdlib/numeric/failure.hpp"

namespace nqp::numeric {
namespace {

// Levels of one intercept effect while rows leave: how many (weighted) rows a level has, and the sum of their row
// numbers, which names the last one without a search.
struct LevelCounts {
  DenseCodes codes;
  std::vector<double> count;
  std::vector<std::uint64_t> row_sum;
};

LevelCounts count_levels(Codes codes, std::span<const double> frequency) {
  LevelCounts levels{dense_codes(codes), {}, {}};
  levels.count.assign(static_cast<std::size_t>(levels.codes.levels), 0.0);
  levels.row_sum.assign(levels.count.size(), 0);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto level = static_cast<std::size_t>(levels.codes.values[i]);
    levels.count[level] += frequency.empty() ? 1.0 : frequency[i];
    levels.row_sum[level] += i;
  }
  return levels;
}

class UnionFind {
 public:
  explicit UnionFind(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }

  std::size_t find(std::size_t x) {
    while (parent_[x] != x) {
      parent_[x] = parent_[parent_[x]];
      x = parent_[x];
    }
    return x;
  }

  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

// Slope levels without information: the slope variable is constant (with an intercept) or zero within the level.
double redundant_slopes(const Effect& effect, std::span<const double> slope) {
  // float(1.1) - 1.1 is 2.4e-8; reghdfe's threshold.
  constexpr double zero = 1e-6;
  const DenseCodes codes = dense_codes(effect.codes);
  std::vector<double> low(static_cast<std::size_t>(codes.levels), INFINITY);
  std::vector<double> high(low.size(), -INFINITY);
  for (std::size_t i = 0; i < slope.size(); ++i) {
    const auto level = static_cast<std::size_t>(codes.values[i]);
    low[level] = std::min(low[level], slope[i]);
    high[level] = std::max(high[level], slope[i]);
  }
  double redundant = 0;
  for (std::size_t level = 0; level < low.size(); ++level) {
    const double spread = effect.intercept ? high[level] - low[level] : std::fabs(low[level]) + std::fabs(high[level]);
    if (spread <= zero) ++redundant;
  }
  return redundant;
}

void mark_nested(const std::vector<Effect>& effects, const std::vector<Codes>& clusters, AbsorbedDof& dof) {
  for (EffectCount& count : dof.counts) {
    if (count.is_slope) continue;
    const Codes codes = effects[count.effect].codes;
    count.nested = std::any_of(clusters.begin(), clusters.end(),
                               [&](const Codes& cluster) { return is_nested(codes, cluster); });
    if (!count.nested) continue;
    count.redundant = count.levels;
    dof.df_a_nested += count.levels;
    dof.nested = true;
  }
}

// Redundancies among the intercept sets that are not nested.
void count_redundant_intercepts(const std::vector<Effect>& effects, AbsorbedDof& dof) {
  std::vector<EffectCount*> sets;
  for (EffectCount& count : dof.counts) {
    if (!count.is_slope && !count.nested) sets.push_back(&count);
  }
  for (std::size_t j = 0; j < sets.size(); ++j) {
    if (j > 0 || dof.nested) sets[j]->redundant = 1;
    for (std::size_t i = 0; i < j; ++i) {
      const double components = connected_components(effects[sets[i]->effect].codes, effects[sets[j]->effect].codes);
      sets[j]->redundant = std::max(sets[j]->redundant, components);
    }
    sets[j]->inexact = j > 1 || (j > 0 && dof.nested);
  }
}

UnionFind join_levels(const DenseCodes& a, const DenseCodes& b) {
  UnionFind forest(static_cast<std::size_t>(a.levels) + static_cast<std::size_t>(b.levels));
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    forest.join(static_cast<std::size_t>(a.values[i]), static_cast<std::size_t>(a.levels + b.values[i]));
  }
  return forest;
}

}  // namespace

Singletons find_singletons(const std::vector<Effect>& effects, std::span<const double> frequency) {
  Singletons result;
  if (effects.empty()) return result;
  result.keep.assign(effects.front().codes.size(), 1);
  std::vector<LevelCounts> sets;
  for (const Effect& effect : effects) {
    if (effect.intercept) sets.push_back(count_levels(effect.codes, frequency));
  }
  std::vector<std::size_t> queue;
  const auto enqueue_singleton = [&](const LevelCounts& set, std::size_t level) {
    if (set.count[level] == 1) queue.push_back(set.row_sum[level]);
  };
  for (const LevelCounts& set : sets) {
    for (std::size_t level = 0; level < set.count.size(); ++level) enqueue_singleton(set, level);
  }
  while (!queue.empty()) {
    const std::size_t row = queue.back();
    queue.pop_back();
    if (!result.keep[row]) continue;
    result.keep[row] = 0;
    ++result.dropped;
    for (LevelCounts& set : sets) {
      const auto level = static_cast<std::size_t>(set.codes.values[row]);
      set.count[level] -= frequency.empty() ? 1.0 : frequency[row];
      set.row_sum[level] -= row;
      enqueue_singleton(set, level);
    }
  }
  return result;
}

AbsorbedDof absorbed_dof(const std::vector<Effect>& effects, const std::vector<Codes>& clusters) {
  AbsorbedDof dof;
  for (std::size_t e = 0; e < effects.size(); ++e) {
    const double levels = dense_codes(effects[e].codes).levels;
    if (effects[e].intercept) dof.counts.push_back({.effect = e, .is_slope = false, .levels = levels});
    for (const auto& slope : effects[e].slopes) {
      dof.counts.push_back({.effect = e, .is_slope = true, .levels = levels,
                            .redundant = redundant_slopes(effects[e], slope), .inexact = true});
    }
  }
  mark_nested(effects, clusters, dof);
  count_redundant_intercepts(effects, dof);
  for (const EffectCount& count : dof.counts) {
    dof.df_a_initial += count.levels;
    dof.df_a_redundant += count.redundant;
  }
  dof.df_a = dof.df_a_initial - dof.df_a_redundant;
  return dof;
}

std::int32_t connected_components(Codes a, Codes b) {
  const std::vector<std::int32_t> groups = mobility_groups(a, b);
  return groups.empty() ? 0 : *std::max_element(groups.begin(), groups.end()) + 1;
}

std::vector<std::int32_t> mobility_groups(Codes a, Codes b) {
  if (a.size() != b.size()) throw Failure(FailureCode::conformability, "codes of different lengths");
  const DenseCodes first = dense_codes(a);
  UnionFind forest = join_levels(first, dense_codes(b));
  std::vector<std::int32_t> roots(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    roots[i] = static_cast<std::int32_t>(forest.find(static_cast<std::size_t>(first.values[i])));
  }
  return dense_codes(roots).values;
}

}  // namespace nqp::numeric
