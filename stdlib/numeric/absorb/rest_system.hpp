// The normal equations of all sets but the largest, after that one is eliminated exactly: S A = B, S = R'W M_q R, for
// sets with slopes among them (EffectGraph is for intercepts).
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/absorb/level_set.hpp"
#include "stdlib/numeric/absorb/pivoted_cholesky.hpp"
#include "stdlib/numeric/absorb/slot_table.hpp"

namespace nqp::numeric {

class RestSystem {
 public:
  // `sets[0]` is the eliminated one. All must outlive the system.
  RestSystem(const std::vector<LevelSet>& sets, std::span<const double> weights, std::size_t rows);

  std::size_t dimension() const { return dimension_; }
  std::size_t offset(std::size_t set) const { return offsets_[set]; }

  // Solves for all columns of B; returns iterations used (0 when direct). `converged` false when max was reached.
  int solve(const SlotTable& B, SlotTable& A, const AbsorbOptions& options, Progress& progress, bool& converged) const;

 private:
  void build_direct();
  // out = S A.
  void apply(const SlotTable& A, SlotTable& out) const;
  int conjugate_gradients(const SlotTable& B, SlotTable& A, const AbsorbOptions& options, Progress& progress,
                          bool& converged) const;

  const std::vector<LevelSet>& sets_;
  std::span<const double> weights_;
  std::size_t rows_;
  std::size_t dimension_ = 0;
  std::vector<std::size_t> offsets_;  // of each set in the stacked slots; unused for set 0
  std::vector<double> gram_;          // stacked diagonal of R'WR
  PivotedCholesky direct_;            // empty: iterate
};

}  // namespace nqp::numeric
