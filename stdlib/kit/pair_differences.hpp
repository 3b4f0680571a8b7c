// x = y or x = expression: the differences of matched pairs, row by row.
#pragma once

#include <string>
#include <vector>

#include "stdlib/kit/observed.hpp"

namespace nqp::kit {

struct PairDifferences {
  std::string first, second;  // as written
  std::vector<double> values;
};

// `body` is x, or x == y as one expression; `assigned` what stands behind a single =. Errors 2000, 109, 111, 198.
PairDifferences pair_differences(const ast::ExpressionPtr& body, const ast::ExpressionPtr& assigned,
                                 const WeightedRows& rows, const command::Context& c);

}  // namespace nqp::kit
