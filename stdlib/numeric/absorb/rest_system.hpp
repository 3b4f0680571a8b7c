// The normal equations of all sets but the largest, after that one is eliminated exactly: S A = B, S = R'W M_q R.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/absorb/level_set.hpp"

namespace nqp::numeric {

// Tables hold, for every slot (level and basis function), one row of K numbers, K = number of columns solved together.
struct SlotTable {
  std::size_t width = 0;
  std::vector<double> values;

  SlotTable(std::size_t slots, std::size_t columns) : width(columns), values(slots * columns, 0.0) {}
  double* row(std::size_t slot) { return values.data() + slot * width; }
  const double* row(std::size_t slot) const { return values.data() + slot * width; }
};

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
  void build_rows_by_level();
  // out = S A.
  void apply(const SlotTable& A, SlotTable& out) const;
  void apply_general(const SlotTable& A, SlotTable& out) const;
  void solve_direct(const SlotTable& B, SlotTable& A) const;
  int conjugate_gradients(const SlotTable& B, SlotTable& A, const AbsorbOptions& options, Progress& progress,
                          bool& converged) const;

  const std::vector<LevelSet>& sets_;
  std::span<const double> weights_;
  std::size_t rows_;
  std::size_t dimension_ = 0;
  std::vector<std::size_t> offsets_;  // of each set in the stacked slots; unused for set 0
  std::vector<double> gram_;          // stacked diagonal of R'WR
  std::vector<std::size_t> order_;    // rows sorted by level of the eliminated set
  std::vector<std::size_t> starts_;   // first place in order_ of each of its levels, and the end
  // When all sets are plain intercepts, the stacked slots of each row in that order: one fused pass applies S.
  std::vector<std::int32_t> slots_;
  std::vector<double> ordered_weights_;
  std::vector<double> factor_;        // lower triangle of the Cholesky factor, column-major; empty: iterate
  std::vector<std::uint8_t> dropped_;  // slots redundant given earlier ones
};

}  // namespace nqp::numeric
