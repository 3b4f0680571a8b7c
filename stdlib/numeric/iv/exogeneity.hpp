// Tests of orthogonality conditions: differences in J, and scores.
#pragma once

#include <span>

#include "stdlib/numeric/iv/iv_data.hpp"

namespace nqp::numeric {

// H0: the suspect variables are valid instruments, given that the trusted ones are.
struct OrthogonalitySpec {
  std::span<const double> y{};
  MatrixView x{};                     // all regressors
  MatrixView trusted{}, suspect{};    // instruments; together with the constant of full column rank
  bool constant = true;               // in regressors and instruments
  const SummedRows* summed = nullptr; // as in IvData
  std::span<const double> weights{};
  WeightKind weight_kind = WeightKind::none;
  std::span<const double> residuals{};  // of a model in which all of them are instruments
  IvVce vce;
  double dof_minus = 0;
};

// C = J with all instruments - J with the trusted ones, both under the covariance of moments from the given residuals,
// which makes C non-negative (Hayashi 2000, p. 220). NaN when that covariance has not full rank. Failure not_identified
// when the trusted instruments are fewer than the regressors.
struct OrthogonalityTest {
  double C = 0, df = 0;
  double J_trusted = 0, J_trusted_df = 0;
};
OrthogonalityTest orthogonality(const OrthogonalitySpec& spec);

// (Σ u r)' S^-1 (Σ u r) with S the covariance of u r: a robust score test, χ²(columns of r). Wooldridge (1995).
double score_test(std::span<const double> u, MatrixView r, std::span<const double> weights, WeightKind kind,
                  const IvVce& vce);

}  // namespace nqp::numeric
