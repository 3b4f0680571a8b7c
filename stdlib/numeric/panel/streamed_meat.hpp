// The meat of the sandwich from residuals that are never stored: scores are made and summed block by block.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/plain_absorption.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct StreamedScores {
  const PlainAbsorption& plain;
  const RowColumns& columns;            // y, then k regressors
  const SlotTable& A;                   // coefficients of the effects but the first
  std::span<const double> b;            // k slopes
  std::span<const double> x_mean;
  bool constant = true;
  std::span<const CodeSource> clusters; // none: robust; one or two
};

struct StreamedMeat {
  Matrix meat;                   // k (+ 1): scores are (x̃ + x̄) e, and e
  std::vector<double> clusters;  // how many of each variable
};

// With two cluster variables the meats of both less that of their intersection (Cameron, Gelbach and Miller 2011). None
// when neither of the two is the first effect of `plain` in short runs.
std::optional<StreamedMeat> streamed_meat(const StreamedScores& s);

}  // namespace nqp::numeric
