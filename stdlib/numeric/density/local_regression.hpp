// Smooth curves through points: lowess and local polynomials.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/density/kernel_density.hpp"

namespace nqp::numeric {

struct LowessSpec {
  std::span<const double> x, y;  // n each
  double bandwidth = 0.8;        // share of the observations in a window
  bool mean = false;             // running means instead of running lines
  bool unweighted = false;       // all points of a window alike, no tricube weights
};

// Smoothed y in the order of x. The window of the i-th smallest x is i ± floor((n b - 0.5)/2), cut at the ends;
// weights (1 - (|x_j - x_i|/D)³)³ with D 1.0001 times the longer half of the window. Cleveland (1979), JASA 74:829-836,
// without the robustness iterations. 0 < b < 1. Failure no_observations.
std::vector<double> lowess(const LowessSpec& spec, Progress& progress);

struct LocalPolynomialSpec {
  std::span<const double> x, y;
  std::span<const double> weights;  // of observations; empty: all the same
  Kernel kernel = Kernel::epanechnikov;
  int degree = 0;                   // 0 … 10
  double bandwidth = 0;             // 0: local_bandwidth
  double pilot = 0;                 // of the residual variance; 0: 1.5 times the bandwidth
  double variance = 0;              // of the residuals, when it is known; 0: estimated at each point
  std::span<const double> at;
  bool errors = false;              // standard errors too
};

struct LocalPolynomial {
  std::vector<double> fitted, se;  // NaN where too few points are near
  double bandwidth = 0, pilot = 0;
};

// Fan and Gijbels (1996), Local Polynomial Modelling and Its Applications, sections 3.1 and 4.3: weighted least
// squares of degree p around each point; conditional variance e'S⁻¹(X'W²X)S⁻¹e s²(x), s² the normalised weighted
// residual sum of squares of degree p + 2 with the pilot bandwidth. Failures no_observations, data_requirement.
LocalPolynomial local_polynomial(const LocalPolynomialSpec& spec, Progress& progress);

// Their rule of thumb (4.3): the constant of the equivalent kernel times (s² ∫w / Σ m⁽ᵖ⁺¹⁾(x)² w)^(1/(2p+3)), m a
// polynomial of degree p + 3 over all points and w 1 in the inner 90% of the range. An even degree takes the bandwidth
// of the odd one above it. Failure data_requirement when x takes too few values.
double local_bandwidth(const LocalPolynomialSpec& spec);

}  // namespace nqp::numeric
