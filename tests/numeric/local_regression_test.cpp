// Expected values: by hand, and table 3.2 of Fan and Gijbels (1996) for the constants of the rule of thumb.
#include "stdlib/numeric/density/local_regression.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace nqp::numeric {
namespace {

class Unhurried final : public Progress {
 public:
  bool cancelled() const override { return false; }
};

TEST(Lowess, RunningMeansAreMeansOfNeighbours) {
  const std::vector<double> x = {3, 1, 2, 5, 4}, y = {10, 4, 6, 1, 2};
  Unhurried progress;
  // 5 × 0.6: one neighbour on each side, fewer at the ends.
  const std::vector<double> s = lowess({x, y, 0.6, true, true}, progress);
  const std::vector<double> expected = {6, 5, 20.0 / 3, 1.5, 13.0 / 3};
  for (std::size_t i = 0; i < s.size(); ++i) EXPECT_NEAR(s[i], expected[i], 1e-12);
}

TEST(Lowess, RunningLinesGoThroughTwoPointsAtTheEnds) {
  const std::vector<double> x = {1, 2, 3, 4, 5}, y = {4, 6, 10, 2, 1};
  Unhurried progress;
  const std::vector<double> s = lowess({x, y, 0.6, false, true}, progress);
  EXPECT_NEAR(s[0], 4, 1e-12);
  EXPECT_NEAR(s[4], 1, 1e-12);
  EXPECT_NEAR(s[2], 6, 1e-12);  // a symmetric window: its mean
}

TEST(Lowess, TricubeWeightsAreThoseOfTheFormula) {
  // Window of the middle point: all five, D = 2.0002; weights of the distances 1 and 2, symmetric: a weighted mean.
  const std::vector<double> x = {1, 2, 3, 4, 5}, y = {4, 6, 10, 2, 1};
  Unhurried progress;
  const std::vector<double> s = lowess({x, y, 0.99, false, false}, progress);
  const double near = std::pow(1 - std::pow(1 / 2.0002, 3), 3), far = std::pow(1 - std::pow(2 / 2.0002, 3), 3);
  EXPECT_NEAR(s[2], (10 + near * 8 + far * 5) / (1 + 2 * near + 2 * far), 1e-12);
}

TEST(Lowess, TiesInXLeaveMeans) {
  const std::vector<double> x = {2, 2, 2, 2}, y = {1, 2, 3, 6};
  Unhurried progress;
  for (const double v : lowess({x, y, 0.99, false, true}, progress)) EXPECT_TRUE(std::isfinite(v));
}

TEST(LocalPolynomial, DegreeZeroWithARectangleIsTheMeanOfNeighboursAndItsError) {
  const std::vector<double> x = {1, 2, 3, 4, 5}, y = {4, 6, 10, 2, 1}, at = {3};
  LocalPolynomialSpec spec;
  spec.x = x, spec.y = y, spec.at = at;
  spec.kernel = Kernel::rectangle;
  spec.bandwidth = 1.5;
  spec.variance = 9;
  spec.errors = true;
  Unhurried progress;
  const LocalPolynomial f = local_polynomial(spec, progress);
  EXPECT_NEAR(f.fitted[0], 6, 1e-12);
  EXPECT_NEAR(f.se[0], 3 / std::sqrt(3.0), 1e-12);
  EXPECT_EQ(f.pilot, 2.25);
}

TEST(LocalPolynomial, PolynomialsOfItsDegreeAreReproduced) {
  std::vector<double> x, y;
  for (int i = 0; i < 30; ++i) x.push_back(i * 0.3 + i % 3), y.push_back(1 - 2 * x.back() + 0.5 * x.back() * x.back());
  const std::vector<double> at = {0, 2.2, 8};
  for (const Kernel k : {Kernel::epanechnikov, Kernel::gaussian, Kernel::biweight}) {
    LocalPolynomialSpec spec;
    spec.x = x, spec.y = y, spec.at = at;
    spec.kernel = k, spec.degree = 2, spec.bandwidth = 2;
    Unhurried progress;
    const LocalPolynomial f = local_polynomial(spec, progress);
    for (std::size_t i = 0; i < at.size(); ++i) EXPECT_NEAR(f.fitted[i], 1 - 2 * at[i] + 0.5 * at[i] * at[i], 1e-9);
  }
}

TEST(LocalPolynomial, TooFewPointsNearLeaveNoValue) {
  const std::vector<double> x = {1, 2, 9}, y = {4, 6, 10}, at = {5};
  LocalPolynomialSpec spec;
  spec.x = x, spec.y = y, spec.at = at;
  spec.kernel = Kernel::rectangle, spec.bandwidth = 1;
  Unhurried progress;
  EXPECT_TRUE(std::isnan(local_polynomial(spec, progress).fitted[0]));
}

// The constant of the asymptotically best bandwidth, Fan and Gijbels (1996) eq. 3.20, from two moments of the
// equivalent kernel K*: its roughness R = int K*^2 and m = int u^(p+1) K*. For p = 1 K* is the kernel itself; for p = 3
// it is (3 - u^2) phi(u) / 2 (R = 27/(32 sqrt(pi)), m = -3) and 15/32 (1 - u^2)(3 - 7 u^2) (R = 5/4, m = -1/21).
double best_bandwidth_constant(int p, double R, double m) {
  const double factorial = p == 1 ? 2 : 24;
  return std::pow(factorial * factorial * R / (2 * (p + 1) * m * m), 1.0 / (2 * p + 3));
}

TEST(LocalBandwidth, KernelsDifferByTheMomentsOfTheirEquivalents) {
  std::vector<double> x, y;
  for (int i = 0; i < 60; ++i) x.push_back(i / 59.0), y.push_back(std::sin(9 * x.back()) + 0.3 * ((i * 37) % 11));
  const auto bandwidth = [&](Kernel k, int degree) {
    LocalPolynomialSpec spec;
    spec.x = x, spec.y = y, spec.kernel = k, spec.degree = degree;
    return local_bandwidth(spec);
  };
  const double root_pi = std::sqrt(std::numbers::pi);
  const double gauss1 = bandwidth(Kernel::gaussian, 1) / best_bandwidth_constant(1, 1 / (2 * root_pi), 1);
  const double gauss3 = bandwidth(Kernel::gaussian, 3) / best_bandwidth_constant(3, 27 / (32 * root_pi), -3);
  EXPECT_NEAR(bandwidth(Kernel::epan2, 1) / gauss1, best_bandwidth_constant(1, 3.0 / 5, 1.0 / 5), 1e-6);
  EXPECT_NEAR(bandwidth(Kernel::rectangle, 1) / gauss1, best_bandwidth_constant(1, 1.0 / 2, 1.0 / 3), 1e-6);
  EXPECT_NEAR(bandwidth(Kernel::biweight, 1) / gauss1, best_bandwidth_constant(1, 5.0 / 7, 1.0 / 7), 1e-6);
  EXPECT_NEAR(bandwidth(Kernel::epan2, 3) / gauss3, best_bandwidth_constant(3, 5.0 / 4, -1.0 / 21), 1e-6);
  EXPECT_NEAR(bandwidth(Kernel::epanechnikov, 1) * std::sqrt(5.0), bandwidth(Kernel::epan2, 1), 1e-6);
  EXPECT_EQ(bandwidth(Kernel::gaussian, 0), bandwidth(Kernel::gaussian, 1));
}

}  // namespace
}  // namespace nqp::numeric
