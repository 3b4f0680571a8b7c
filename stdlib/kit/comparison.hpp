// What a one- or two-sample test compares: x == 5, x == y, or x in the two groups of by().
#pragma once

#include <optional>
#include <string>

#include "stdlib/kit/levels.hpp"
#include "stdlib/kit/observed.hpp"

namespace nqp::kit {

struct Comparison {
  std::string variable;
  std::optional<double> value;  // x == 5
  std::string other;            // x == y
};

// `body` is the variable or the whole of x == …; `assigned` what stands behind a single =, if any.
// Errors: 198 for anything else, 111 unknown variables, 109 strings.
Comparison read_comparison(const ast::ExpressionPtr& body, const ast::ExpressionPtr& assigned,
                           const command::Context& c);

struct TwoGroups {
  std::string name[2];  // value labels or values, the lower first
  Observed group[2];
};

// The values of x in the two groups of `by`. Errors: 420 when there are not exactly two groups, 2000 no observations.
TwoGroups two_groups(const std::string& x, const std::string& by, const WeightedRows& rows, const command::Context& c);

}  // namespace nqp::kit
