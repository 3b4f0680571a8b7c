// Sandwich estimators from scores. A score row is multiplier_i · [x_i, 1]; maximum-likelihood models with several
// equations pass the finished scores as x with an empty multiplier.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

struct Scores {
  MatrixView x{};                        // n × k
  bool constant = false;               // a column of ones after x
  std::span<const double> multiplier{};  // n, or empty for ones

  std::size_t columns() const { return x.cols + (constant ? 1 : 0); }
};

// Σ s_i s_i' (times w_i when given: fweights, where a row stands for w_i equal rows).
Matrix meat_robust(const Scores& scores, std::span<const double> frequency = {});

// Σ_g (Σ_{i∈g} s_i)(Σ_{i∈g} s_i)'. Sums run in row order. Failure conformability.
Matrix meat_cluster(const Scores& scores, Codes cluster);

// Inclusion-exclusion over all non-empty subsets of the cluster variables (Cameron, Gelbach and Miller 2011). May
// not be positive semidefinite.
Matrix meat_multiway(const Scores& scores, const std::vector<Codes>& clusters);

// factor · bread · meat · bread.
Matrix sandwich(MatrixView bread, MatrixView meat, double factor);

// Makes V positive semidefinite in units of standardised regressors, then scales back; `sd` has one entry for each
// coefficient (1 for the constant). `changed` tells whether an eigenvalue was negative.
Matrix repair_multiway(MatrixView v, std::span<const double> sd, bool& changed);

// Number of groups of each variable, and the smallest.
std::vector<double> cluster_counts(const std::vector<Codes>& clusters);

// Failures: requirement with no cluster variable, insufficient_observations {groups} with a single cluster.
double smallest_cluster_count(const std::vector<double>& counts);

// Σ_{l=-m}^{m} (1 - |l|/(m+1)) Σ_t h_t h_{t-l}' for rows h in time order (Newey and West 1987). Rows are the
// columns' observations; `time` gives the period of each row so that gaps count as gaps (empty: consecutive).
Matrix meat_bartlett(const Scores& scores, int lags, std::span<const std::int32_t> time = {});

// The usual number of lags, floor(4 (T/100)^(2/9)): Newey and West (1987) as commands have it.
int usual_lags(double periods);

}  // namespace nqp::numeric
