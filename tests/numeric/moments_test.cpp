// Summaries and classical tests. Dataset A: R 4.2.2 (moments, percentile rule written out). Tables: hand calculation.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/moments/correlation.hpp"
#include "stdlib/numeric/moments/summary.hpp"
#include "stdlib/numeric/moments/tests.hpp"
#include "tests/numeric/dataset_a.hpp"
#include "tests/numeric/expect.hpp"

namespace nqp::numeric {
namespace {

using test::expect_relative;

TEST(Summarize, HasTheTextbookMoments) {
  const Summary s = summarize(test::dataset_a().y);
  EXPECT_EQ(s.n, 20);
  expect_relative(s.mean, 7.605, 1e-15);
  expect_relative(s.sd, 3.0641346, 1e-7);
  expect_relative(s.skewness, .11018876, 1e-7);
  expect_relative(s.kurtosis, 2.1882594, 1e-7);
  EXPECT_EQ(s.min, 2.0);
  EXPECT_EQ(s.max, 13.2);
}

TEST(Summarize, PercentilesFollowTheRuleOfCumulativeWeights) {
  const Order order(test::dataset_a().y);
  const double p[] = {1, 5, 25, 50, 75, 95, 99};
  const double expected[] = {2, 2.7, 5.45, 7.4, 9.75, 12.85, 13.2};
  for (int i = 0; i < 7; ++i) EXPECT_NEAR(order.percentile(p[i]), expected[i], 1e-14);
  EXPECT_NEAR(order.percentile(10), 3.75, 1e-14);
  EXPECT_NEAR(order.percentile(90), 11.85, 1e-14);
}

TEST(Summarize, FrequencyWeightsEqualRepeatedRows) {
  const std::vector<double> x = {3, 1, 4, 1.5};
  const std::vector<double> w = {1, 3, 0, 2};
  const std::vector<double> repeated = {3, 1, 1, 1, 1.5, 1.5};
  const Summary a = summarize(x, w, WeightKind::fweight);
  const Summary b = summarize(repeated);
  EXPECT_EQ(a.n, 6);
  EXPECT_EQ(a.max, 3);
  expect_relative(a.mean, b.mean, 1e-15);
  expect_relative(a.variance, b.variance, 1e-15);
  expect_relative(a.kurtosis, b.kurtosis, 1e-14);
  for (const double p : {10.0, 25.0, 50.0, 75.0, 90.0}) EXPECT_EQ(percentile(x, p, w), percentile(repeated, p));
}

TEST(Summarize, AnalyticWeightsAreScaledToTheNumberOfRows) {
  const std::vector<double> x = {1, 2, 4};
  const std::vector<double> w = {10, 20, 30};
  const Summary s = summarize(x, w, WeightKind::aweight);
  const double mean = 170.0 / 60;
  expect_relative(s.mean, mean, 1e-15);
  const double ss = .5 * (1 - mean) * (1 - mean) + (2 - mean) * (2 - mean) + 1.5 * (4 - mean) * (4 - mean);
  expect_relative(s.variance, ss / 2, 1e-14);
  EXPECT_EQ(s.sum_w, 60);
}

TEST(Summarize, NoRowsGiveZeroObservationsAndNothingElse) {
  const Summary s = summarize({});
  EXPECT_EQ(s.n, 0);
  EXPECT_TRUE(std::isnan(s.mean));
  EXPECT_TRUE(std::isnan(percentile({}, 50)));
}

TEST(Summarize, AltdefInterpolatesBetweenOrderStatistics) {
  const Order order(std::vector<double>{10, 20, 30, 40});
  EXPECT_NEAR(order.percentile_altdef(50), 25, 1e-14);
  EXPECT_NEAR(order.percentile_altdef(30), 15, 1e-14);
  EXPECT_EQ(order.percentile_altdef(1), 10);
  EXPECT_EQ(order.percentile_altdef(99), 40);
}

TEST(TTest, ComparesGroupsUnderEveryVarianceRule) {
  const std::vector<double> y = test::dataset_a().y;
  const Summary a = summarize(std::span<const double>(y).first(8));
  const Summary b = summarize(std::span<const double>(y).last(12));
  const SampleMoments first{a.n, a.mean, a.sd};
  const SampleMoments second{b.n, b.mean, b.sd};
  const TTest equal = t_test_two_sample(first, second, TwoSampleVariance::equal);
  expect_relative(std::fabs(equal.t), .4431604, 1e-6);
  expect_relative(equal.p, .6629299, 1e-6);
  EXPECT_EQ(equal.df, 18);
  const TTest unequal = t_test_two_sample(first, second, TwoSampleVariance::satterthwaite);
  expect_relative(std::fabs(unequal.t), .4597405, 1e-6);
  expect_relative(unequal.df, 16.89866, 1e-6);
  EXPECT_NEAR(equal.p_l + equal.p_u, 1, 1e-14);
}

// |1.2 2.8; ...| by hand: expected counts 12 18 8 12, chi2 = 4/12 + 4/18 + 4/8 + 4/12.
TEST(TestTable, PearsonAndCramerByHand) {
  const Matrix counts(2, 2, {10, 10, 20, 10});
  const TableTest t = test_table(counts);
  EXPECT_EQ(t.expected(0, 0), 12);
  expect_relative(t.chi2, 4.0 / 12 + 4.0 / 18 + 4.0 / 8 + 4.0 / 12, 1e-15);
  EXPECT_EQ(t.df, 1);
  expect_relative(t.cramers_v, (100.0 - 200) / std::sqrt(30.0 * 20 * 20 * 30), 1e-15);
  expect_relative(t.chi2_lr,
                  2 * (10 * std::log(10.0 / 12) + 10 * std::log(10.0 / 8) + 20 * std::log(20.0 / 18) +
                       10 * std::log(10.0 / 12)),
                  1e-13);
}

// Fisher's tea tasting: 3 of 4 right has two-sided probability 34/70.
TEST(TestTable, FisherByHand) {
  const Matrix counts(2, 2, {3, 1, 1, 3});
  expect_relative(test_table(counts).p_exact, 34.0 / 70, 1e-13);
}

TEST(TestTable, ASingleRowHasNoStatistics) {
  const TableTest t = test_table(Matrix(1, 3, {1, 2, 3}));
  EXPECT_TRUE(std::isnan(t.chi2));
  EXPECT_EQ(t.df, 0);
}

TEST(Correlation, IsExactlyOneOnTheDiagonalAndUndefinedForConstants) {
  const Matrix x(4, 3, {1, 2, 3, 5, 2, 4, 6, 10, 7, 7, 7, 7});
  const Covariance c = covariance(x);
  EXPECT_EQ(c.correlation(0, 0), 1);
  expect_relative(c.correlation(0, 1), 1, 1e-15);
  EXPECT_TRUE(std::isnan(c.correlation(2, 2)));
  expect_relative(c.covariance(0, 0), 35.0 / 12, 1e-15);
}

TEST(Correlation, RanksShareTies) {
  EXPECT_EQ(ranks(std::vector<double>{10, 20, 10, 5}), (std::vector<double>{2.5, 4, 2.5, 1}));
  EXPECT_NEAR(spearman(std::vector<double>{1, 2, 3, 4}, std::vector<double>{1, 4, 9, 16}), 1, 1e-15);
}

}  // namespace
}  // namespace nqp::numeric
