// Principal components, common factors and their rotations, from a correlation or covariance matrix.
#pragma once

#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// c = V diag(values) V'. Values descending; columns of V have unit length and a positive sum.
struct Components {
  std::vector<double> values;
  Matrix vectors;  // p × p
};
Components principal_components(MatrixView c);

// Loadings L (p × k) with the eigenvalues they come from (all p of them, descending).
struct Factors {
  std::vector<double> values;
  Matrix loadings;
  std::vector<double> uniqueness;  // 1 - row sums of L²
};
// Principal-component factors: L = V diag(√λ), the first k (Harman 1976, chapter 8).
Factors component_factors(MatrixView r, std::size_t k);
// Principal factors: the same of r with squared multiple correlations in its diagonal; `iterations` > 1 puts the
// communalities there again and again until they settle. At most as many as there are positive eigenvalues.
// Failure not_positive_definite when r is singular.
Factors principal_factors(MatrixView r, std::size_t k, int iterations = 1);

// 1 - 1/(r⁻¹)ii. Failure not_positive_definite when r is singular.
std::vector<double> squared_multiple_correlations(MatrixView r);

// Kaiser-Meyer-Olkin measure: Σ r²/(Σ r² + Σ q²) over i ≠ j, q partial correlations given all others (Kaiser 1974,
// Psychometrika 39, 31-36). Failure not_positive_definite when r is singular.
struct SamplingAdequacy {
  double overall = 0;
  std::vector<double> by_variable;
};
SamplingAdequacy sampling_adequacy(MatrixView r);

// Bartlett's test that r is the identity: -(n-1-(2p+5)/6) ln|r| on p(p-1)/2 degrees of freedom.
struct Sphericity {
  double chi2 = 0, df = 0;
};
Sphericity sphericity(MatrixView r, double n);

// Rotated loadings L T⁻¹' (orthogonal: L T), the correlations of the factors and T.
struct Rotation {
  Matrix loadings, transformation, correlations;
};
// Varimax by planar rotations (Kaiser 1958, Psychometrika 23, 187-200); `normalise` scales rows to unit length first.
Rotation varimax(MatrixView loadings, bool normalise);
// Promax: least squares towards the varimax loadings to the given power (Hendrickson and White 1964).
Rotation promax(MatrixView loadings, double power, bool normalise);

}  // namespace nqp::numeric
