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
  explicit UnionFind(std::size_t n) : parent_(n), parts_(n) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  std::size_t find(std::size_t x) {
    while (parent_[x] != x) {
      parent_[x] = parent_[parent_[x]];
      x = parent_[x];
    }
    return x;
  }

  void join(std::size_t a, std::size_t b) {
    const std::size_t root = find(a), other = find(b);
    parts_ -= root != other;
    parent_[root] = other;
  }

  std::size_t parts() const { return parts_; }

 private:
  std::vector<std::size_t> parent_;
  std::size_t parts_;
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

void mark_nested(const std::function<bool(std::size_t)>& nested, AbsorbedDof& dof) {
  for (EffectCount& count : dof.counts) {
    if (count.is_slope) continue;
    count.nested = nested(count.effect);
    if (!count.nested) continue;
    count.redundant = count.levels;
    dof.df_a_nested += count.levels;
    dof.nested = true;
  }
}

// Redundancies among the intercept sets that are not nested.
void count_redundant_intercepts(const std::function<double(std::size_t, std::size_t)>& components, AbsorbedDof& dof) {
  std::vector<EffectCount*> sets;
  for (EffectCount& count : dof.counts) {
    if (!count.is_slope && !count.nested) sets.push_back(&count);
  }
  for (std::size_t j = 0; j < sets.size(); ++j) {
    if (j > 0 || dof.nested) sets[j]->redundant = 1;
    for (std::size_t i = 0; i < j; ++i) {
      sets[j]->redundant = std::max(sets[j]->redundant, components(sets[i]->effect, sets[j]->effect));
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

AbsorbedDof absorbed_dof(std::vector<EffectCount> counts, const std::function<bool(std::size_t)>& nested,
                         const std::function<double(std::size_t, std::size_t)>& components) {
  AbsorbedDof dof;
  dof.counts = std::move(counts);
  mark_nested(nested, dof);
  count_redundant_intercepts(components, dof);
  for (const EffectCount& count : dof.counts) {
    dof.df_a_initial += count.levels;
    dof.df_a_redundant += count.redundant;
  }
  dof.df_a = dof.df_a_initial - dof.df_a_redundant;
  return dof;
}

AbsorbedDof absorbed_dof(const std::vector<Effect>& effects, const std::vector<Codes>& clusters) {
  std::vector<EffectCount> counts;
  for (std::size_t e = 0; e < effects.size(); ++e) {
    const double levels = dense_codes(effects[e].codes).levels;
    if (effects[e].intercept) counts.push_back({.effect = e, .is_slope = false, .levels = levels});
    for (const auto& slope : effects[e].slopes) {
      counts.push_back({.effect = e, .is_slope = true, .levels = levels,
                        .redundant = redundant_slopes(effects[e], slope), .inexact = true});
    }
  }
  const auto nested = [&](std::size_t e) {
    return std::any_of(clusters.begin(), clusters.end(),
                       [&](const Codes& cluster) { return is_nested(effects[e].codes, cluster); });
  };
  return absorbed_dof(std::move(counts), nested, [&](std::size_t a, std::size_t b) {
    return static_cast<double>(connected_components(effects[a].codes, effects[b].codes));
  });
}

// Levels of b that meet in a level of a are joined; a level of a hangs on those it meets. Once all are one nothing can
// change any more: a few of many rows tell.
std::size_t connected_components(const CodeSource& a, const CodeSource& b, std::size_t rows,
                                 std::span<const double> weights) {
  if (a.levels < b.levels) return connected_components(b, a, rows, weights);
  constexpr std::size_t block = 1024;
  UnionFind forest(b.levels);
  std::vector<std::int32_t> met(a.levels, -1);
  std::vector<std::uint8_t> occurs(b.levels, 0);
  std::vector<std::uint32_t> left(block), right(block);
  for (std::size_t row = 0; row < rows; row += block) {
    const std::size_t n = std::min(block, rows - row);
    a.read(row, n, left.data());
    b.read(row, n, right.data());
    for (std::size_t i = 0; i < n; ++i) {
      if (!weights.empty() && weights[row + i] == 0) continue;
      std::int32_t& last = met[left[i]];
      if (last == static_cast<std::int32_t>(right[i])) continue;
      if (last >= 0) {
        forest.join(static_cast<std::size_t>(last), right[i]);
        if (forest.parts() == 1) return 1;
      }
      last = static_cast<std::int32_t>(right[i]);
      occurs[right[i]] = 1;
    }
  }
  std::size_t components = 0;
  for (std::size_t g = 0; g < b.levels; ++g) components += occurs[g] && forest.find(g) == g ? 1 : 0;
  return components;
}

bool is_nested(const CodeSource& inner, const CodeSource& outer, std::size_t rows, std::span<const double> weights) {
  if (inner.same_as(outer)) return true;
  constexpr std::size_t block = 1024;
  std::vector<std::int64_t> owner(inner.levels, -1);
  std::vector<std::uint32_t> own(block), other(block);
  for (std::size_t row = 0; row < rows; row += block) {
    const std::size_t n = std::min(block, rows - row);
    inner.read(row, n, own.data());
    outer.read(row, n, other.data());
    for (std::size_t i = 0; i < n; ++i) {
      if (!weights.empty() && weights[row + i] == 0) continue;
      std::int64_t& is = owner[own[i]];
      if (is >= 0 && is != other[i]) return false;
      is = other[i];
    }
  }
  return true;
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
