// Instrumental variables. Expected numbers of dataset A: matrix algebra written out in R 4.2.2, the canonical
// correlations with cancor(). Critical values: Stock and Yogo (2005), tables 5.1, 5.2 and 5.4.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/iv/exogeneity.hpp"
#include "stdlib/numeric/iv/fit_iv.hpp"
#include "stdlib/numeric/iv/identification.hpp"
#include "stdlib/numeric/iv/stock_yogo.hpp"
#include "stdlib/numeric/linalg/products.hpp"
#include "tests/numeric/dataset_a.hpp"
#include "tests/numeric/expect.hpp"

namespace nqp::numeric {
namespace {

using test::expect_all;
using test::expect_relative;
using test::expect_se;

class InstrumentsOnDatasetA : public testing::Test {
 protected:
  InstrumentsOnDatasetA() : z(20, 2) {
    const double z1[] = {3.3, 6.0, 2.3, 4.1, 1.3, 3.5, 0.2, 0.5, 4.3, 3.3, 4.3, 4.0, 7.4, 5.3, 4.8, 2.0, 3.0, 3.8, -0.7,
                         2.1};
    const double z2[] = {0.1, 1.2, 3.1, 2.8, 3.2, 0.9, 2.3, 1.4, 2.5, 3.4, 0.4, 1.3, 1.0, 1.1, 1.3, 3.4, 2.6, 0.8, 0.9,
                         1.6};
    std::copy(z1, z1 + 20, z.data.begin());
    std::copy(z2, z2 + 20, z.data.begin() + 20);
    spec.data.y = a.y;
    spec.data.endogenous = MatrixView(a.x.data.data(), 20, 1);
    spec.data.exogenous = MatrixView(a.x.data.data() + 20, 20, 1);
    spec.data.instruments = z;
  }

  void robust() { spec.vce.robust = spec.weighting.robust = true; }
  void clustered() { spec.vce.clusters = spec.weighting.clusters = {a.id}; }

  test::DatasetA a = test::dataset_a();
  Matrix z;
  IvSpec spec;
  Progress progress;
};

TEST_F(InstrumentsOnDatasetA, TwoStageLeastSquaresUnderEveryVariance) {
  const IvFit fit = fit_iv(spec, progress);
  expect_all(fit.b, {1.0028291, .32450974, 1.8546957}, 1e-7);
  expect_se(fit.V, {.21722896, .21901992, 1.6026904}, 1e-7);
  expect_relative(fit.rss, 63.72532, 1e-6);
  expect_relative(fit.r2_centred, .64277426, 1e-7);
  expect_relative(fit.J, 2.3168714, 1e-7);
  EXPECT_TRUE(std::isnan(fit.df_r));
  spec.small = true;
  expect_se(fit_iv(spec, progress).V, {.23561789, .23756046, 1.7383618}, 1e-7);
  robust();
  expect_se(fit_iv(spec, progress).V, {.16915037, .18930967, 1.6464213}, 1e-7);
  spec.small = false;
  const IvFit white = fit_iv(spec, progress);
  expect_se(white.V, {.15594894, .17453489, 1.5179254}, 1e-7);
  expect_relative(white.J, 2.3069991, 1e-7);
  clustered();
  const IvFit cluster = fit_iv(spec, progress);
  expect_se(cluster.V, {.1505741, .19122618, 1.3004247}, 1e-7);
  expect_relative(cluster.J, 2.1052698, 1e-7);
  spec.small = true;
  expect_se(fit_iv(spec, progress).V, {.17797444, .22602407, 1.5370661}, 1e-7);
}

TEST_F(InstrumentsOnDatasetA, LimlMinimisesTheVarianceRatio) {
  spec.estimator = IvEstimator::liml;
  const IvFit fit = fit_iv(spec, progress);
  expect_relative(fit.lambda, 1.1300589, 1e-7);
  expect_all(fit.b, {.97426805, .32603578, 1.9511117}, 1e-7);
  expect_se(fit.V, {.22043495, .22055846, 1.6165239}, 1e-7);
}

TEST_F(InstrumentsOnDatasetA, TwoStepGmm) {
  spec.estimator = IvEstimator::gmm;
  robust();
  const IvFit fit = fit_iv(spec, progress);
  expect_all(fit.b, {1.0304007, .3866791, 1.3569733}, 1e-7);
  expect_se(fit.V, {.15488885, .16966755, 1.4821325}, 1e-7);
}

TEST_F(InstrumentsOnDatasetA, ContinuouslyUpdatedGmmIsLimlUnderHomoskedasticity) {
  spec.estimator = IvEstimator::cue;  // Davidson and MacKinnon (2004), section 9.3: the same first-order conditions
  const IvFit cue = fit_iv(spec, progress);
  expect_all(cue.b, {.97426805, .32603578, 1.9511117}, 1e-5);
  EXPECT_TRUE(cue.converged);
}

TEST_F(InstrumentsOnDatasetA, IdentificationUnderEveryVariance) {
  const Identification iid = identification(spec);
  expect_relative(iid.lm, 17.903788, 1e-7);
  EXPECT_EQ(iid.lm_df, 2);
  expect_relative(iid.cragg_donald_F, 68.328141, 1e-7);
  EXPECT_TRUE(std::isnan(iid.rk_F));
  robust();
  const Identification white = identification(spec);
  expect_relative(white.lm, 10.815679, 1e-7);
  expect_relative(white.rk_F, 95.611709, 1e-7);
  expect_relative(first_stages(spec)[0].F, white.rk_F, 1e-12);
  clustered();
  const Identification cluster = identification(spec);
  expect_relative(cluster.lm, 3.8014599, 1e-7);
  expect_relative(cluster.rk_F, 173.05682, 1e-7);
}

TEST_F(InstrumentsOnDatasetA, TwoEndogenousVariables) {
  Matrix z3(20, 3);
  std::copy(z.data.begin(), z.data.end(), z3.data.begin());
  for (std::size_t i = 0; i < 20; ++i) z3(i, 2) = std::floor(a.x(i, 1));
  spec.data.endogenous = a.x;
  spec.data.exogenous = {};
  spec.data.instruments = z3;
  const Identification iid = identification(spec);
  expect_relative(iid.lm, 18.00698, 1e-6);
  expect_relative(iid.cragg_donald_F, 48.186783, 1e-7);
  const std::vector<FirstStage> stages = first_stages(spec);
  expect_relative(stages[0].sanderson_windmeijer.F, 75.37276, 1e-6);
  expect_relative(stages[1].sanderson_windmeijer.F, 296.63978, 1e-6);
  robust();
  const IvFit fit = fit_iv(spec, progress);
  expect_all(fit.b, {1.0160695, .38253354, 1.4426347}, 1e-7);
  expect_se(fit.V, {.15930261, .18401375, 1.6154734}, 1e-7);
  expect_relative(fit.J, 2.2874975, 1e-7);
  const Identification white = identification(spec);
  expect_relative(white.lm, 10.659204, 1e-7);
  expect_relative(white.rk_F, 56.132542, 1e-7);
  clustered();
  const Identification cluster = identification(spec);
  expect_relative(cluster.lm, 3.7784212, 1e-7);
  expect_relative(cluster.rk_F, 108.27136, 1e-7);

  // The statistics do not see which combinations of the endogenous variables are called variables.
  Matrix mixed(20, 2);
  for (std::size_t i = 0; i < 20; ++i) {
    mixed(i, 0) = 3 * a.x(i, 0) - a.x(i, 1);
    mixed(i, 1) = a.x(i, 0) + 100 * a.x(i, 1);
  }
  spec.data.endogenous = mixed;
  expect_relative(identification(spec).lm, cluster.lm, 1e-10);
  expect_relative(identification(spec).rk_F, cluster.rk_F, 1e-10);
}

TEST_F(InstrumentsOnDatasetA, DurbinStatisticIsTheDifferenceOfSarganStatistics) {
  IvSpec exogenous = spec;
  exogenous.data.endogenous = {};
  exogenous.data.exogenous = a.x;
  const IvFit ols = fit_iv(exogenous, progress);
  const Matrix trusted = join_columns(spec.data.exogenous, z);
  OrthogonalitySpec test;
  test.y = a.y;
  test.x = a.x;
  test.trusted = trusted;
  test.suspect = spec.data.endogenous;
  test.residuals = ols.residuals;
  expect_relative(orthogonality(test).C, 7.9292931, 1e-7);
}

TEST(IvFit, FewerInstrumentsThanEndogenousVariablesIsAFailure) {
  const test::DatasetA a = test::dataset_a();
  IvSpec spec;
  spec.data.y = a.y;
  spec.data.endogenous = a.x;
  spec.data.instruments = MatrixView(a.x.data.data(), 20, 1);
  Progress progress;
  try {
    fit_iv(spec, progress);
    FAIL();
  } catch (const Failure& f) {
    EXPECT_EQ(f.code, FailureCode::not_identified);
  }
}

TEST(Kernels, WeightsOfTextbooks) {
  EXPECT_DOUBLE_EQ(kernel_weight(HacKernel::bartlett, 1, 4), 0.75);      // Newey and West (1987)
  EXPECT_DOUBLE_EQ(kernel_weight(HacKernel::parzen, 1, 4), 1 - 6.0 / 16 + 6.0 / 64);  // Gallant (1987), p. 533
  EXPECT_DOUBLE_EQ(kernel_weight(HacKernel::parzen, 3, 4), 2.0 / 64);
  EXPECT_DOUBLE_EQ(kernel_weight(HacKernel::truncated, 4, 4), 1);
  EXPECT_NEAR(kernel_weight(HacKernel::tukey_hanning, 2, 4), 0.5, 1e-15);
}

TEST(LagFinder, LooksForTimesWithinPanelsAndNotForRows) {
  const SeriesOrder order{.panel = {1, 1, 1, 2, 2}, .time = {3, 1, 4, 4, 5}};
  const LagPairs pairs = LagFinder(order).pairs(1);
  ASSERT_EQ(pairs.row.size(), 2u);
  EXPECT_EQ(pairs.row[0], 2u);
  EXPECT_EQ(pairs.earlier[0], 0u);
  EXPECT_EQ(pairs.row[1], 4u);
  EXPECT_EQ(pairs.earlier[1], 3u);
}

TEST(StockYogo, TabulatedValues) {
  EXPECT_EQ(stock_yogo(StockYogo::size, 1, 1, 10), 16.38);
  EXPECT_EQ(stock_yogo(StockYogo::size, 2, 30, 25), 18.35);
  EXPECT_EQ(stock_yogo(StockYogo::bias, 1, 3, 5), 13.91);
  EXPECT_EQ(stock_yogo(StockYogo::liml_size, 1, 2, 10), 8.68);
  EXPECT_TRUE(std::isnan(stock_yogo(StockYogo::bias, 1, 2, 5)));
  EXPECT_TRUE(std::isnan(stock_yogo(StockYogo::size, 4, 5, 10)));
}

}  // namespace
}  // namespace nqp::numeric
