// Absorption that streams over stored columns against the explicit solution, and the factors behind hard graphs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "stdlib/numeric/absorb/ppml.hpp"
#include "stdlib/numeric/absorb/sparse_factor.hpp"
#include "stdlib/numeric/iv/absorbed_iv.hpp"
#include "stdlib/numeric/panel/fit_streamed.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::numeric {
namespace {

struct StreamedPanel {
  std::vector<std::int32_t> unit, year, firm;
  std::vector<std::vector<double>> columns;  // y, x1, x2
};

// A sequence of its own, so that the panel is the same everywhere.
double panel_noise(std::uint64_t& state) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return static_cast<double>(state >> 11) * 0x1p-53 - 0.5;
}

enum class Firms { random, ring, stayers };

StreamedPanel streamed_panel(std::size_t units, std::int32_t firms, Firms kind) {
  StreamedPanel p;
  std::uint64_t state = 7;
  p.columns.resize(3);
  for (std::size_t i = 0; i < units * 10; ++i) {
    const auto draw = static_cast<std::int32_t>((panel_noise(state) + 0.5) * firms);
    p.unit.push_back(static_cast<std::int32_t>(i / 10) + 5);
    p.year.push_back(static_cast<std::int32_t>(i % 10) + 2001);
    std::int32_t f = draw;
    if (kind == Firms::ring) f = static_cast<std::int32_t>(i % static_cast<std::size_t>(firms));
    if (kind == Firms::stayers && i % 10 > 0) {
      f = p.firm.back();
      if (panel_noise(state) > 0.45) f = (f + 1) % firms;
    }
    p.firm.push_back(f);
    const double x1 = panel_noise(state) + 0.1 * (f % 7), x2 = panel_noise(state) + 0.3 * x1;
    p.columns[1].push_back(x1);
    p.columns[2].push_back(x2);
    p.columns[0].push_back(x1 - 0.5 * x2 + 0.3 * (f % 13) + 0.2 * static_cast<double>(i / 10 % 11) +
                           0.1 * static_cast<double>(i % 10) + panel_noise(state));
  }
  return p;
}

CodeSource source_between(const std::vector<std::int32_t>& codes) {
  const auto [low, high] = std::minmax_element(codes.begin(), codes.end());
  return {.values = codes.data(), .lowest = *low, .levels = static_cast<std::size_t>(*high - *low) + 1};
}

using Lists = std::vector<const std::vector<std::int32_t>*>;

void expect_equal_fits(const StreamedPanel& p, const Lists& effects, VceKind kind, const Lists& clusters) {
  const std::size_t n = p.unit.size();
  Progress progress;
  StreamedSpec s{.data = {.rows = n, .columns = {p.columns[0].data(), p.columns[1].data(), p.columns[2].data()},
                          .allow_singletons = true},
                 .kind = kind};
  AbsorbedSpec a{.y = p.columns[0], .drop_singletons = false};
  Matrix x(n, 2);
  for (std::size_t j = 0; j < 2; ++j) std::copy(p.columns[j + 1].begin(), p.columns[j + 1].end(), x.column(j).begin());
  a.x = x;
  VceSpec vce{.kind = kind};
  for (const auto* e : effects) {
    s.data.effects.push_back(source_between(*e));
    a.effects.push_back({.codes = *e});
  }
  for (const auto* c : clusters) {
    s.data.clusters.push_back(source_between(*c));
    vce.clusters.push_back(*c);
  }
  const std::optional<AbsorbedFit> streamed = fit_streamed(s, progress);
  ASSERT_TRUE(streamed.has_value());
  const AbsorbedFit explicit_fit = fit_absorbed(a, vce, progress);
  const auto near = [](double got, double wanted, double tolerance) {
    EXPECT_NEAR(got / wanted, 1, tolerance) << wanted;
  };
  for (std::size_t j = 0; j < 3; ++j) {
    near(streamed->b[j], explicit_fit.b[j], 1e-10);
    for (std::size_t i = 0; i < 3; ++i) {
      const double scale = std::sqrt(explicit_fit.V(i, i) * explicit_fit.V(j, j));
      EXPECT_NEAR(streamed->V(i, j) / scale, explicit_fit.V(i, j) / scale, 1e-8);
    }
  }
  near(streamed->rss, explicit_fit.rss, 1e-11);
  near(streamed->r2, explicit_fit.r2, 1e-11);
  near(streamed->r2_a, explicit_fit.r2_a, 1e-11);
  near(streamed->r2_within, explicit_fit.r2_within, 1e-11);
  near(streamed->F, explicit_fit.F, 1e-7);
  near(streamed->ll, explicit_fit.ll, 1e-11);
  EXPECT_EQ(streamed->df_a, explicit_fit.df_a);
  EXPECT_EQ(streamed->df_r, explicit_fit.df_r);
  EXPECT_EQ(streamed->N_clust, explicit_fit.N_clust);
  EXPECT_LT(streamed->report.group_mean, kind == VceKind::classical ? 1e-5 : 1e-7);
}

TEST(Streamed, BalancedPanelsEqualTheExplicitSolution) {
  const StreamedPanel p = streamed_panel(700, 60, Firms::random);
  const Lists effects = {&p.unit, &p.year};
  expect_equal_fits(p, effects, VceKind::classical, {});
  expect_equal_fits(p, effects, VceKind::robust, {});
  expect_equal_fits(p, effects, VceKind::cluster, {&p.unit});
  expect_equal_fits(p, effects, VceKind::cluster, {&p.firm});
  expect_equal_fits(p, effects, VceKind::cluster, {&p.year, &p.unit});
}

// Unit effects that leave a thousandth of the variance within, and a fit too close for moments of the units' products.
TEST(Streamed, ClusteredUnitsWithStrongEffectsAndCloseFitsEqualTheExplicitSolution) {
  StreamedPanel p = streamed_panel(700, 60, Firms::random);
  for (std::size_t i = 0; i < p.unit.size(); ++i)
    for (std::vector<double>& column : p.columns) column[i] += 10.0 * (p.unit[i] % 7 - 3);
  expect_equal_fits(p, {&p.unit, &p.year}, VceKind::cluster, {&p.unit});
  p = streamed_panel(700, 60, Firms::random);
  for (std::size_t i = 0; i < p.unit.size(); ++i)
    p.columns[0][i] = p.columns[1][i] - 0.5 * p.columns[2][i] + 0.004 * (p.columns[0][i] - p.columns[1][i]);
  expect_equal_fits(p, {&p.unit, &p.year}, VceKind::cluster, {&p.unit});
}

TEST(Streamed, UnitsAndFirmsEqualTheExplicitSolution) {
  const StreamedPanel p = streamed_panel(7000, 900, Firms::random);
  expect_equal_fits(p, {&p.unit, &p.firm}, VceKind::classical, {});
  expect_equal_fits(p, {&p.firm, &p.unit}, VceKind::cluster, {&p.unit, &p.firm});
  expect_equal_fits(p, {&p.unit, &p.year, &p.firm}, VceKind::cluster, {&p.firm});
  std::vector<std::int32_t> alike;  // often different within a unit, but with the same last bits
  for (const std::int32_t f : p.firm) alike.push_back(f / 3 + f % 3 * 2048);
  expect_equal_fits(p, {&p.unit, &alike}, VceKind::cluster, {&p.unit, &alike});
}

// Its row is explained exactly: its scores are zero, and it is a cluster all the same.
TEST(Streamed, AClusterOfASingleUnitWithOneRowIsCounted) {
  StreamedPanel p = streamed_panel(700, 60, Firms::random);
  p.unit.push_back(900);
  p.firm.push_back(p.firm.front());
  for (std::vector<double>& column : p.columns) column.push_back(column.front());
  std::vector<std::int32_t> region;
  for (const std::int32_t unit : p.unit) region.push_back(unit == 900 ? 40 : unit % 17);
  expect_equal_fits(p, {&p.unit, &p.firm}, VceKind::cluster, {&region});
  expect_equal_fits(p, {&p.unit, &p.firm}, VceKind::cluster, {&p.unit, &region});
}

TEST(Streamed, UnsortedRowsEqualTheExplicitSolution) {
  StreamedPanel p = streamed_panel(7000, 900, Firms::random);
  for (std::size_t i = 0, n = p.unit.size(); i < n; ++i) {
    const std::size_t j = i * 7919 % n;
    std::swap(p.unit[i], p.unit[j]);
    std::swap(p.firm[i], p.firm[j]);
    for (auto& z : p.columns) std::swap(z[i], z[j]);
  }
  expect_equal_fits(p, {&p.unit, &p.firm}, VceKind::classical, {});
  expect_equal_fits(p, {&p.firm, &p.unit}, VceKind::cluster, {&p.firm});
}

TEST(Streamed, GraphsWithSmallCutsEqualTheExplicitSolution) {
  const StreamedPanel ring = streamed_panel(7000, 900, Firms::ring);
  expect_equal_fits(ring, {&ring.unit, &ring.firm}, VceKind::robust, {});
  expect_equal_fits(ring, {&ring.unit, &ring.firm, &ring.year}, VceKind::classical, {});
  const StreamedPanel stayers = streamed_panel(7000, 900, Firms::stayers);
  expect_equal_fits(stayers, {&stayers.unit, &stayers.firm}, VceKind::cluster, {&stayers.unit});
}

TEST(Streamed, OneEffectEqualsTheExplicitSolution) {
  const StreamedPanel p = streamed_panel(900, 60, Firms::random);
  expect_equal_fits(p, {&p.unit}, VceKind::cluster, {&p.unit});
  expect_equal_fits(p, {&p.firm}, VceKind::classical, {});
}

TEST(Streamed, SameBitsForOneAndTwoThreads) {
  const StreamedPanel p = streamed_panel(14000, 1500, Firms::random);
  const StreamedSpec s{.data = {.rows = p.unit.size(),
                                .columns = {p.columns[0].data(), p.columns[1].data(), p.columns[2].data()},
                                .effects = {source_between(p.unit), source_between(p.firm)},
                                .clusters = {source_between(p.firm)}},
                       .kind = VceKind::cluster};
  Progress progress;
  StreamedSpec first = s, second = s;
  set_cores(1);
  const auto one = fit_streamed(first, progress);
  set_cores(2);
  const auto two = fit_streamed(second, progress);
  set_cores(0);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->b, two->b);
  EXPECT_EQ(one->V.data, two->V.data);
}

TEST(Streamed, SumsOfInstrumentsHaveTheSameBitsForOneAndTwoThreads) {
  const StreamedPanel p = streamed_panel(14000, 1500, Firms::random);
  std::vector<double> instrument;
  for (std::size_t i = 0; i < p.unit.size(); ++i) instrument.push_back(p.columns[1][i] + p.columns[1][i / 2]);
  AbsorbedIvSpec first{.data = {.rows = p.unit.size(),
                                .columns = {p.columns[0].data(), p.columns[1].data(), p.columns[2].data(),
                                            instrument.data()},
                                .effects = {source_between(p.unit), source_between(p.firm)},
                                .clusters = {source_between(p.firm)}},
                       .endogenous = 1, .exogenous = 1};
  AbsorbedIvSpec second = first;
  Progress progress;
  set_cores(1);
  const auto one = absorbed_iv(first, progress);
  set_cores(2);
  const auto two = absorbed_iv(second, progress);
  set_cores(0);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->y, two->y);
  EXPECT_EQ(one->endogenous.data, two->endogenous.data);
  EXPECT_EQ(one->rows.meat.data, two->rows.meat.data);
  EXPECT_EQ(one->rows.clusters, std::vector<double>{1500});
}

TEST(Streamed, PoissonHasTheSameBitsForOneAndTwoThreads) {
  const StreamedPanel p = streamed_panel(14000, 1500, Firms::random);
  std::vector<double> counts;
  for (const double y : p.columns[0]) counts.push_back(std::floor(std::exp(y / 4)));
  Matrix x(counts.size(), 1);
  std::copy(p.columns[1].begin(), p.columns[1].end(), x.data.begin());
  const PpmlSpec spec{.y = counts, .x = x, .effects = {{.codes = p.year}, {.codes = p.firm}}};
  Progress progress;
  set_cores(1);
  const PpmlFit one = fit_ppml(spec, {.kind = VceKind::robust}, progress);
  set_cores(2);
  const PpmlFit two = fit_ppml(spec, {.kind = VceKind::robust}, progress);
  set_cores(0);
  EXPECT_TRUE(one.converged);
  EXPECT_EQ(one.b, two.b);
  EXPECT_EQ(one.V.data, two.V.data);
  EXPECT_EQ(one.eta, two.eta);
}

TEST(Streamed, NearlyAbsorbedRegressorsAreLeftToTheExplicitSolution) {
  StreamedPanel p = streamed_panel(700, 60, Firms::random);
  for (std::size_t i = 0; i < p.unit.size(); ++i) p.columns[2][i] = p.unit[i] + 1e-4 * p.columns[2][i];
  StreamedSpec s{.data = {.rows = p.unit.size(),
                          .columns = {p.columns[0].data(), p.columns[1].data(), p.columns[2].data()},
                          .effects = {source_between(p.unit), source_between(p.year)}}};
  Progress progress;
  EXPECT_FALSE(fit_streamed(s, progress).has_value());
}

// Slots in a row, each tied to the next by one unit: on a tree nothing has to be sampled, both factors are exact.
TEST(SparseFactor, BothFactorsSolveATreeExactly) {
  constexpr std::uint32_t slots = 40;
  IncidencePiece units;
  std::vector<double> inverse, gram(slots, 0.0);
  for (std::uint32_t u = 0; u + 1 < slots; ++u) {
    units.groups.push_back(u);
    units.starts.push_back(2 * u);
    units.members.insert(units.members.end(), {u, u + 1});
    units.counts.insert(units.counts.end(), {1.0 + u % 3, 2.0});
    inverse.push_back(1 / (3.0 + u % 3));
    gram[u] += 1.0 + u % 3;
    gram[u + 1] += 2.0;
  }
  units.starts.push_back(static_cast<std::uint32_t>(units.members.size()));
  const std::vector<IncidencePiece> pieces = {units};
  const SlotSystem s{.slots = slots, .units = pieces, .inverse = inverse, .pairs = {}, .gram = gram};
  SlotTable x(slots, 1), b(slots, 1);
  for (std::uint32_t i = 0; i < slots; ++i) x.values[i] = std::sin(i * 1.7) * 3;
  for (std::uint32_t u = 0; u + 1 < slots; ++u) {
    const double w = units.counts[2 * u] * units.counts[2 * u + 1] * inverse[u];
    const double flow = w * (x.values[u] - x.values[u + 1]);
    b.values[u] += flow;
    b.values[u + 1] -= flow;
  }
  const auto exact = sparse_factor(s), sampled = approximate_factor(s);
  ASSERT_TRUE(exact && sampled);
  for (const SlotPreconditioner* factor : {exact.get(), sampled.get()}) {
    SlotTable got(slots, 1);
    factor->apply(b, got);
    for (std::uint32_t i = 1; i < slots; ++i)
      EXPECT_NEAR(got.values[i] - got.values[0], x.values[i] - x.values[0], 1e-5);
  }
}

}  // namespace
}  // namespace nqp::numeric
