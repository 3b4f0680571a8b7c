// Linear regression. Numbers marked "matrix algebra in R" were computed with R 4.2.2 by written-out formulas and
// checked against its sandwich package; they carry 8 digits.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "tests/numeric/dataset_a.hpp"
#include "tests/numeric/expect.hpp"
#include "tests/numeric/support.hpp"

namespace nqp::numeric {
namespace {

using test::expect_all;
using test::expect_relative;
using test::expect_se;

class RegressOnDatasetA : public testing::Test {
 protected:
  LinearFit fit(VceKind kind, std::vector<Codes> clusters = {}) {
    return fit_linear({.y = data.y, .x = data.x}, {kind, std::move(clusters)}, progress);
  }

  test::DatasetA data = test::dataset_a();
  Progress progress;
};

// Matrix algebra in R.
TEST_F(RegressOnDatasetA, ClassicalFitHasTheTextbookNumbers) {
  const LinearFit f = fit(VceKind::classical);
  expect_all(f.b, {1.1964199, .31416602, 1.2011736}, 1e-7);
  expect_se(f.V, {.21792795, .23219745, 1.6806199}, 1e-7);
  expect_relative(f.F, 16.398992, 1e-7);
  expect_relative(f.rss, 60.89848, 1e-7);
  expect_relative(f.r2, .65862072, 1e-7);
  expect_relative(f.r2_a, .61845845, 1e-7);
  expect_relative(f.rmse, 1.8926869, 1e-7);
  EXPECT_EQ(f.df_m, 2);
  EXPECT_EQ(f.df_r, 17);
  EXPECT_EQ(f.N, 20);
}

TEST_F(RegressOnDatasetA, RobustVariancesHaveTheTextbookNumbers) {
  const LinearFit robust = fit(VceKind::robust);
  expect_se(robust.V, {.17235197, .19317965, 1.7360144}, 1e-7);
  expect_relative(robust.F, 24.10456, 1e-7);
  expect_se(fit(VceKind::hc2).V, {.17163868, .19281546, 1.7193519}, 1e-7);
  expect_se(fit(VceKind::hc3).V, {.18559081, .20883154, 1.847973}, 1e-7);
}

TEST_F(RegressOnDatasetA, ClusteredVarianceHasTheTextbookNumbers) {
  const LinearFit f = fit(VceKind::cluster, {data.id});
  expect_se(f.V, {.14789885, .22300995, 1.6868964}, 1e-7);
  expect_relative(f.F, 34.501429, 1e-7);
  EXPECT_EQ(f.df_r, 4);
  EXPECT_EQ(f.N_clust, std::vector<double>{5});
}

// The factor with the smaller number of clusters is common to all terms (reghdfe, ivreg2).
TEST_F(RegressOnDatasetA, TwoWayClustersShareOneFactor) {
  const LinearFit f = fit(VceKind::cluster, {data.id, data.year});
  expect_se(f.V, {.14493509, .24414934, 2.2626413}, 1e-7);
  EXPECT_EQ(f.df_r, 3);
}

TEST_F(RegressOnDatasetA, OmitsWhatEarlierColumnsExplain) {
  Matrix x(20, 4);
  for (std::size_t i = 0; i < 20; ++i) {
    x(i, 0) = data.x(i, 0);
    x(i, 1) = 3.0;                               // explained by the constant
    x(i, 2) = data.x(i, 1);
    x(i, 3) = 2 * data.x(i, 0) - data.x(i, 1) + 1;  // explained by the columns before
  }
  const LinearFit f = fit_linear({.y = data.y, .x = x}, {}, progress);
  EXPECT_EQ(f.omitted, (std::vector<std::uint8_t>{0, 1, 0, 1, 0}));
  EXPECT_EQ(f.b[1], 0);
  EXPECT_EQ(f.V(3, 3), 0);
  EXPECT_EQ(f.rank, 3);
  expect_all({f.b[0], f.b[2], f.b[4]}, {1.1964199, .31416602, 1.2011736}, 1e-7);
}

// A sum of two float variables stored as float is not exact, yet nobody wants it in the model.
TEST_F(RegressOnDatasetA, OmitsASumRoundedToSinglePrecision) {
  Matrix x(20, 3);
  for (std::size_t i = 0; i < 20; ++i) {
    x(i, 0) = static_cast<double>(static_cast<float>(data.x(i, 0)));
    x(i, 1) = static_cast<double>(static_cast<float>(data.x(i, 1)));
    x(i, 2) = static_cast<double>(static_cast<float>(x(i, 0) + x(i, 1)));
  }
  const LinearFit f = fit_linear({.y = data.y, .x = x}, {}, progress);
  EXPECT_EQ(f.omitted, (std::vector<std::uint8_t>{0, 0, 1, 0}));
}

TEST_F(RegressOnDatasetA, FrequencyWeightsEqualRepeatedRows) {
  std::vector<double> w;
  std::vector<double> y;
  std::vector<double> x;
  std::vector<std::int32_t> id;
  for (std::size_t i = 0; i < 20; ++i) {
    w.push_back(static_cast<double>(i % 3 + 1));
    for (std::size_t r = 0; r < i % 3 + 1; ++r) {
      y.push_back(data.y[i]);
      x.push_back(data.x(i, 0));
      id.push_back(data.id[i]);
    }
  }
  const Matrix repeated(x.size(), 1, x);
  const Matrix single(20, 1, std::vector<double>(data.x.data.begin(), data.x.data.begin() + 20));
  const LinearSpec weighted{.y = data.y, .x = single, .weights = w, .weight_kind = WeightKind::fweight};
  const LinearSpec expanded{.y = y, .x = repeated};
  for (const VceKind kind : {VceKind::classical, VceKind::robust, VceKind::cluster}) {
    const LinearFit a = fit_linear(weighted, {kind, {data.id}}, progress);
    const LinearFit b = fit_linear(expanded, {kind, {id}}, progress);
    expect_all(a.b, b.b, 1e-13);
    expect_all(a.V.data, b.V.data, 1e-12);
    expect_relative(a.F, b.F, 1e-12);
    expect_relative(a.r2_a, b.r2_a, 1e-13);
    expect_relative(a.ll, b.ll, 1e-13);
  }
}

TEST_F(RegressOnDatasetA, ProbabilityWeightsForceTheRobustVariance) {
  const std::vector<double> w(20, 2.5);
  const LinearFit f =
      fit_linear({.y = data.y, .x = data.x, .weights = w, .weight_kind = WeightKind::pweight}, {}, progress);
  expect_se(f.V, {.17235197, .19317965, 1.7360144}, 1e-7);
}

TEST_F(RegressOnDatasetA, WithoutConstantSumsOfSquaresAreNotCentred) {
  const LinearFit f = fit_linear({.y = data.y, .x = data.x, .constant = false}, {}, progress);
  double yy = 0;
  for (const double v : data.y) yy += v * v;
  expect_relative(f.tss, yy, 1e-14);
  EXPECT_EQ(f.df_r, 18);
  expect_relative(f.r2_a, 1 - (1 - f.r2) * 20 / 18, 1e-14);
}

TEST_F(RegressOnDatasetA, FailuresNameWhatIsWrong) {
  const auto code_of = [&](const LinearSpec& spec, const VceSpec& vce) {
    try {
      fit_linear(spec, vce, progress);
    } catch (const Failure& failure) {
      return static_cast<int>(failure.code);
    }
    return 0;
  };
  const std::vector<std::int32_t> one(20, 7);
  EXPECT_EQ(code_of({.y = data.y, .x = data.x}, {VceKind::cluster, {one}}), 2001);
  const std::span<const double> y2(data.y.data(), 2);
  const Matrix x2(2, 2, {1, 2, 3, 5});
  EXPECT_EQ(code_of({.y = y2, .x = x2}, {}), 2001);
  EXPECT_EQ(code_of({}, {}), 2000);
  const std::vector<double> half(20, 0.5);
  EXPECT_EQ(code_of({.y = data.y, .x = data.x, .weights = half, .weight_kind = WeightKind::fweight}, {}), 401);
  const std::vector<double> negative(20, -1);
  EXPECT_EQ(code_of({.y = data.y, .x = data.x, .weights = negative, .weight_kind = WeightKind::aweight}, {}), 402);
}

TEST_F(RegressOnDatasetA, JointTestIsMissingWithTooFewClusters) {
  std::vector<std::int32_t> two(20, 0);
  for (std::size_t i = 10; i < 20; ++i) two[i] = 1;
  const LinearFit f = fit(VceKind::cluster, {two});
  EXPECT_TRUE(std::isnan(f.F));
  EXPECT_GT(f.V(0, 0), 0);
}

TEST_F(RegressOnDatasetA, ASaturatedModelHasNoStandardErrors) {
  const Matrix x(2, 1, {1, 2});
  const LinearFit f = fit_linear({.y = std::span<const double>(data.y.data(), 2), .x = x}, {}, progress);
  EXPECT_NEAR(f.rss, 0, 1e-25);
  EXPECT_TRUE(std::isnan(f.V(0, 0)));
  EXPECT_TRUE(std::isnan(f.F));
}

TEST_F(RegressOnDatasetA, CancellationLeavesAtOnce) {
  struct Cancelled : Progress {
    bool cancelled() const override { return true; }
  } cancelled;
  EXPECT_THROW(fit_linear({.y = data.y, .x = data.x}, {}, cancelled), Interrupted);
}

// Values: R 4.2.2 matrix algebra, x-checked with sandwich, on R package plm's Grunfeld data.
TEST(RegressGrunfeld, EveryVarianceAgreesToNineDigits) {
  const test::Table table = test::read_csv("grunfeld.csv");
  const Matrix x = table.matrix({"value", "capital"});
  const std::vector<std::int32_t> firm = table.codes("firm");
  const std::vector<std::int32_t> year = table.codes("year");
  Progress progress;
  const auto fit = [&](VceKind kind, std::vector<Codes> clusters) {
    return fit_linear({.y = table["inv"], .x = x}, {kind, std::move(clusters)}, progress);
  };
  const LinearFit ols = fit(VceKind::classical, {});
  expect_all(ols.b, {0.115562156360552, 0.23067848873197, -42.7143694365593}, 1e-12);
  expect_se(ols.V, {0.00583570955722063, 0.0254758014765089, 9.51167603142387}, 1e-11);
  expect_relative(ols.F, 426.575731304813, 1e-11);
  expect_se(fit(VceKind::robust, {}).V, {0.00681095445687198, 0.0488655395343422, 11.5747011170996}, 1e-11);
  expect_se(fit(VceKind::hc2, {}).V, {0.0069550258013054, 0.0531650538310572, 12.6678742944202}, 1e-11);
  expect_se(fit(VceKind::hc3, {}).V, {0.00716266624438008, 0.0585098662053139, 14.0134954665853}, 1e-11);
  const LinearFit cluster = fit(VceKind::cluster, {firm});
  expect_se(cluster.V, {0.0158943366870588, 0.0849671126355401, 20.4252029284738}, 1e-11);
  expect_relative(cluster.F, 51.5906047816128, 1e-11);
  expect_se(fit(VceKind::cluster, {firm, year}).V,
            {0.0163517539919942, 0.0784739139920784, 19.5056077357391}, 1e-11);
}

// Blocks and their tree are fixed, so a problem of many blocks is as exact as a small one: y = 1 + 2x - 3x².
TEST(RegressLarge, ManyBlocksRecoverAnExactPolynomial) {
  const std::size_t n = 10'000;
  Matrix x(n, 2);
  std::vector<double> y(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double v = static_cast<double>(i % 101);
    x(i, 0) = v;
    x(i, 1) = v * v;
    y[i] = 1 + 2 * v - 3 * v * v;
  }
  Progress progress;
  const LinearFit f = fit_linear({.y = y, .x = x}, {}, progress);
  expect_all(f.b, {2, -3, 1}, 1e-14);
}

// Columns near the largest double do not overflow: scaling by powers of two is exact.
TEST(RegressScale, HugeAndTinyUnitsGiveTheSameFit) {
  const test::DatasetA data = test::dataset_a();
  Matrix x = data.x;
  for (double& v : x.column(0)) v *= 0x1p1000;
  for (double& v : x.column(1)) v *= 0x1p-1000;
  Progress progress;
  const LinearFit plain = fit_linear({.y = data.y, .x = data.x}, {}, progress);
  const LinearFit scaled = fit_linear({.y = data.y, .x = x}, {}, progress);
  EXPECT_EQ(scaled.b[0] * 0x1p1000, plain.b[0]);
  EXPECT_EQ(scaled.b[1] * 0x1p-1000, plain.b[1]);
  EXPECT_EQ(scaled.rss, plain.rss);
}

}  // namespace
}  // namespace nqp::numeric
