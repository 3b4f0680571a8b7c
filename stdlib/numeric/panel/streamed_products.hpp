// Cross products of columns within absorbed effects, from columns that stay where they are.
#pragma once

#include <optional>
#include <vector>

#include "stdlib/numeric/absorb/effects.hpp"
#include "stdlib/numeric/absorb/plain_absorption.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

struct StreamedData {
  std::size_t rows = 0;
  std::vector<const double*> columns{};   // n rows each; anything may stand where the weight is zero
  std::vector<CodeSource> effects{};      // intercepts
  std::vector<CodeSource> clusters{};     // none, one or two
  std::vector<double> weights{};          // n as given, zero: the row is left out; empty: all rows, each once
  WeightKind weight_kind = WeightKind::none;  // none with weights: those are zero or one
  bool allow_singletons = false;          // else they are left out
  bool count_nested = false;              // effects nested in clusters count as coefficients
  bool unit_moments = false;              // wanted where one pass more at the start saves a longer one at the end
};

struct StreamedProducts {
  Weights weights;                  // values: n, zero for rows that are left out; empty when all count once
  double singletons = 0;            // how many of them left
  PlainAbsorption plain;            // looks at the weights
  RowColumns columns;
  WithinSums sums;
  SlotTable A, left;                // coefficients of the effects but the first, and what their equations leave
  Matrix gram;                      // Σ w z̃ z̃', exact to second order in the error of A
  Matrix unit_moments;              // of UnitSums; empty: not wanted, or the clusters are not the units
  std::vector<double> mean;         // of the columns
  AbsorbReport report;

  // One for every row in use; empty when that is all of them.
  std::vector<std::uint8_t> used() const;
  // What a row's score is multiplied by (empty: one): w, and √w where rows stand for w rows of their own (frequencies,
  // no clusters); `room` holds those.
  const std::vector<double>& score_factors(bool clustered, std::vector<double>& room) const;
};

// G = W - (B'A + A'(B - S A)), with A solved up to `tolerance`. None when digits would be lost, when A does not
// converge, or no row is left. Takes the weights from `data`.
std::optional<StreamedProducts> streamed_products(StreamedData& data, double tolerance,
                                                  const AbsorbOptions& options, Progress& progress);

// The same from what was prepared before; whether digits are lost is the caller's to see. `start`: coefficients near
// the solution, or none.
std::optional<StreamedProducts> streamed_products(PlainAbsorption plain, Weights weights, RowColumns columns,
                                                  SlotTable start, double tolerance, int max_iterations,
                                                  Progress& progress);

// Differences of sums have lost too many digits for one of the columns from `first` on.
bool loses_digits(const StreamedProducts& p, std::size_t first);

// Accounts of reghdfe; `clustered` frees effects nested in a cluster variable.
AbsorbedDof streamed_dof(const StreamedData& data, const StreamedProducts& p, bool clustered);

// Levels of the only effect that are in use.
struct LevelSums {
  std::vector<double> weight;  // Σ w: rows of each without weights
  Matrix mean;                 // one row for each: column means, all less the same centre
};
LevelSums level_sums(const StreamedProducts& p);

// Cross products about the mean before the effect is taken off: within levels and between them.
Matrix total_products(const StreamedProducts& p, const LevelSums& levels);

// Some column is nearly a combination of those before it: the pivot of the matrix with unit diagonal falls below 1e-5.
bool nearly_collinear(Matrix gram);

}  // namespace nqp::numeric
