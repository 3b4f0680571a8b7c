// Correlation matrices whose components, partial correlations and factors are known in closed form.
#include "stdlib/numeric/multivariate/components.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace nqp::numeric {
namespace {

// Equal correlations ρ of three variables: eigenvalues 1 + 2ρ and 1 - ρ twice.
Matrix equal(double rho) {
  Matrix r(3, 3, rho);
  for (std::size_t i = 0; i < 3; ++i) r(i, i) = 1;
  return r;
}

TEST(Components, equal_correlations_have_known_eigenvalues) {
  const Components c = principal_components(equal(0.5));
  EXPECT_NEAR(c.values[0], 2, 1e-14);
  EXPECT_NEAR(c.values[1], 0.5, 1e-14);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(c.vectors(i, 0), 1 / std::sqrt(3.0), 1e-14);
}

TEST(Components, partial_correlations_of_equal_correlations_give_the_adequacy) {
  // Partial correlation ρ/(1 + ρ) = 1/3: KMO = .25/(.25 + 1/9).
  const SamplingAdequacy k = sampling_adequacy(equal(0.5));
  EXPECT_NEAR(k.overall, 0.25 / (0.25 + 1.0 / 9), 1e-14);
  EXPECT_NEAR(k.by_variable[1], k.overall, 1e-14);
}

TEST(Components, sphericity_uses_the_determinant) {
  // |r| = (1 + 2ρ)(1 - ρ)² = .5
  const Sphericity s = sphericity(equal(0.5), 100);
  EXPECT_NEAR(s.chi2, -(99 - 11.0 / 6) * std::log(0.5), 1e-12);
  EXPECT_EQ(s.df, 3);
}

TEST(Components, squared_multiple_correlation_of_equal_correlations) {
  // R² of one on two: 2ρ²/(1 + ρ)
  EXPECT_NEAR(squared_multiple_correlations(equal(0.5))[0], 1.0 / 3, 1e-14);
}

TEST(Components, iterated_factors_find_an_exact_single_factor) {
  // Loadings (.9, .8, .7) leave correlations .72, .63, .56.
  Matrix r(3, 3, std::vector<double>{1, .72, .63, .72, 1, .56, .63, .56, 1});
  const Factors f = principal_factors(r, 1, 100000);
  EXPECT_NEAR(f.loadings(0, 0), 0.9, 1e-6);
  EXPECT_NEAR(f.loadings(1, 0), 0.8, 1e-6);
  EXPECT_NEAR(f.loadings(2, 0), 0.7, 1e-6);
}

TEST(Components, varimax_finds_a_turned_simple_structure) {
  // Simple structure (.8 0; .7 0; 0 .6; 0 .9) turned by 30 degrees.
  const double c = std::cos(0.5235987755982988), s = 0.5;
  const double simple[4][2] = {{.8, 0}, {.7, 0}, {0, .6}, {0, .9}};
  Matrix l(4, 2);
  for (std::size_t i = 0; i < 4; ++i) {
    l(i, 0) = c * simple[i][0] - s * simple[i][1];
    l(i, 1) = s * simple[i][0] + c * simple[i][1];
  }
  const Rotation r = varimax(l, false);
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 2; ++j) EXPECT_NEAR(r.loadings(i, j), simple[i][j], 1e-8);
}

}  // namespace
}  // namespace nqp::numeric
