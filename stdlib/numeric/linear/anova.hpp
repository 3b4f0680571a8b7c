// Analysis of variance with several terms.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

struct AnovaSpec {
  std::span<const double> y;
  MatrixView x;                         // columns of all terms: deviations from the last level for factors
  std::vector<std::size_t> term_begin;  // first column of each term, and the number of columns at the end
  bool constant = true;
  bool sequential = false;  // each term after those before it, instead of after all others
  std::span<const double> weights;
  WeightKind kind = WeightKind::none;
};

struct AnovaTerm {
  double ss = 0, df = 0, F = 0, p = 0;
};

struct Anova {
  double n = 0;
  std::vector<AnovaTerm> terms;
  AnovaTerm model;
  double rss = 0, df_r = 0, tss = 0, df_t = 0, rmse = 0, r2 = 0, r2_a = 0;
};

// Sums of squares are differences of residual sums of squares between nested models; partial ones leave out the
// term's columns and keep all others (marginality under the sum-to-zero coding, "type III").
// Searle (1971), Linear Models, sections 8.1-8.3. Failures as fit_linear.
Anova anova(const AnovaSpec& spec, Progress& progress);

// Sum-to-zero columns of a factor: level k has 1 in column k, the last level -1 in all. `codes` are dense.
Matrix deviation_columns(std::span<const std::int32_t> codes, std::int32_t levels);

// The columns of an interaction when its effects in cells without observations are zero; `empty` holds what the
// columns are in those cells, a row each. Without this, what the other terms mean would be left to chance.
Matrix without_empty_cells(const Matrix& columns, Matrix empty);

}  // namespace nqp::numeric
