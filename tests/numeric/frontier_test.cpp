// Composed-error densities and the distribution of inefficiency, against values that R code wrote out by hand gives
// (normal density and distribution functions only).
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stdlib/numeric/frontier/composed_error.hpp"
#include "stdlib/numeric/frontier/panel_frontier.hpp"

namespace nqp::numeric {
namespace {

constexpr double sigma_v = 0.3, sigma_u = 0.4;

double frontier_row(const RowLikelihood& row, std::vector<double> eta) { return row(0, eta.data(), nullptr, nullptr); }

TEST(Frontier, ExponentialDensityAndEfficiencyAtAPoint) {
  const std::vector<double> y = {-0.2};
  const double ll = frontier_row(exponential_rows(y, 1), {0, 2 * std::log(sigma_v), 2 * std::log(sigma_u)});
  EXPECT_NEAR(ll, -0.06432811, 1e-8);
  EXPECT_NEAR(given_exponential(-0.2, sigma_u, sigma_v, 1).efficiency(1), 0.8058548, 1e-7);
}

TEST(Frontier, TruncatedNormalDensityAndEfficiencyAtAPoint) {
  const std::vector<double> y = {-0.2};
  const double total = sigma_u * sigma_u + sigma_v * sigma_v;
  const double logit = 2 * std::log(sigma_u / sigma_v);
  EXPECT_NEAR(frontier_row(truncated_normal_rows(y, 1), {0, 0.25, std::log(total), logit}), -0.1222757, 1e-7);
  EXPECT_NEAR(frontier_row(inefficiency_effects_rows(y, 1), {0, 0.25, 2 * std::log(sigma_u), 2 * std::log(sigma_v)}),
              -0.1222757, 1e-7);
  const ConditionalInefficiency u = given_normal(-0.2, 0.25, sigma_u, sigma_v, 1);
  EXPECT_NEAR(u.efficiency(1), 0.7566999, 1e-7);
  EXPECT_NEAR(u.mean(), 0.2954689, 1e-7);
  EXPECT_NEAR(given_normal(0.2, 0.25, sigma_u, sigma_v, -1).efficiency(-1), 1.368212, 1e-6);
}

TEST(Frontier, HalfNormalIsTruncatedNormalWithMeanZero) {
  const std::vector<double> y = {0.7};
  const double total = sigma_u * sigma_u + sigma_v * sigma_v, logit = 2 * std::log(sigma_u / sigma_v);
  EXPECT_NEAR(frontier_row(half_normal_rows(y, 1), {0.4, 2 * std::log(sigma_v), 2 * std::log(sigma_u)}),
              frontier_row(truncated_normal_rows(y, 1), {0.4, 0, std::log(total), logit}), 1e-13);
}

// Central differences of the value and of the gradient.
TEST(Frontier, DerivativesOfRowsAgreeWithDifferences) {
  const std::vector<double> y = {0.3};
  const std::vector<RowLikelihood> rows = {half_normal_rows(y, 1), exponential_rows(y, -1),
                                           truncated_normal_rows(y, 1)};
  const std::vector<std::vector<double>> points = {{0.5, -2.0, -1.5}, {0.1, -2.0, -1.5}, {0.5, -0.4, -1.0, 0.6}};
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const std::size_t m = points[k].size();
    std::vector<double> g(m), h(m * m), up(m), down(m), unused(m * m);
    rows[k](0, points[k].data(), g.data(), h.data());
    for (std::size_t a = 0; a < m; ++a) {
      std::vector<double> above = points[k], below = points[k];
      above[a] += 1e-5;
      below[a] -= 1e-5;
      EXPECT_NEAR(g[a], (frontier_row(rows[k], above) - frontier_row(rows[k], below)) / 2e-5, 1e-8);
      rows[k](0, above.data(), up.data(), unused.data());
      rows[k](0, below.data(), down.data(), unused.data());
      for (std::size_t b = 0; b < m; ++b) EXPECT_NEAR(h[a * m + b], (up[b] - down[b]) / 2e-5, 1e-7);
    }
  }
}

TEST(Frontier, PanelsOfOneRowAreACrossSection) {
  const std::vector<double> y = {0.3, -0.4, 0.1};
  const Matrix x(3, 1, std::vector<double>{1, 2, -1});
  const std::vector<std::int32_t> panel = {0, 1, 2};
  const PanelFrontier model{.y = y, .x = x, .constant = true, .panel = panel};
  const std::vector<double> b = {0.2, 0.1, -1.0, 0.5, -0.3};
  double sum = 0;
  const RowLikelihood row = truncated_normal_rows(y, 1);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::vector<double> eta = {0.2 * x(i, 0) + 0.1, -0.3, -1.0, 0.5};
    sum += row(i, eta.data(), nullptr, nullptr);
  }
  EXPECT_NEAR(panel_frontier_likelihood(model)(b, nullptr, nullptr), sum, 1e-12);
}

TEST(Frontier, DerivativesOfPanelsAgreeWithDifferences) {
  const std::vector<double> y = {0.3, -0.4, 0.1, 0.8, 0.2};
  const Matrix x(5, 1, std::vector<double>{1, 2, -1, 0.5, 3});
  const std::vector<std::int32_t> panel = {0, 0, 0, 1, 1};
  const std::vector<double> to_last = {-2, -1, 0, -1, 0};
  const PanelFrontier model{.y = y, .x = x, .constant = true, .panel = panel, .to_last = to_last};
  const SmoothLikelihood f = panel_frontier_likelihood(model);
  const std::vector<double> b = {0.2, 0.1, -1.0, 0.5, -0.3, 0.1};
  std::vector<double> g, up, down;
  Matrix info, unused;
  f(b, &g, &info);
  for (std::size_t a = 0; a < b.size(); ++a) {
    std::vector<double> above = b, below = b;
    above[a] += 1e-5;
    below[a] -= 1e-5;
    EXPECT_NEAR(g[a], (f(above, nullptr, nullptr) - f(below, nullptr, nullptr)) / 2e-5, 1e-7);
    f(above, &up, &unused);
    f(below, &down, &unused);
    for (std::size_t c = 0; c < b.size(); ++c) EXPECT_NEAR(-info(a, c), (up[c] - down[c]) / 2e-5, 1e-6);
  }
}

}  // namespace
}  // namespace nqp::numeric
