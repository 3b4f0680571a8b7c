// The columns of a least-squares problem as the solver sees them: [1,] x_1 … x_k, y, each times a power of two.
// Scaling by powers of two is exact; scaling by norms was measured to lose three digits on NIST Longley.
#pragma once

#include <vector>

#include "stdlib/numeric/linalg/least_squares.hpp"

namespace nqp::numeric {

struct ScaledColumns {
  const LeastSquaresProblem& problem;
  std::vector<double> scale;  // of [1,] x_1 … x_k, y: largest |value| · scale lies in [1, 2); 1 for zero columns
  std::vector<double> root_weights;

  std::size_t regressors() const { return scale.size() - 1; }
  std::size_t rows() const { return problem.y.size(); }
  // Position of the column in x; the constant, when present, is internal column 0.
  bool is_constant(std::size_t j) const { return problem.constant && j == 0; }
  std::span<const double> column(std::size_t j) const {
    if (j == regressors()) return problem.y;
    return problem.x.column(j - (problem.constant ? 1 : 0));
  }
};

ScaledColumns scale_columns(const LeastSquaresProblem& problem);

// Upper triangular (min(n, m) × m) factor of the weighted scaled columns, m = regressors + 1.
Matrix triangular_factor(const ScaledColumns& columns);

// Which columns are kept, and their triangular factor.
struct RankedFactor {
  std::vector<std::size_t> kept;     // internal column numbers, ascending
  Matrix R;                          // kept × kept, upper triangular
  std::vector<double> projected_y;   // first kept elements of Q'y
};
RankedFactor decide_rank(const ScaledColumns& columns, Matrix factor, bool keep_all);

// Improves `inverse`, (X'WX)^-1 of the kept scaled columns, to full precision. Costs n K² double-double operations.
void refine_inverse(const ScaledColumns& columns, const std::vector<std::size_t>& kept, Matrix& inverse);

}  // namespace nqp::numeric
