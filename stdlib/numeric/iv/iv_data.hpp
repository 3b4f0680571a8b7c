// A linear equation with endogenous regressors, and what is assumed about its errors.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/iv/kernel.hpp"
#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

// Rows that were summed up: the matrices of an IvData are then coordinates of its columns in an orthonormal basis
// d_1 … d_p of their span, instruments first. All statistics but covariances of moments need nothing else; for those the
// products d_a d_b were summed by cluster, or row by row, and squared.
struct SummedRows {
  double n = 0;                    // observations
  std::vector<double> ones{};      // coordinates of the constant, when there is one
  std::size_t first = 0;           // residuals have no coordinates before this one
  std::size_t instruments = 0;     // instruments have none from this one on
  Matrix meat{};                   // Σ (d_a d_b)(d_c d_d), place (a - first) · instruments + b; empty: iid errors only
  std::vector<double> clusters{};  // how many of each variable; empty: row by row
};

// y = endogenous β1 + exogenous β2 (+ constant) + u, with excluded instruments. The instruments (with exogenous and
// constant) and the regressors must have full column rank: iv_collinear finds what has to leave.
struct IvData {
  std::span<const double> y{};   // n
  MatrixView endogenous{};       // n × k1
  MatrixView exogenous{};        // n × k2
  MatrixView instruments{};      // n × L1, excluded ones
  bool constant = true;
  const SummedRows* summed = nullptr; // rows are coordinates; there are no weights then
  std::span<const double> weights{};  // as given by the user
  WeightKind weight_kind = WeightKind::none;
};

enum class IvEstimator { tsls, liml, fuller, k_class, gmm, gmm_iterated, cue };

struct IvVce {
  bool robust = false;
  std::vector<Codes> clusters{};
  std::vector<double> summed_clusters{};  // instead of them for summed rows: how many of each variable
  HacKernel kernel = HacKernel::none;
  double bandwidth = 0;
  SeriesOrder order{};
  bool centred = false;
};

struct IvSpec {
  IvData data;
  IvEstimator estimator = IvEstimator::tsls;
  double parameter = 0;    // of fuller and k_class
  bool tsls_bread = false; // LIML and k-class: V from (X'P_Z X)^-1
  std::vector<double> at;  // cue: its objective at these coefficients, instead of the minimum
  IvVce vce;               // of the reported V
  IvVce weighting;         // of the GMM weighting matrix
  bool efficient = true;   // GMM: V from the weighting matrix, else a sandwich at the final residuals
  bool small = false;      // t and F with small-sample factors
  double dof_minus = 0;    // absorbed effects that count in large samples too (xtivreg2)
  double dof_small = 0;    // regressors taken out before, which count in small samples only (partial(), absorb())
  double tss_uncentred = -1;  // after partialling out, of the data as they were; < 0: from y
  double tss_centred = -1;
  int iterations = 16000;
  double tolerance = 1e-6;  // of the iterated GMM estimator
};

// 1 for every column that is a linear combination of those before it, in the order constant, exogenous, endogenous for
// the regressors and constant, exogenous, instruments for the instruments. `noise` as in least_squares, for columns in
// the order endogenous, exogenous, instruments; empty: rounding only.
struct IvCollinear {
  std::vector<std::uint8_t> endogenous, exogenous, instruments;
  bool any() const;
};
IvCollinear iv_collinear(const IvData& data, std::span<const double> noise = {});

}  // namespace nqp::numeric
