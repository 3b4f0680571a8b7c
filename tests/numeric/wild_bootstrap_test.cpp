// The wild cluster bootstrap against its definition: re-estimated samples.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/vce/wild_bootstrap.hpp"

namespace nqp::numeric {
namespace {

struct Calm : Progress {
  bool cancelled() const override { return false; }
};

// Five groups of four rows.
struct WildSample {
  std::vector<double> y;
  Matrix x{20, 2};
  std::vector<std::int32_t> group;
};

WildSample wild_sample() {
  WildSample s;
  for (int i = 0; i < 20; ++i) {
    s.group.push_back(i / 4);
    s.x(static_cast<std::size_t>(i), 0) = ((7 * i) % 11) - 5 + (i / 4);
    s.x(static_cast<std::size_t>(i), 1) = 1;
    s.y.push_back(0.3 * s.x(static_cast<std::size_t>(i), 0) + ((5 * i) % 7) - 3 + ((i / 4) % 3));
  }
  return s;
}

// t of the first coefficient against `null`, clustered without factor.
double clustered_t(const WildSample& s, const std::vector<double>& y, double null) {
  const LeastSquares ls = least_squares({.y = y, .x = s.x});
  std::vector<double> score(5, 0.0);
  for (std::size_t i = 0; i < 20; ++i) {
    const double z = ls.xtx_inverse(0, 0) * s.x(i, 0) + ls.xtx_inverse(0, 1) * s.x(i, 1);
    score[static_cast<std::size_t>(s.group[i])] += z * ls.residuals[i];
  }
  double V = 0;
  for (const double v : score) V += v * v;
  return (ls.b[0] - null) / std::sqrt(V);
}

WildSpec wild_spec(const WildSample& s, const Matrix& R) {
  WildSpec spec;
  spec.y = s.y;
  spec.x = s.x;
  spec.clusters = {s.group};
  spec.draw_by = s.group;
  spec.restrictions = R;
  spec.replications = 999;
  return spec;
}

TEST(WildBootstrap, EnumeratedDrawsAreThoseOfReestimatedSamples) {
  const WildSample s = wild_sample();
  const Matrix R(1, 2, std::vector<double>{1, 0});
  const WildBootstrap bootstrap(wild_spec(s, R));
  ASSERT_TRUE(bootstrap.enumerates());
  Calm calm;
  const double null = 0.1;
  const WildTest test = bootstrap.test({&null, 1}, calm);
  ASSERT_EQ(test.draws.size(), 32u);
  EXPECT_NEAR(test.statistic, clustered_t(s, s.y, null), 1e-10);
  // The restricted fit by hand: y - null·x on the constant.
  double mean = 0;
  for (std::size_t i = 0; i < 20; ++i) mean += (s.y[i] - null * s.x(i, 0)) / 20;
  for (std::size_t r = 0; r < 32; ++r) {
    std::vector<double> y(20);
    for (std::size_t i = 0; i < 20; ++i) {
      const double fitted = null * s.x(i, 0) + mean, v = (r >> s.group[i]) & 1 ? -1 : 1;
      y[i] = fitted + v * (s.y[i] - fitted);
    }
    EXPECT_NEAR(test.draws[r], clustered_t(s, y, null), 1e-9);
  }
}

TEST(WildBootstrap, AnAbsorbedEffectIsItsDummies) {
  const WildSample s = wild_sample();
  std::vector<std::int32_t> effect;
  Matrix slope(20, 1), dummies(20, 5);
  for (std::size_t i = 0; i < 20; ++i) {
    effect.push_back(static_cast<std::int32_t>(i % 4));
    slope(i, 0) = dummies(i, 0) = s.x(i, 0);
    dummies(i, 1 + i % 4) = 1;
  }
  const Matrix R1(1, 1, 1.0), R5(1, 5, std::vector<double>{1, 0, 0, 0, 0});
  WildSpec absorbed = wild_spec(s, R1), written = wild_spec(s, R5);
  absorbed.x = slope;
  absorbed.absorbed = effect;
  written.x = dummies;
  Calm calm;
  const double null = 0;
  const WildTest a = WildBootstrap(absorbed).test({&null, 1}, calm), b = WildBootstrap(written).test({&null, 1}, calm);
  EXPECT_NEAR(a.statistic, b.statistic, 1e-10);
  ASSERT_EQ(a.draws.size(), b.draws.size());
  for (std::size_t r = 0; r < a.draws.size(); ++r) EXPECT_NEAR(a.draws[r], b.draws[r], 1e-9);
}

TEST(WildBootstrap, TheConfidenceSetEndsWherePFallsBelowAlpha) {
  const WildSample s = wild_sample();
  const Matrix R(1, 2, std::vector<double>{1, 0});
  const WildBootstrap bootstrap(wild_spec(s, R));
  Calm calm;
  const auto set = wild_confidence_set(bootstrap, 0.2, &WildTest::p_symmetric, calm);
  ASSERT_FALSE(set.empty());
  const auto p = [&](double r) { return bootstrap.test({&r, 1}, calm).p_symmetric(); };
  EXPECT_GE(p(bootstrap.estimate()), 0.2);
  const double step = 1e-3 * bootstrap.standard_error();
  if (std::isfinite(set.back().high)) {
    EXPECT_GE(p(set.back().high - step), 0.2);
    EXPECT_LT(p(set.back().high + step), 0.2);
  }
}

}  // namespace
}  // namespace nqp::numeric
