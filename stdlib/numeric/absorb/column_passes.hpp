// Passes over the rows of all columns at once: sums by level within the eliminated effect, cross products, residuals.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/code_source.hpp"
#include "stdlib/numeric/absorb/slot_table.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// The effects of every row: the first is the one that is eliminated, the slots of the others are stacked.
struct EffectRows {
  std::vector<CodeSource> sets;
  std::vector<std::size_t> offsets;  // of each set but the first
  std::span<const double> weights;   // empty: ones; rows of zero weight count nowhere, whatever they hold
  std::size_t rows = 0;
  bool ascending = false;            // in the first set
  bool short_runs = false;           // and each of its levels fits into a block: no table of it is needed
  bool balanced = false;             // two sets, no weights, row i has levels i / T and i % T, T = levels of the second

  EffectRows() = default;
  // Puts the set of most levels first; `order` tells which was which.
  EffectRows(std::vector<CodeSource> effects, std::span<const double> w, std::size_t n,
             std::vector<std::size_t>& order);

  std::size_t other_slots() const;
  std::size_t pieces() const;
  // Begin of every piece and the end; where the first set ascends its levels are not cut.
  std::vector<std::size_t> cuts() const;
};

// Σ w by slot of the first set, then of the others.
struct LevelWeights {
  std::vector<double> first, others;
};
LevelWeights level_weights(const EffectRows& e);
// Levels of a set that have rows.
double occurring_levels(const EffectRows& e, const LevelWeights& lw, std::size_t set);

struct RowColumns {
  std::vector<const double*> z;  // K columns of n rows
  std::vector<double> centre;    // taken off each of them on the way; empty: zeros
};

// With M = the residual of the first set's means.
struct WithinSums {
  WithinSums() = default;
  WithinSums(std::size_t slots, std::size_t columns);  // zeros
  void add(const WithinSums& part);

  SlotTable others;              // Σ w M z by slot of the other sets
  Matrix gram;                   // Σ w (M z)(M z)', when wanted
  std::vector<double> sum;       // Σ w (z - centre)
  std::vector<double> square;    // Σ w (z - centre)²
};
WithinSums within_sums(const EffectRows& e, const LevelWeights& lw, const RowColumns& c, bool want_gram);

// Means of z - R A over the levels of the first set.
SlotTable first_means(const EffectRows& e, const LevelWeights& lw, const RowColumns& c, const SlotTable& A);

// M (z - R A), block by block: visit(piece, first row, count, residuals), column k of them from residual_stride · k on.
// Pieces run side by side; levels of the first set that ascend in short runs are not cut.
inline constexpr std::size_t residual_stride = 504;
using ResidualVisitor = std::function<void(std::size_t, std::size_t, std::size_t, const double*)>;
void visit_residuals(const EffectRows& e, const LevelWeights& lw, const RowColumns& c, const SlotTable& A,
                     const ResidualVisitor& visit);

// The same in place.
void take_residuals(const EffectRows& e, const LevelWeights& lw, const std::vector<double*>& z, const SlotTable& A);

}  // namespace nqp::numeric
