// The normal equations of all intercept effects but one, after that one is eliminated exactly: S A = B with
// S = R'W M_q R, a weighted graph Laplacian when there are two effects.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/incidence.hpp"
#include "stdlib/numeric/absorb/pivoted_cholesky.hpp"
#include "stdlib/numeric/absorb/slot_table.hpp"
#include "stdlib/numeric/progress.hpp"

namespace nqp::numeric {

class SlotPreconditioner;

struct GraphSolution {
  int iterations = 0;     // 0 when solved directly
  bool converged = true;
};

class EffectGraph {
 public:
  // sets[0] is eliminated; codes and weights must outlive the graph. `eliminated` is Σ w of its levels, `others` that
  // of the stacked slots of the rest.
  EffectGraph(std::vector<CodeSource> sets, std::span<const double> weights, std::size_t rows, bool ascending,
              std::span<const double> eliminated, std::span<const double> others);
  // Every unit meets every period once.
  EffectGraph(std::size_t units, std::size_t periods);
  ~EffectGraph();
  EffectGraph(EffectGraph&&) noexcept;

  std::size_t dimension() const { return dimension_; }

  // Solves for all columns until the energy of the error is below tolerance² of that of the solution. `left` = B - S A.
  // A is where conjugate gradients start; empty: at zero.
  // Up to 500 slots directly; else by conjugate gradients, whose preconditioner is the diagonal or, where that is slow
  // (graphs with small cuts), a factor of S.
  GraphSolution solve(const SlotTable& B, SlotTable& A, SlotTable& left, double tolerance, int max_iterations,
                      Progress& progress) const;

 private:
  // out = S A; `parts` is room that is kept from one call to the next.
  void apply(const SlotTable& A, SlotTable& out, std::vector<SlotTable>& parts) const;
  GraphSolution conjugate_gradients(const SlotTable& B, SlotTable& A, SlotTable& left, double tolerance,
                                    int max_iterations, Progress& progress) const;
  const SlotPreconditioner* factor() const;

  std::size_t dimension_ = 0;
  bool bipartite_ = true;                      // two effects: S is a Laplacian
  std::vector<std::size_t> offsets_;           // of each set but the first
  std::vector<std::size_t> levels_;
  std::vector<double> inverse_;                // 1 / Σ w of the eliminated levels
  std::vector<double> gram_;                   // Σ w of the slots
  std::vector<double> diagonal_;               // of S
  std::vector<IncidencePiece> units_;          // eliminated level → slots; levels that meet one slot only are left out
  std::vector<std::vector<IncidencePiece>> pairs_;  // three effects or more: slots of one set → slots of a later one
  PivotedCholesky direct_;
  struct Lazy;
  std::unique_ptr<Lazy> lazy_;                 // made when the diagonal turns out to be slow
};

}  // namespace nqp::numeric
