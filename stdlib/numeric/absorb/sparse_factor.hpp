// Preconditioners for conjugate gradients on S: its exact sparse factor where that stays sparse, else an approximate
// one by sampled clique trees (Gao, Kyng and Spielman 2023, "Robust and practical solution of Laplacian equations by
// approximate elimination").
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/incidence.hpp"
#include "stdlib/numeric/absorb/slot_table.hpp"

namespace nqp::numeric {

class SlotPreconditioner {
 public:
  virtual ~SlotPreconditioner() = default;
  // out = M^-1 residual, all columns.
  virtual void apply(const SlotTable& residual, SlotTable& out) const = 0;
};

struct SlotSystem {
  std::size_t slots = 0;
  std::span<const IncidencePiece> units;      // eliminated level → slots
  std::span<const double> inverse;            // 1 / Σ w of the eliminated levels
  std::span<const std::vector<IncidencePiece>> pairs;
  std::span<const double> gram;               // R'WR of the slots in `units`
};

// None when neither S nor its factor stays within a budget.
std::unique_ptr<SlotPreconditioner> sparse_factor(const SlotSystem& s);

// For the slots [0, system.slots) of a system with two effects; never fails.
std::unique_ptr<SlotPreconditioner> approximate_factor(const SlotSystem& s);

}  // namespace nqp::numeric
