// The meat of the sandwich from residuals that are never stored: scores are made and summed block by block.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "stdlib/numeric/absorb/plain_absorption.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// Scores of rows [begin, begin + n) from the residuals of all columns: column j of both stands from residual_stride · j
// on. Called for several stretches side by side.
using ScoreMaker = std::function<void(std::size_t begin, std::size_t n, const double* residuals, double* scores)>;

// x̃ e of every regressor, and e, which sums to zero in every level of the effects; columns are y and the regressors, rows are multiplied by `factors` (empty: ones).
// Looks at its arguments.
ScoreMaker regression_scores(const std::vector<double>& b, const std::vector<double>& factors);

// Products of the columns in an orthonormal basis d = R'^-1 z̃, z̃ the columns in some order: each of those from `first`
// on with the constant, when there is one, and each of those before `others`.
struct BasisScores {
  const std::vector<std::size_t>& order;
  const Matrix& R;                     // upper triangular
  const std::vector<double>& factors;  // of the rows; empty: ones
  std::size_t first = 0, others = 0;
  double one = 0;                      // what the constant is in every row; 0: there is none
};
ScoreMaker basis_scores(const BasisScores& basis);

struct StreamedScores {
  const PlainAbsorption& plain;
  const RowColumns& columns;
  const SlotTable& A;                    // coefficients of the effects but the first
  std::size_t width = 0;                 // scores of a row
  ScoreMaker make;
  bool last_is_residual = false;         // the last score sums to zero in every level of the effects
  std::span<const CodeSource> clusters;  // none: robust; one or two
};

struct StreamedMeat {
  Matrix meat;                   // width × width
  std::vector<double> clusters;  // how many of each variable
};

// With two cluster variables the meats of both less that of their intersection (Cameron, Gelbach and Miller 2011). None
// when neither of the two is the first effect of `plain` in short runs, or the sums would take more room than the data.
std::optional<StreamedMeat> streamed_meat(const StreamedScores& s);

// That of errors clustered by the unit of a balanced panel, from UnitSums::moments: the scores Σ_t x̃ e of a unit are
// linear in its products of pairs. Loses the digits that y explained by b takes: half those of tss / rss.
Matrix meat_of_unit_moments(const Matrix& moments, const std::vector<double>& b);

}  // namespace nqp::numeric
