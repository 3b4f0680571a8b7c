// Linear regression.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/progress.hpp"
#include "stdlib/numeric/vce/spec.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

struct LinearSpec {
  std::span<const double> y{};        // n
  MatrixView x{};                     // n × k
  bool constant = true;             // its coefficient is the last
  std::span<const double> weights{};  // as given by the user; empty exactly when kind is none
  WeightKind weight_kind = WeightKind::none;
  bool centred = false;             // without a constant, still centre the total sum of squares (hascons, tsscons)
  bool want_leverage = false;
};

// K = k + constant coefficients. Omitted columns have coefficient 0, zero variance and omitted = 1.
// Statistics that are not defined are NaN.
struct LinearFit {
  std::vector<double> b;
  Matrix V;
  Matrix xtx_inverse;                 // bread, weights normalised
  std::vector<std::uint8_t> omitted;
  double rank = 0;
  double N = 0;
  double sum_w = 0;
  double df_m = 0;                    // slopes estimated
  double df_r = 0;
  double rss = 0;
  double mss = 0;
  double tss = 0;
  double r2 = 0;
  double r2_a = 0;
  double rmse = 0;
  double F = 0;                       // classical or Wald; NaN with no slopes, or clusters <= slopes
  double ll = 0;
  double ll_0 = 0;
  std::vector<double> N_clust;        // one for each cluster variable
  bool V_repaired = false;            // multiway V had negative eigenvalues
  std::vector<double> residuals;      // n
  std::vector<double> leverage;       // n when wanted, or needed by hc2/hc3
};

// pweights with a classical spec are computed as robust. hc2 and hc3 accept no weights or aweights.
// Failures: no_observations, insufficient_observations {N, K} (N < K, or one cluster {groups}), requirement (hc2/hc3
// with other weights), those of normalise_weights.
// Source: Greene (2018) ch. 4; MacKinnon and White (1985); small-sample factors from vce/spec.hpp.
LinearFit fit_linear(const LinearSpec& spec, const VceSpec& vce, Progress& progress);

}  // namespace nqp::numeric
