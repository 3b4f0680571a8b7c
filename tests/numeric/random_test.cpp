// The generator against the known answers of Random123 (kat_vectors, philox4x64 10 rounds), and draws against the
// moments of their distributions: sample means within five standard errors.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/rng/draws.hpp"
#include "stdlib/numeric/rng/normal_quantile.hpp"

namespace nqp::numeric::rng {
namespace {

TEST(Generator, GivesTheKnownAnswersOfPhilox) {
  Generator g(0, 0);
  EXPECT_EQ(g.next(), 0x16554d9eca36314cU);
  EXPECT_EQ(g.next(), 0xdb20fe9d672d0fdcU);
  EXPECT_EQ(g.next(), 0xd7e772cee186176bU);
  EXPECT_EQ(g.next(), 0x7e68b68aec7ba23bU);
}

TEST(Generator, StreamsAndSeedsDiffer) {
  Generator a(1, 0);
  Generator b(1, 1);
  Generator c(2, 0);
  const std::uint64_t first = a.next();
  EXPECT_NE(first, b.next());
  EXPECT_NE(first, c.next());
  EXPECT_EQ(first, Generator(1, 0).next());
}

TEST(Generator, StateRestoresExactly) {
  for (int skipped = 0; skipped < 9; ++skipped) {
    Generator g(42, 3);
    for (int i = 0; i < skipped; ++i) g.next();
    const std::string state = g.state();
    Generator copy;
    ASSERT_TRUE(copy.restore(state)) << state;
    EXPECT_EQ(copy.state(), state);
    for (int i = 0; i < 10; ++i) EXPECT_EQ(copy.next(), g.next());
  }
  Generator g;
  EXPECT_FALSE(g.restore("mt64"));
  EXPECT_FALSE(g.restore(""));
}

void expect_moments(const std::function<double(Generator&)>& draw, double mean, double variance) {
  Generator g(20240607);
  std::vector<double> x(100'000);
  for (double& v : x) v = draw(g);
  const Summary s = summarize(x);
  const double n = static_cast<double>(x.size());
  EXPECT_NEAR(s.mean, mean, 5 * std::sqrt(variance / n));
  EXPECT_NEAR(s.variance, variance, 5 * s.variance * std::sqrt((s.kurtosis - 1) / n));
}

TEST(Draws, HaveTheMomentsOfTheirDistributions) {
  expect_moments([](Generator& g) { return uniform(g); }, 0.5, 1.0 / 12);
  expect_moments([](Generator& g) { return normal(g, 2, 3); }, 2, 9);
  expect_moments([](Generator& g) { return exponential(g, 2); }, 2, 4);
  expect_moments([](Generator& g) { return gamma(g, 0.3, 2); }, 0.6, 1.2);
  expect_moments([](Generator& g) { return gamma(g, 5, 2); }, 10, 20);
  expect_moments([](Generator& g) { return beta(g, 2, 3); }, 0.4, 0.04);
  expect_moments([](Generator& g) { return beta(g, 0.2, 3); }, 0.2 / 3.2, 0.2 * 3 / (3.2 * 3.2 * 4.2));
  expect_moments([](Generator& g) { return chi2(g, 4); }, 4, 8);
  expect_moments([](Generator& g) { return student_t(g, 10); }, 0, 1.25);
  expect_moments([](Generator& g) { return binomial(g, 12, 0.3); }, 3.6, 2.52);
  expect_moments([](Generator& g) { return binomial(g, 500, 0.7); }, 350, 105);
  expect_moments([](Generator& g) { return poisson(g, 2.5); }, 2.5, 2.5);
  expect_moments([](Generator& g) { return poisson(g, 60); }, 60, 60);
  expect_moments([](Generator& g) { return negative_binomial(g, 3, 0.4); }, 4.5, 11.25);
  expect_moments([](Generator& g) { return hypergeometric(g, 30, 12, 10); }, 4, 10 * 0.4 * 0.6 * 20 / 29);
  expect_moments([](Generator& g) { return uniform_integer(g, -3, 6); }, 1.5, 99.0 / 12);
  expect_moments([](Generator& g) { return weibull(g, 2, 3); }, 3 * std::tgamma(1.5),
                 9 * (1 - std::tgamma(1.5) * std::tgamma(1.5)));
}

TEST(Draws, OutsideTheDomainAreUndefined) {
  Generator g;
  EXPECT_TRUE(std::isnan(normal(g, 0, -1)));
  EXPECT_TRUE(std::isnan(gamma(g, 0, 1)));
  EXPECT_TRUE(std::isnan(binomial(g, 2.5, 0.5)));
  EXPECT_TRUE(std::isnan(poisson(g, -1)));
  EXPECT_TRUE(std::isnan(uniform_integer(g, 2, 1)));
}

TEST(Draws, TheFastNormalQuantileIsExact) {
  for (const double p : {1e-300, 1e-20, 1e-4, 0.01, 0.07, 0.08, 0.3, 0.5, 0.6, 0.93, 0.999}) {
    EXPECT_NEAR(normal_quantile(p), dist::invnormal(p), 4e-16 * (1 + std::fabs(dist::invnormal(p)))) << p;
  }
}

TEST(Draws, PermutationsContainEveryIndexOnceAndAreUniform) {
  Generator g(5);
  std::vector<int> first_place(4, 0);
  for (int r = 0; r < 8000; ++r) {
    std::vector<std::size_t> order = permutation(g, 4);
    ++first_place[order[0]];
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3}));
  }
  for (const int count : first_place) EXPECT_NEAR(count, 2000, 5 * std::sqrt(1500.0));
  const std::vector<std::size_t> some = sample_without_replacement(g, 10, 4);
  EXPECT_EQ(some.size(), 4U);
  EXPECT_EQ(sample_with_replacement(g, 3, 7).size(), 7U);
}

}  // namespace
}  // namespace nqp::numeric::rng
