// Absorption of effects that are all intercepts: the largest is eliminated exactly, the others by EffectGraph.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/absorb/column_passes.hpp"
#include "stdlib/numeric/absorb/effect_graph.hpp"
#include "stdlib/numeric/codes.hpp"

namespace nqp::numeric {

class PlainAbsorption {
 public:
  // Codes and weights must outlive it.
  PlainAbsorption(std::vector<CodeSource> effects, std::span<const double> weights, std::size_t rows);
  // From what was made of them already.
  PlainAbsorption(EffectRows rows, std::vector<std::size_t> order, LevelWeights weights);

  const EffectRows& rows() const { return rows_; }
  const LevelWeights& weights() const { return weights_; }
  const EffectGraph& graph() const { return graph_; }
  const std::vector<std::size_t>& order() const { return order_; }  // rows().sets[s] is effect order()[s]

  // Columns become residuals; `others`, when given, the coefficients taken off on the sets but the first.
  AbsorbReport partial_out(Matrix& z, const AbsorbOptions& options, Progress& progress, SlotTable* others) const;

  // Largest cosine between a column (its norm is `size`) and a slot of the sets but the first, from sums over its rows.
  double accuracy(const SlotTable& sums, std::span<const double> size) const;
  // Largest mean over a slot, relative to the columns' root mean squares.
  double group_mean(const SlotTable& sums, std::span<const double> size) const;

 private:
  std::vector<std::size_t> order_;
  EffectRows rows_;
  LevelWeights weights_;
  EffectGraph graph_;
};

// Codes 0 … levels - 1, all of them in use.
CodeSource source_of(const DenseCodes& codes);

}  // namespace nqp::numeric
