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

// As visit_residuals.
void visit_balanced_residuals(const EffectRows& e, const RowColumns& c, const SlotTable& A,
                              const ResidualVisitor& visit);

}  // namespace nqp::numeric
