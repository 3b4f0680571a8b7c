// Passes over a balanced panel, in which the means of a unit are those of rows side by side and every block begins with
// the first period.
#pragma once

#include <vector>

#include "stdlib/numeric/absorb/column_passes.hpp"

namespace nqp::numeric {

// Row i has levels i / T and i % T, T = levels of the second set.
bool is_balanced(const std::vector<CodeSource>& sets, std::size_t rows);

// within_sums of rows [begin, end), whole units: added to `own`, which has its shapes.
void add_balanced_sums(const EffectRows& e, const RowColumns& c, std::size_t begin, std::size_t end, bool want_gram,
                       WithinSums& own);

// With the means of the periods known before, one pass gives all that errors clustered by the unit ask for.
struct UnitSums {
  SlotTable A;        // T × K: means of the periods less that of all, taken off before
  WithinSums within;  // of what is left; sum and square as in within_sums
  Matrix moments;     // Σ over units of p p', p = Σ_t z̃_a z̃_b of the pairs a ≥ b but (0, 0), b by b
};
UnitSums unit_sums(const EffectRows& e, const RowColumns& c);

// The moments cost less than another pass over the residuals.
bool unit_moments_pay(const EffectRows& e, std::size_t columns);

// As visit_residuals.
void visit_balanced_residuals(const EffectRows& e, const RowColumns& c, const SlotTable& A,
                              const ResidualVisitor& visit);

}  // namespace nqp::numeric
