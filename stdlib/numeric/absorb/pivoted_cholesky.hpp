// A small positive semidefinite system that is consistent: redundant unknowns are zero.
#pragma once

#include <cstdint>
#include <vector>

#include "stdlib/numeric/absorb/slot_table.hpp"

namespace nqp::numeric {

class PivotedCholesky {
 public:
  PivotedCholesky() = default;
  // S: m × m, column-major, lower triangle read.
  PivotedCholesky(std::vector<double> S, std::size_t m);

  bool empty() const { return factor_.empty(); }
  // A = S^- B for all columns.
  void solve(const SlotTable& B, SlotTable& A) const;

 private:
  std::size_t m_ = 0;
  std::vector<double> factor_;         // lower triangle, column-major
  std::vector<std::uint8_t> dropped_;  // redundant given earlier ones
};

}  // namespace nqp::numeric
