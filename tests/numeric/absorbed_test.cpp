// Absorbed effects: areg, reghdfe and the projection itself. Expected numbers of dataset A: matrix algebra in R 4.2.2
// with dummy variables, x-checked with fixest; published reghdfe rules for degrees of freedom.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/absorb/absorb.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/least_squares.hpp"
#include "stdlib/numeric/linear/fit_linear.hpp"
#include "stdlib/numeric/panel/fit_absorbed.hpp"
#include "stdlib/numeric/rng/draws.hpp"
#include "tests/numeric/dataset_a.hpp"
#include "tests/numeric/expect.hpp"

namespace nqp::numeric {
namespace {

using test::expect_all;
using test::expect_relative;
using test::expect_se;

TEST(Areg, AlwaysCountsTheAbsorbedLevels) {
  const test::DatasetA data = test::dataset_a();
  Progress progress;
  const AbsorbedSpec spec{
      .y = data.y, .x = data.x, .effects = {{.codes = data.id}}, .convention = AbsorbConvention::areg};
  const AbsorbedFit classical = fit_absorbed(spec, {}, progress);
  expect_all(classical.b, {1.3191902, .53244753, -.61965491}, 1e-7);
  expect_se(classical.V, {.23134747, .20122726, 1.6051817}, 1e-7);
  expect_relative(classical.r2, .82726975, 1e-7);
  expect_relative(classical.r2_a, .74754809, 1e-7);
  expect_relative(classical.F_absorb, 3.17321, 1e-6);
  EXPECT_EQ(classical.df_a, 4);
  EXPECT_EQ(classical.k_absorb, 5);
  EXPECT_EQ(classical.df_r, 13);
  expect_se(fit_absorbed(spec, {VceKind::robust, {}}, progress).V, {.18573378, .18076295, 1.5262474}, 1e-7);
  const AbsorbedFit cluster = fit_absorbed(spec, {VceKind::cluster, {data.id}}, progress);
  expect_se(cluster.V, {.20101051, .22331207, 1.3817125}, 1e-7);
  EXPECT_TRUE(std::isnan(cluster.F_absorb));
}

class ReghdfeOnDatasetA : public testing::Test {
 protected:
  AbsorbedFit fit(VceKind kind, std::vector<Codes> clusters = {}) {
    const AbsorbedSpec spec{
        .y = data.y, .x = data.x, .effects = {{.codes = data.id}, {.codes = data.year}}, .want_effects = true};
    return fit_absorbed(spec, {kind, std::move(clusters)}, progress);
  }

  test::DatasetA data = test::dataset_a(21);
  Progress progress;
};

TEST_F(ReghdfeOnDatasetA, DropsTheSingletonAndCountsEightEffects) {
  const AbsorbedFit f = fit(VceKind::classical);
  EXPECT_EQ(f.num_singletons, 1);
  EXPECT_EQ(f.N, 20);
  EXPECT_EQ(f.N_full, 21);
  EXPECT_EQ(f.used.back(), 0);
  EXPECT_TRUE(std::isnan(f.residuals.back()));
  EXPECT_EQ(f.df_a, 8);
  EXPECT_EQ(f.df_r, 10);
  expect_all(f.b, {1.4347456, .3546952, .063475191}, 1e-7);
  expect_se(f.V, {.23177906, .24486525, 1.7359114}, 1e-7);
  expect_relative(f.r2, .87554574, 1e-7);
  expect_relative(f.r2_a, .76353691, 1e-7);
  expect_relative(f.r2_within, .80718637, 1e-7);
  expect_relative(f.r2_a_within, .76862364, 1e-7);
  expect_relative(f.rmse, 1.4900112, 1e-7);
}

TEST_F(ReghdfeOnDatasetA, RobustAndClusteredVariancesFollowTheNestingRule) {
  expect_se(fit(VceKind::robust).V, {.18588093, .19978516}, 1e-7);
  const AbsorbedFit one = fit(VceKind::cluster, {data.id});
  expect_se(one.V, {.16130961, .19012434, .9531352}, 1e-7);
  EXPECT_EQ(one.df_a, 3);
  EXPECT_EQ(one.df_r, 4);
  EXPECT_TRUE(one.dof.nested);
  expect_relative(one.F, 81.327299, 1e-7);
  const AbsorbedFit two = fit(VceKind::cluster, {data.id, data.year});
  expect_se(two.V, {.091484269, .2809173}, 1e-7);
  EXPECT_EQ(two.df_a, 0);
  EXPECT_EQ(two.df_r, 3);
}

TEST_F(ReghdfeOnDatasetA, EffectsAndResidualsAddUpToTheOutcome) {
  const AbsorbedFit f = fit(VceKind::classical);
  double later_mean = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    const double xb = data.x(i, 0) * f.b[0] + data.x(i, 1) * f.b[1] + f.b[2];
    EXPECT_NEAR(data.y[i], xb + f.effects(i, 0) + f.effects(i, 1) + f.residuals[i], 1e-12);
    later_mean += f.effects(i, 1);
  }
  EXPECT_NEAR(later_mean, 0, 1e-12);
  EXPECT_TRUE(std::isnan(f.effects(20, 0)));
}

TEST_F(ReghdfeOnDatasetA, ARegressorThatTheEffectsExplainIsOmitted) {
  Matrix x(21, 2);
  for (std::size_t i = 0; i < 21; ++i) {
    x(i, 0) = static_cast<double>(data.year[i]) / 7 + static_cast<double>(data.id[i] % 2);
    x(i, 1) = data.x(i, 0);
  }
  const AbsorbedSpec spec{.y = data.y, .x = x, .effects = {{.codes = data.id}, {.codes = data.year}}};
  const AbsorbedFit f = fit_absorbed(spec, {}, progress);
  EXPECT_EQ(f.omitted, (std::vector<std::uint8_t>{1, 0, 0}));
  EXPECT_EQ(f.rank, 1);
}

TEST_F(ReghdfeOnDatasetA, EffectsThatUseUpTheDataFail) {
  std::vector<std::int32_t> pairs(21);
  for (std::size_t i = 0; i < 21; ++i) pairs[i] = static_cast<std::int32_t>(i / 2);
  const AbsorbedSpec spec{.y = std::span<const double>(data.y).first(4),
                          .x = MatrixView(data.x.data.data(), 4, 2),
                          .effects = {{.codes = Codes(pairs).first(4)}}};
  EXPECT_THROW(fit_absorbed(spec, {}, progress), Failure);
}

// reghdfe, noabsorb is regress.
TEST(Reghdfe, WithoutEffectsIsOrdinaryRegression) {
  const test::DatasetA data = test::dataset_a();
  Progress progress;
  for (const VceKind kind : {VceKind::classical, VceKind::robust, VceKind::cluster}) {
    const VceSpec vce{kind, {data.id, data.year}};
    const AbsorbedFit a = fit_absorbed({.y = data.y, .x = data.x}, vce, progress);
    const LinearFit b = fit_linear({.y = data.y, .x = data.x}, vce, progress);
    expect_all(a.b, b.b, 1e-13);
    expect_all(a.V.data, b.V.data, 1e-12);
    expect_relative(a.r2_a, b.r2_a, 1e-13);
    EXPECT_EQ(a.df_r, b.df_r);
  }
}

TEST(Singletons, AreDroppedUntilNoneRemains) {
  // Dropping row 0 makes row 1 single in b, and so on along the chain.
  const std::vector<std::int32_t> a = {0, 1, 1, 2, 2, 3, 3};
  const std::vector<std::int32_t> b = {0, 0, 1, 1, 2, 3, 3};
  const Singletons s = find_singletons({{.codes = a}, {.codes = b}});
  EXPECT_EQ(s.keep, (std::vector<std::uint8_t>{0, 0, 0, 0, 0, 1, 1}));
  EXPECT_EQ(s.dropped, 5U);
  const std::vector<double> frequency = {2, 1, 1, 1, 1, 1, 1};
  EXPECT_EQ(find_singletons({{.codes = a}, {.codes = b}}, frequency).keep[0], 1);
}

TEST(AbsorbedDof, CountsMobilityGroups) {
  const std::vector<std::int32_t> worker = {0, 0, 1, 1, 2, 2, 3, 3};
  const std::vector<std::int32_t> firm = {0, 1, 1, 0, 2, 3, 3, 2};
  EXPECT_EQ(connected_components(worker, firm), 2);
  const AbsorbedDof dof = absorbed_dof({{.codes = worker}, {.codes = firm}}, {});
  EXPECT_EQ(dof.df_a, 4 + 4 - 2);
  EXPECT_EQ(dof.counts[1].redundant, 2);
}

// Stored codes are scanned until everything is one; here the last row of another set is what joins, or nothing does.
TEST(AbsorbedDof, CountsMobilityGroupsOfStoredCodes) {
  const std::vector<std::int32_t> worker = {0, 0, 1, 1, 2, 2, 3, 3, 4};
  const std::vector<std::int32_t> apart = {0, 1, 1, 0, 2, 3, 3, 2, 2}, joined = {0, 1, 1, 0, 1, 2, 2, 3, 3};
  const auto codes = [](const std::vector<std::int32_t>& v, std::size_t levels) {
    return CodeSource{v.data(), 0, levels};
  };
  EXPECT_EQ(connected_components(codes(worker, 5), codes(apart, 4), worker.size()), 2U);
  EXPECT_EQ(connected_components(codes(worker, 5), codes(joined, 4), worker.size()), 1U);
  // Without the row that ties firm 1 to firm 2.
  const std::vector<double> used = {1, 1, 1, 1, 0, 1, 1, 1, 1};
  EXPECT_EQ(connected_components(codes(worker, 5), codes(joined, 4), worker.size(), used), 2U);
}

// ---- the projection ------------------------------------------------------------------------------------------------

// Residuals of a regression on all dummies (and their products with the slopes), solved densely.
std::vector<double> dummy_residuals(const std::vector<double>& z, const std::vector<Effect>& effects,
                                    const std::vector<double>& w) {
  Matrix x(z.size(), 0);
  const auto add = [&](const std::vector<double>& column) {
    x.data.insert(x.data.end(), column.begin(), column.end());
    ++x.cols;
  };
  for (const Effect& effect : effects) {
    const DenseCodes codes = dense_codes(effect.codes);
    for (std::int32_t level = 0; level < codes.levels; ++level) {
      std::vector<double> dummy(z.size());
      for (std::size_t i = 0; i < z.size(); ++i) dummy[i] = codes.values[i] == level ? 1 : 0;
      if (effect.intercept) add(dummy);
      for (const auto& slope : effect.slopes) {
        std::vector<double> product = dummy;
        for (std::size_t i = 0; i < z.size(); ++i) product[i] *= slope[i];
        add(product);
      }
    }
  }
  return least_squares({.y = z, .x = x, .weights = w}).residuals;
}

struct Problem {
  std::vector<double> z;
  std::vector<double> w;
  std::vector<double> slope;
  std::vector<std::vector<std::int32_t>> codes;
};

Problem random_problem(std::size_t n, const std::vector<std::uint64_t>& levels) {
  rng::Generator g(7);
  Problem p;
  p.codes.resize(levels.size());
  for (std::size_t i = 0; i < n; ++i) {
    p.z.push_back(rng::normal(g));
    p.w.push_back(rng::uniform(g, 0.5, 2));
    p.slope.push_back(rng::normal(g, 3, 1));
    for (std::size_t s = 0; s < levels.size(); ++s) {
      p.codes[s].push_back(static_cast<std::int32_t>(rng::below(g, levels[s])));
    }
  }
  return p;
}

void expect_same_residuals(const Problem& p, const std::vector<Effect>& effects, const std::vector<double>& w) {
  Progress progress;
  Matrix columns(p.z.size(), 1, p.z);
  const AbsorbReport report = Absorber(effects, w).partial_out(columns, progress);
  EXPECT_TRUE(report.converged);
  const std::vector<double> expected = dummy_residuals(p.z, effects, w);
  for (std::size_t i = 0; i < p.z.size(); ++i) ASSERT_NEAR(columns(i, 0), expected[i], 1e-9);
}

TEST(Absorber, EqualsDummyVariablesForThreeWeightedSets) {
  const Problem p = random_problem(400, {40, 15, 7});
  expect_same_residuals(p, {{.codes = p.codes[0]}, {.codes = p.codes[1]}, {.codes = p.codes[2]}}, p.w);
}

TEST(Absorber, EqualsDummyVariablesWithHeterogeneousSlopes) {
  const Problem p = random_problem(400, {30, 12});
  expect_same_residuals(p, {{.codes = p.codes[0], .slopes = {p.slope}}, {.codes = p.codes[1]}}, p.w);
  expect_same_residuals(p, {{.codes = p.codes[1]}, {.codes = p.codes[0], .intercept = false, .slopes = {p.slope}}}, {});
}

// Two sets of more than 500 levels go through conjugate gradients; the result must be orthogonal to every dummy and
// the same as when the columns are solved alone.
TEST(Absorber, IteratesToOrthogonalityForLargeSets) {
  const Problem p = random_problem(20'000, {900, 800});
  Progress progress;
  Matrix columns(p.z.size(), 2);
  std::copy(p.z.begin(), p.z.end(), columns.column(0).begin());
  std::copy(p.slope.begin(), p.slope.end(), columns.column(1).begin());
  const Absorber absorber({{.codes = p.codes[0]}, {.codes = p.codes[1]}}, p.w);
  Matrix alone(p.z.size(), 1, p.z);
  const AbsorbReport report = absorber.partial_out(columns, progress);
  absorber.partial_out(alone, progress);
  EXPECT_TRUE(report.converged);
  EXPECT_GT(report.iterations, 0);
  for (const auto& codes : p.codes) {
    std::vector<double> sums(900, 0.0);
    for (std::size_t i = 0; i < p.z.size(); ++i) sums[static_cast<std::size_t>(codes[i])] += p.w[i] * columns(i, 1);
    for (const double s : sums) ASSERT_NEAR(s, 0, 1e-7);
  }
  for (std::size_t i = 0; i < p.z.size(); ++i) ASSERT_NEAR(alone(i, 0), columns(i, 0), 1e-9);
}

TEST(Absorber, RecoversSlopesAndIntercepts) {
  Problem p = random_problem(300, {10, 8});
  std::vector<double> d(300);
  for (std::size_t i = 0; i < 300; ++i) {
    d[i] = 2.0 * p.codes[0][i] + (1 + p.codes[0][i]) * p.slope[i] - 0.5 * p.codes[1][i];
  }
  Progress progress;
  const Absorber absorber({{.codes = p.codes[0], .slopes = {p.slope}}, {.codes = p.codes[1]}}, {});
  const Matrix parts = absorber.recover(d, progress);
  ASSERT_EQ(parts.cols, 3U);
  for (std::size_t i = 0; i < 300; ++i) {
    EXPECT_NEAR(parts(i, 1), 1 + p.codes[0][i], 1e-10);
    EXPECT_NEAR(parts(i, 0) + parts(i, 1) * p.slope[i] + parts(i, 2), d[i], 1e-10);
  }
}

}  // namespace
}  // namespace nqp::numeric
