// Panel estimators. Dataset A: matrix algebra in R 4.2.2, x-checked with plm. Grunfeld: Baltagi (2021), tables 2.1 and
// 4.1, and Stata's published example, data of R package plm.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/panel/fit_panel.hpp"
#include "stdlib/numeric/panel/panel_tests.hpp"
#include "tests/numeric/dataset_a.hpp"
#include "tests/numeric/expect.hpp"
#include "tests/numeric/support.hpp"

namespace nqp::numeric {
namespace {

using test::expect_all;
using test::expect_relative;
using test::expect_se;

class PanelOnDatasetA : public testing::Test {
 protected:
  PanelSpec spec(PanelEstimator estimator) const {
    return {.estimator = estimator, .y = data.y, .x = data.x, .panel = data.id};
  }

  test::DatasetA data = test::dataset_a();
  Progress progress;
};

TEST_F(PanelOnDatasetA, FixedEffects) {
  const PanelFit f = fit_panel(spec(PanelEstimator::fixed), {}, progress);
  expect_all(f.b, {1.3191902, .53244753, -.61965491}, 1e-7);
  expect_se(f.V, {.23134747, .20122726, 1.6051817}, 1e-7);
  expect_relative(f.F, 18.876532, 1e-7);
  EXPECT_EQ(f.df_r, 13);
  EXPECT_EQ(f.df_m, 6);
  EXPECT_EQ(f.df_b, 2);
  EXPECT_EQ(f.df_a, 4);
  expect_relative(f.sigma_u, 1.47032, 1e-6);
  expect_relative(f.sigma_e, 1.539562, 1e-6);
  expect_relative(f.rho, .47700729, 1e-7);
  expect_relative(f.r2_w, .74385783, 1e-7);
  expect_relative(f.r2_b, .52231583, 1e-7);
  expect_relative(f.r2_o, .64964594, 1e-7);
  expect_relative(f.r2_a, .62563836, 1e-7);
  expect_relative(f.corr, -.28971363, 1e-7);
  expect_relative(f.F_f, 3.17321, 1e-6);
  const double u[] = {.12073293, 1.4422754, -2.2863878, 1.0908745, -.36749498};
  for (std::size_t i = 0; i < 5; ++i) expect_relative(f.effects[4 * i], u[i], 1e-6);
}

TEST_F(PanelOnDatasetA, RobustFixedEffectsAreClusteredByPanelWithoutCountingThem) {
  const PanelFit robust = fit_panel(spec(PanelEstimator::fixed), {VceKind::robust, {}}, progress);
  expect_se(robust.V, {.17577859, .19528074, 1.2082725}, 1e-7);
  expect_relative(robust.F, 41.144148, 1e-7);
  EXPECT_EQ(robust.df_r, 4);
  EXPECT_EQ(robust.df_m, 2);
  EXPECT_TRUE(std::isnan(robust.F_f));
  const PanelFit cluster = fit_panel(spec(PanelEstimator::fixed), {VceKind::cluster, {data.id}}, progress);
  EXPECT_EQ(cluster.V.data, robust.V.data);
}

TEST_F(PanelOnDatasetA, ClustersMustNestPanels) {
  const VceSpec by_year{VceKind::cluster, {data.year}};
  try {
    fit_panel(spec(PanelEstimator::fixed), by_year, progress);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code, FailureCode::requirement);
  }
  PanelSpec allowed = spec(PanelEstimator::fixed);
  allowed.allow_nonnested = true;
  EXPECT_FALSE(fit_panel(allowed, by_year, progress).nested);
}

TEST_F(PanelOnDatasetA, WeightsMustBeConstantWithinPanel) {
  std::vector<double> w(20, 1.0);
  PanelSpec weighted = spec(PanelEstimator::fixed);
  weighted.weights = w;
  weighted.weight_kind = WeightKind::aweight;
  EXPECT_NO_THROW(fit_panel(weighted, {}, progress));
  w[3] = 2;
  EXPECT_THROW(fit_panel(weighted, {}, progress), Failure);
}

TEST_F(PanelOnDatasetA, RandomEffects) {
  const PanelFit f = fit_panel(spec(PanelEstimator::random), {}, progress);
  expect_all(f.b, {1.2059566, .34373865, .98081579}, 1e-7);
  expect_se(f.V, {.21716263, .22585392, 1.6610895}, 1e-7);
  expect_relative(f.sigma_e * f.sigma_e, 2.3703, 3e-5);
  expect_relative(f.sigma_u * f.sigma_u, .1107, 5e-4);
  expect_relative(f.theta.median, .08209, 1e-4);
  EXPECT_TRUE(std::isnan(f.df_r));
  const BreuschPagan lm = breusch_pagan_lm(f.pooled_residuals, data.id);
  expect_relative(lm.A, -.75955893, 1e-7);
  expect_relative(lm.lm, 1.9230992, 1e-7);
}

TEST_F(PanelOnDatasetA, BetweenEffects) {
  const PanelFit f = fit_panel(spec(PanelEstimator::between), {}, progress);
  expect_all(f.b, {1.4357237, -1.4797326, 11.534192}, 1e-7);
}

TEST_F(PanelOnDatasetA, HausmanComparesTheSlopes) {
  const PanelFit fe = fit_panel(spec(PanelEstimator::fixed), {}, progress);
  const PanelFit re = fit_panel(spec(PanelEstimator::random), {}, progress);
  const auto slopes = [](const PanelFit& f) {
    return Matrix(2, 2, {f.V(0, 0), f.V(1, 0), f.V(0, 1), f.V(1, 1)});
  };
  const Matrix V = slopes(fe);
  const Matrix W = slopes(re);
  const Hausman h = hausman({std::span<const double>(fe.b).first(2), V, fe.sigma_e},
                            {std::span<const double>(re.b).first(2), W, re.rmse}, HausmanVariance::separate);
  expect_relative(h.chi2, 1.2437, 1e-4);
  expect_relative(h.p, .5369, 1e-4);
}

TEST_F(PanelOnDatasetA, TimeInvariantRegressorsAreOmitted) {
  Matrix x(20, 2);
  for (std::size_t i = 0; i < 20; ++i) {
    x(i, 0) = 0.1 * data.id[i];
    x(i, 1) = data.x(i, 0);
  }
  PanelSpec s = spec(PanelEstimator::fixed);
  s.x = x;
  const PanelFit f = fit_panel(s, {}, progress);
  EXPECT_EQ(f.omitted, (std::vector<std::uint8_t>{1, 0, 0}));
  EXPECT_EQ(f.df_b, 1);
}

TEST_F(PanelOnDatasetA, OneRowForEachPanelIsTooLittle) {
  std::vector<std::int32_t> rows(20);
  for (std::size_t i = 0; i < 20; ++i) rows[i] = static_cast<std::int32_t>(i);
  PanelSpec s = spec(PanelEstimator::fixed);
  s.panel = rows;
  EXPECT_THROW(fit_panel(s, {}, progress), Failure);
}

class PanelGrunfeld : public testing::Test {
 protected:
  PanelFit fit(PanelEstimator estimator) {
    return fit_panel({.estimator = estimator, .y = table["inv"], .x = x, .panel = firm}, {}, progress);
  }

  test::Table table = test::read_csv("grunfeld.csv");
  Matrix x = table.matrix({"value", "capital"});
  std::vector<std::int32_t> firm = table.codes("firm");
  Progress progress;
};

TEST_F(PanelGrunfeld, FixedEffectsArePublished) {
  const PanelFit f = fit(PanelEstimator::fixed);
  expect_all(f.b, {.1101238, .3100653, -58.74394}, 5e-7);
  expect_se(f.V, {.0118567, .0173545, 12.45369}, 3e-6);
  expect_relative(f.sigma_u, 85.7325, 1e-6);
  expect_relative(f.sigma_e, 52.76797, 1e-6);
  expect_relative(f.F_f, 49.17663, 2e-6);
  expect_relative(f.r2_w, .7667576, 1e-6);
  expect_relative(f.r2_b, .8194302, 5e-6);
  expect_relative(f.r2_o, .8059782, 5e-6);
  expect_relative(f.corr, -.1517247, 2e-5);
}

TEST_F(PanelGrunfeld, RandomEffectsArePublished) {
  const PanelFit f = fit(PanelEstimator::random);
  expect_all(f.b, {.1097812, .308113, -57.83441}, 2e-6);
  expect_se(f.V, {.0104927, .0171805, 28.89894}, 5e-6);
  expect_relative(f.theta.median, .86122, 1e-5);
}

}  // namespace
}  // namespace nqp::numeric
