// Repeated cross sections. Expected values: the influence of a row is the derivative of the estimate with respect to
// its weight, here by central differences (the estimators are smooth in the weights); differences of cell means; and
// the panel estimators, which they equal when the same units with the same covariates are seen in both periods.
#include <gtest/gtest.h>

#include <cmath>

#include "stdlib/numeric/did/repeated_sections.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::numeric {
namespace {

struct SectionRows {
  std::vector<double> y;
  std::vector<std::uint8_t> treated, after;
  Matrix x;
  std::vector<double> w;
};

SectionRows section_rows(std::size_t n) {
  rng::Generator g(11);
  SectionRows r;
  r.x = Matrix(n, 2);
  for (std::size_t i = 0; i < n; ++i) {
    r.x(i, 0) = rng::normal(g), r.x(i, 1) = rng::uniform(g);
    r.treated.push_back(rng::uniform(g) < 1 / (1 + std::exp(-0.5 * r.x(i, 0))) ? 1 : 0);
    r.after.push_back(rng::uniform(g) < 0.4 ? 1 : 0);
    r.y.push_back(r.x(i, 0) + (r.after[i] ? 1 + r.x(i, 1) : 0) + (r.treated[i] && r.after[i] ? 2 : 0) + rng::normal(g));
    r.w.push_back(0.5 + rng::uniform(g));
  }
  return r;
}

TwoByTwo section_effect(const SectionRows& r, DidMethod method) {
  return repeated_sections({r.y, r.treated, r.after, r.x, r.w, method});
}

TEST(RepeatedSections, the_influence_of_a_row_is_the_derivative_with_respect_to_its_weight) {
  const SectionRows rows = section_rows(300);
  double total = 0;
  for (const double w : rows.w) total += w;
  for (const DidMethod method : {DidMethod::reg, DidMethod::stdipw, DidMethod::ipw, DidMethod::dripw}) {
    const TwoByTwo r = section_effect(rows, method);
    double sum = 0;
    for (const double v : r.influence) sum += v;
    EXPECT_NEAR(sum / 300, 0, 1e-9);
    for (const std::size_t i : {0u, 7u, 40u, 121u, 299u}) {
      SectionRows up = rows, down = rows;
      const double step = 1e-4 * rows.w[i];
      up.w[i] += step, down.w[i] -= step;
      const double slope = (section_effect(up, method).att - section_effect(down, method).att) / (2 * step);
      // influence = n × w_i/Σw-scaled derivative: weights are divided by their mean.
      EXPECT_NEAR(r.influence[i], slope * rows.w[i] * 300, 2e-5 * (1 + std::fabs(r.influence[i])))
          << static_cast<int>(method) << " row " << i;
    }
  }
}

TEST(RepeatedSections, without_covariates_all_are_differences_of_cell_means) {
  SectionRows rows = section_rows(200);
  rows.x = Matrix(200, 0);
  double sum[2][2] = {}, weight[2][2] = {};
  for (std::size_t i = 0; i < 200; ++i) {
    sum[rows.treated[i]][rows.after[i]] += rows.w[i] * rows.y[i];
    weight[rows.treated[i]][rows.after[i]] += rows.w[i];
  }
  const auto mean = [&](int d, int t) { return sum[d][t] / weight[d][t]; };
  const double expected = mean(1, 1) - mean(1, 0) - mean(0, 1) + mean(0, 0);
  for (const DidMethod method : {DidMethod::reg, DidMethod::stdipw, DidMethod::dripw, DidMethod::drimp})
    EXPECT_NEAR(section_effect(rows, method).att, expected, 1e-10);
}

TEST(RepeatedSections, a_panel_in_two_sections_gives_the_effects_of_the_panel) {
  const SectionRows one = section_rows(150);
  std::vector<double> change;
  SectionRows both;
  both.x = Matrix(300, 2);
  for (std::size_t k = 0; k < 300; ++k) {
    const std::size_t i = k % 150;
    const double before = one.x(i, 1) * 2 - one.x(i, 0);
    both.y.push_back(k < 150 ? before : one.y[i]);
    if (k >= 150) change.push_back(one.y[i] - before);
    both.treated.push_back(one.treated[i]), both.after.push_back(k < 150 ? 0 : 1), both.w.push_back(one.w[i]);
    both.x(k, 0) = one.x(i, 0), both.x(k, 1) = one.x(i, 1);
  }
  for (const DidMethod method :
       {DidMethod::reg, DidMethod::stdipw, DidMethod::ipw, DidMethod::dripw, DidMethod::drimp}) {
    const TwoByTwo panel = two_by_two({change, one.treated, one.x, one.w, method});
    EXPECT_NEAR(section_effect(both, method).att, panel.att, 1e-8) << static_cast<int>(method);
  }
}

// Limits: the improved estimator's error is close to that of the other doubly robust one in a large sample.
TEST(RepeatedSections, the_doubly_robust_errors_agree_in_a_large_sample) {
  const SectionRows rows = section_rows(20000);
  double squares[2] = {};
  int k = 0;
  for (const DidMethod method : {DidMethod::dripw, DidMethod::drimp}) {
    const TwoByTwo r = section_effect(rows, method);
    EXPECT_NEAR(r.att, 2, 0.15);
    for (const double v : r.influence) squares[k] += v * v;
    ++k;
  }
  EXPECT_NEAR(squares[0] / squares[1], 1, 0.02);
}

}  // namespace
}  // namespace nqp::numeric
