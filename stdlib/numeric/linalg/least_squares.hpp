// Weighted least squares by row-blocked Householder QR with refinement in double-double.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct LeastSquaresProblem {
  std::span<const double> y{};
  MatrixView x{};                     // n × k
  bool constant = false;            // an implicit column of ones stands after the last column of x
  std::span<const double> weights{};  // Σ w (y - xb)²; empty means ones; must be >= 0
  bool want_residuals = true;
  bool keep_all_columns = false;    // no rank decision: the caller has made it
  // Uncertainty of each column of x as the norm √Σwε², when it is more than the rounding of doubles (columns that
  // come from an iterative projection). Empty: rounding only.
  std::span<const double> column_noise{};
};

// K = k + constant. Omitted columns keep their slot with coefficient 0 and zero rows in xtx_inverse.
struct LeastSquares {
  std::vector<double> b;                 // K
  Matrix xtx_inverse;                    // K × K, (X'WX)^-1
  std::vector<std::uint8_t> omitted;     // K, 1 when linearly dependent on earlier columns (and the constant)
  std::size_t rank = 0;
  double rss = 0;                        // Σ w e²
  std::vector<double> residuals;         // n, y - xb, not weighted
  double condition = 0;                  // of the column-equilibrated X, from R
  bool refined = false;
};

// Rank is decided from left to right, earlier columns and the constant are kept. A column leaves when what earlier
// columns do not explain is no larger than the rounding of the data it was computed from.
// Sources: reliability of the recipe measured on NIST StRD; Björck (1996) sections 2.9 and 2.7.3 (scaling, corrected
// semi-normal equations); blocks of 2,048 rows in a fixed tree (Demmel et al. 2012, TSQR).
// Failures: no_observations, conformability.
LeastSquares least_squares(const LeastSquaresProblem& problem);

// Whether a column holds fractions of single precision, whose rounding a sum of columns carries along.
bool stored_as_float_fractions(std::span<const double> x);

// Diagonal of X (X'WX)^-1 X', the weight left out of the leverage as Stata does. `xtx_inverse` as above.
std::vector<double> leverage(MatrixView x, bool constant, MatrixView xtx_inverse);

// x b (+ constant), compensated enough for prediction: plain sums from left to right.
std::vector<double> linear_prediction(MatrixView x, bool constant, std::span<const double> b);

}  // namespace nqp::numeric
