// A treatment given by dates against the same regressor written out, which OneRegressor partials out column by column.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/panel/dated_regressor.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

class CalmProgress final : public Progress {};

TEST(DatedRegressor, two_hundred_draws_equal_the_regression_on_the_written_regressor) {
  constexpr std::size_t units = 37, periods = 7, n = units * periods;
  rng::Generator g(4);
  std::vector<double> y(n);
  Matrix x(n, 3);
  std::vector<std::int32_t> unit(n), period(n), cluster(n), cluster_of_unit(units);
  std::vector<std::size_t> rows(n);
  const std::vector<std::size_t> order = rng::permutation(g, n);  // rows in no order
  for (std::size_t k = 0; k < n; ++k) {
    const std::size_t i = order[k], u = k / periods;
    rows[k] = i;
    unit[i] = static_cast<std::int32_t>(u), period[i] = static_cast<std::int32_t>(k % periods);
    cluster[i] = cluster_of_unit[u] = static_cast<std::int32_t>(u % 11);
    y[i] = double(u) / 9 + rng::normal(g);
    for (std::size_t j = 0; j < 3; ++j) x(i, j) = rng::normal(g);
  }
  CalmProgress progress;
  for (const ScoreError error : {ScoreError::classical, ScoreError::robust, ScoreError::cluster}) {
    OneRegressorSpec spec;
    spec.y = y, spec.x = x, spec.error = error;
    spec.effects.resize(2);
    spec.effects[0].codes = period, spec.effects[1].codes = unit;
    if (error == ScoreError::cluster) spec.clusters = cluster;
    const OneRegressor plain(spec, progress);
    DatedRegressor dated(plain, units, periods, rows,
                         error == ScoreError::cluster ? cluster_of_unit : std::vector<std::int32_t>{});
    for (std::size_t draw = 0; draw < 200; ++draw) {
      std::vector<TreatedUnit> treated;
      for (const std::size_t u : rng::sample_without_replacement(g, units, 1 + draw % 20))
        treated.push_back({static_cast<std::uint32_t>(u), static_cast<std::uint32_t>(rng::below(g, periods))});
      Matrix d(n, 1);
      for (const TreatedUnit& t : treated)
        for (std::size_t k = t.start; k < periods; ++k) d(rows[t.unit * periods + k], 0) = 1;
      const OneCoefficient expected = plain.fit(d, progress)[0], found = dated.fit(treated);
      ASSERT_EQ(found.omitted, expected.omitted);
      if (expected.omitted) continue;
      EXPECT_NEAR(found.b, expected.b, 1e-10 * (1 + std::fabs(expected.b)));
      EXPECT_NEAR(found.se, expected.se, 1e-10 * expected.se);
    }
    EXPECT_TRUE(dated.fit({}).omitted);
    std::vector<TreatedUnit> all;
    for (std::uint32_t u = 0; u < units; ++u) all.push_back({u, 3});
    EXPECT_TRUE(dated.fit(all).omitted);  // all at once: periods explain it
  }
}

}  // namespace
}  // namespace nqp::numeric
