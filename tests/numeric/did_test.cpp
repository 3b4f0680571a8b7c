// Difference in differences on eight units and four periods. Cohort-period effects: R's did on replicated units;
// decomposition: Goodman-Bacon (2021), theorem 1, by hand; imputation: R's didimputation.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "stdlib/numeric/did/bacon.hpp"
#include "stdlib/numeric/did/group_time.hpp"
#include "stdlib/numeric/did/imputation.hpp"
#include "stdlib/numeric/did/propensity.hpp"
#include "tests/numeric/expect.hpp"

namespace nqp::numeric {
namespace {

using test::expect_relative;

const double outcomes[8][4] = {{2.0, 2.3, 4.1, 5.2}, {1.5, 2.1, 3.4, 5.1}, {3.1, 3.2, 5.4, 6.0}, {1.0, 1.6, 1.7, 3.0},
                               {2.2, 2.5, 3.1, 4.6}, {1.2, 1.4, 2.0, 2.1}, {0.8, 1.3, 1.2, 1.9}, {2.5, 2.6, 3.3, 3.2}};
const std::vector<double> cohorts = {3, 3, 3, 4, 4, 0, 0, 0};

struct Rows {
  std::vector<double> y, time;
  std::vector<std::int32_t> unit, period;
  std::vector<std::uint8_t> treated;
};

Rows rows() {
  Rows r;
  for (int u = 0; u < 8; ++u) {
    for (int t = 0; t < 4; ++t) {
      const double g = cohorts[static_cast<std::size_t>(u)];
      r.y.push_back(outcomes[u][t]), r.time.push_back(t + 1.0);
      r.unit.push_back(u), r.period.push_back(t);
      r.treated.push_back(g != 0 && t + 1 >= g ? 1 : 0);
    }
  }
  return r;
}

TEST(GroupTimeEffects, MatchRsDid) {
  const Rows r = rows();
  Progress progress;
  GroupTimeSpec spec{.y = r.y, .unit = r.unit, .time = r.time, .cohort = cohorts};
  const GroupTimeFit fit = group_time_effects(spec, progress);
  const Matrix V = influence_variance(fit.influence, {});
  ASSERT_EQ(fit.cells.size(), 6u);
  const double effect[] = {.06666667, 1.3666667, 2.2666667, .18333333, -.05, 1.1666667};
  const double error[] = {.15396007, .29564744, .05443311, .14449785, .2710576, .20861093};
  for (std::size_t k = 0; k < 6; ++k) {
    expect_relative(fit.cells[k].att, effect[k], 1e-6);
    expect_relative(std::sqrt(V(k, k)), error[k], 1e-6);
  }
  expect_relative(fit.shares[0], .375, 1e-14);
}

TEST(Bacon, WeightsSumToOneAndPairsAreCellDifferences) {
  BaconSpec spec{Matrix(8, 4), {1, 2, 3, 4}, cohorts};
  for (std::size_t u = 0; u < 8; ++u)
    for (std::size_t t = 0; t < 4; ++t) spec.y(u, t) = outcomes[u][t];
  const Bacon b = bacon_decomposition(spec);
  ASSERT_EQ(b.pairs.size(), 4u);
  const double estimate[] = {1.3583333, .26666667, 1.85, 1.1944444}, weight[] = {1.0 / 6, 1.0 / 12, .5, .25};
  for (std::size_t k = 0; k < 4; ++k) {
    expect_relative(b.pairs[k].estimate, estimate[k], 1e-7);
    expect_relative(b.pairs[k].weight, weight[k], 1e-12);
  }
  expect_relative(b.coefficient, 1.4722222, 1e-7);
}

TEST(Imputation, MatchesDidimputation) {
  const Rows r = rows();
  Progress progress;
  const UntreatedModel model{r.y, {}, {Effect{r.unit}, Effect{r.period}}, {}, r.treated};
  const UntreatedFit fit(model, progress);
  expect_relative(fit.effect()[2], 1.4, 1e-7);
  expect_relative(fit.effect()[3], 2.2777778, 1e-7);
  Matrix w(32, 1);
  std::vector<std::int32_t> cells(32);
  for (std::size_t i = 0; i < 32; ++i) {
    w(i, 0) = r.treated[i] ? 1.0 / 8 : 0;
    cells[i] = static_cast<std::int32_t>(10 * cohorts[static_cast<std::size_t>(r.unit[i])]) + r.period[i];
  }
  const ImputedAverages a = imputed_averages({r.treated, r.unit, cells}, fit, w, progress);
  expect_relative(a.effect[0], 1.6777778, 1e-7);
  expect_relative(std::sqrt(a.V(0, 0)), .03172651, 1e-6);
}

TEST(Propensity, OfAConstantIsTheShareOfTreated) {
  const std::vector<std::uint8_t> treated = {1, 0, 0, 1, 0};
  const std::vector<double> w(5, 1.0);
  const Matrix one(5, 1, 1.0);
  for (const double p : logit_propensity(one, treated, w).p) expect_relative(p, .4, 1e-10);
  for (const double p : tilted_propensity(one, treated, w).p) expect_relative(p, .4, 1e-10);
}

}  // namespace
}  // namespace nqp::numeric
