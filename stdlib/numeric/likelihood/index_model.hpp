// Likelihoods whose rows depend on the parameters through a few linear indices η_a = x_a b_a + offset_a. One Newton
// maximiser and one sandwich serve them all: logit has one index, ordered models one and a cut point for each step.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

// The parameters of an index are its slopes and then, when `constant`, a constant. x is n × k; k may be 0.
struct Index {
  MatrixView x{};
  bool constant = true;
  std::span<const double> offset{};  // n, or empty

  std::size_t parameters() const { return x.cols + (constant ? 1 : 0); }
};

// The log likelihood of one row at the indices `eta` (m of them). `gradient` (m) and `hessian` (m × m, filled both
// sides of the diagonal) take its derivatives; both are null when only the value is wanted. A value that is not
// finite is taken as "impossible": the step is shortened.
using RowLikelihood = std::function<double(std::size_t row, const double* eta, double* gradient, double* hessian)>;

// b = basis θ + fixed: the parameters that meet linear constraints. Column f of the basis has a one in the row of a
// parameter of its own, where the others have zeros.
struct LinearRestriction {
  Matrix basis;                       // parameters × free ones
  std::vector<double> fixed;
};

struct LikelihoodSpec {
  std::size_t rows = 0;
  std::vector<Index> indices;
  RowLikelihood row;
  std::span<const double> weights{};  // as given by the user; empty exactly when kind is none
  WeightKind weight_kind = WeightKind::none;
  std::vector<double> start;          // empty: zeros
  int iterations = 300;
  const LinearRestriction* restriction = nullptr;  // the start is moved to where it holds
};

// Parameters stand index by index. Statistics that are not defined are NaN.
struct LikelihoodFit {
  std::vector<double> b;
  Matrix V;
  Matrix information_inverse;         // (-H)^-1
  double ll = 0;
  double N = 0;
  std::vector<double> log;            // log likelihood before each iteration, and at the end
  bool converged = false;
  double rank = 0;
  std::vector<double> N_clust;
};

// Newton-Raphson with halved steps; where the log likelihood is not concave the diagonal is raised (Marquardt 1963).
// Weights: aweights are scaled to the number of rows, the others count as given. V is the inverse of the observed
// information, or the sandwich with factor N/(N-1) or G/(G-1). Columns must be independent.
// Where the information at the maximum is singular, rank falls and V is that of the other directions.
// Failures: those of normalise_weights, insufficient_observations (one cluster), not_converged without finite
// derivatives.
LikelihoodFit maximise(const LikelihoodSpec& spec, const VceSpec& vce, Progress& progress);

// η_a for every row: one vector for each index.
std::vector<std::vector<double>> indices_at(const LikelihoodSpec& spec, std::span<const double> b);

// Scores of every row, n × parameters, weights applied.
Matrix scores_at(const LikelihoodSpec& spec, std::span<const double> b);

}  // namespace nqp::numeric
