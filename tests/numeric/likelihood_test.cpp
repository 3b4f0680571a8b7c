// Likelihoods of limited outcomes: derivatives against central differences, values against integrals and sums written
// out here.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/bivariate_rows.hpp"
#include "stdlib/numeric/likelihood/generalised_linear.hpp"
#include "stdlib/numeric/likelihood/group_model.hpp"
#include "stdlib/numeric/likelihood/inflated_rows.hpp"
#include "stdlib/numeric/likelihood/normal_rows.hpp"
#include "stdlib/numeric/likelihood/row_likelihoods.hpp"
#include "stdlib/numeric/likelihood/selection_rows.hpp"

namespace nqp::numeric {
namespace {

constexpr double no_limit = HUGE_VAL;

// Gradient and Hessian of `f` at b against differences of its values and gradients.
void expect_derivatives(const std::function<double(const double*, double*, double*)>& f, std::vector<double> b,
                        const char* what) {
  const std::size_t m = b.size();
  std::vector<double> g(m), h(m * m), up(m), down(m), scratch(m * m);
  f(b.data(), g.data(), h.data());
  for (std::size_t a = 0; a < m; ++a) {
    const double step = 1e-5, at = b[a];
    b[a] = at + step;
    const double high = f(b.data(), up.data(), scratch.data());
    b[a] = at - step;
    const double low = f(b.data(), down.data(), scratch.data());
    b[a] = at;
    EXPECT_NEAR(g[a], (high - low) / (2 * step), 2e-7 * (1 + std::abs(g[a]))) << what << " gradient " << a;
    for (std::size_t c = 0; c < m; ++c)
      EXPECT_NEAR(h[a * m + c], (up[c] - down[c]) / (2 * step), 2e-7 * (1 + std::abs(h[a * m + c])))
          << what << " hessian " << a << ' ' << c;
  }
}

void expect_row_derivatives(const RowLikelihood& row, std::size_t rows, const std::vector<double>& eta,
                            const char* what) {
  for (std::size_t i = 0; i < rows; ++i)
    expect_derivatives([&](const double* b, double* g, double* h) { return row(i, b, g, h); }, eta, what);
}

TEST(LimitedLikelihoods, interval_and_truncated_rows_have_the_derivatives_of_their_values) {
  const std::vector<double> low{1.2, -no_limit, 0.4, -0.3, 3.0}, high{1.2, 0.7, no_limit, 0.9, 3.5};
  expect_row_derivatives(interval_rows(low, high), 5, {0.3, 0.2}, "interval");
  expect_row_derivatives(interval_rows(low, high), 5, {-2.0, -0.7}, "interval, tails");
  const std::vector<double> y{0.5, 0.6, 0.1}, from{0, -no_limit, 0}, to{no_limit, 1, 2};
  expect_row_derivatives(truncated_rows(y, from, to), 3, {0.4, -0.1}, "truncated");
}

TEST(LimitedLikelihoods, endogenous_interval_rows_have_the_derivatives_of_their_values) {
  const std::vector<double> low{1.2, -no_limit, 0.4}, high{1.2, 0.7, no_limit}, w{0.3, -0.8, 1.1};
  expect_row_derivatives(endogenous_interval_rows(low, high, w), 3, {0.3, 0.1, -0.6, 0.2, -0.3}, "endogenous tobit");
}

TEST(LimitedLikelihoods, an_interval_has_the_difference_of_two_normal_probabilities) {
  const std::vector<double> low{-0.3, 30}, high{0.9, 30.5};
  const RowLikelihood row = interval_rows(low, high);
  const double eta[] = {0.2, std::log(1.5)};
  EXPECT_NEAR(row(0, eta, nullptr, nullptr), std::log(dist::normal(0.7 / 1.5) - dist::normal(-0.5 / 1.5)), 1e-14);
  const double standard[] = {0, 0};  // ln(Φ(-30) - Φ(-30.5)) = ln Φ(-30) + ln(1 - Φ(-30.5)/Φ(-30))
  EXPECT_NEAR(row(1, standard, nullptr, nullptr), dist::lnnormal(-30.0), 1e-6);
}

TEST(LimitedLikelihoods, selection_rows_have_the_derivatives_of_their_values) {
  const std::vector<double> y{1.3, 0, -0.4};
  const std::vector<std::uint8_t> selected{1, 0, 1};
  expect_row_derivatives(selection_rows(y, selected), 3, {0.2, 0.5, 0.4, 0.1}, "selection");
  expect_row_derivatives(selection_rows(y, selected), 3, {-0.2, -0.9, -1.1, -0.3}, "selection");
}

TEST(LimitedLikelihoods, selection_without_correlation_is_a_probit_and_a_normal_density) {
  const std::vector<double> y{1.3};
  const std::vector<std::uint8_t> selected{1};
  const double eta[] = {0.2, 0.5, 0, std::log(1.7)};
  EXPECT_NEAR(selection_rows(y, selected)(0, eta, nullptr, nullptr),
              dist::lnnormal(0.5) + std::log(dist::normalden(1.3, 0.2, 1.7)), 1e-14);
}

TEST(LimitedLikelihoods, endogenous_probit_rows_have_the_derivatives_of_their_values) {
  const std::vector<double> y{1, 0, 1}, endogenous{1.3, 0.2, -0.4};
  expect_row_derivatives(endogenous_probit_rows(y, endogenous), 3, {0.2, 0.5, 0.4, 0.1}, "endogenous probit");
  expect_row_derivatives(endogenous_probit_rows(y, endogenous), 3, {-0.7, 0.1, -0.9, -0.3}, "endogenous probit");
}

TEST(LimitedLikelihoods, treatment_rows_have_the_derivatives_of_their_values) {
  const std::vector<double> y{1.3, 0.2, -0.4}, treated{1, 0, 1};
  expect_row_derivatives(treatment_rows(y, treated), 3, {0.2, 0.5, 0.4, 0.1}, "treatment");
  expect_row_derivatives(treatment_rows(y, treated), 3, {-0.7, 0.1, -0.9, -0.3}, "treatment");
}

TEST(LimitedLikelihoods, bivariate_probit_rows_have_the_derivatives_of_their_values) {
  const std::vector<double> y1{1, 0, 1, 0}, y2{1, 1, 0, 0};
  for (const double tau : {0.4, -1.1, 0.0})
    expect_row_derivatives(bivariate_probit_rows(y1, y2), 4, {0.2, -0.5, tau}, "bivariate probit");
}

TEST(LimitedLikelihoods, bivariate_probit_without_correlation_is_two_probits) {
  const std::vector<double> y1{1}, y2{0};
  const double eta[] = {0.3, -0.8, 0};
  EXPECT_NEAR(bivariate_probit_rows(y1, y2)(0, eta, nullptr, nullptr), dist::lnnormal(0.3) + dist::lnnormal(0.8), 1e-14);
}

TEST(LimitedLikelihoods, multinomial_rows_have_the_derivatives_of_their_values) {
  const std::vector<double> category{0, 1, 2, 3};
  expect_row_derivatives(multinomial_rows(category, 4, 2), 4, {0.3, -0.6, 1.1}, "multinomial");
}

TEST(LimitedLikelihoods, generalised_linear_rows_have_the_derivatives_of_their_values) {
  using F = GlmFamily;
  using L = GlmLink;
  const std::vector<double> y{1, 3, 0.5};
  for (const L link : {L::identity, L::log, L::power}) {
    for (const F family : {F::gaussian, F::inverse_gaussian, F::poisson, F::negative_binomial, F::gamma}) {
      GlmModel g{family, link, -1, 0.7, {}};
      expect_row_derivatives(glm_rows(g, y, false), 3, {0.8}, "glm");
    }
  }
  const std::vector<double> counts{1, 3, 2};
  for (const L link : {L::logit, L::probit, L::cloglog, L::loglog, L::log, L::logc}) {
    GlmModel g{F::binomial, link, 1, 1, {4, 4, 5}};
    expect_row_derivatives(glm_rows(g, counts, false), 3, {-0.4}, "glm binomial");
  }
}

TEST(LimitedLikelihoods, inflated_counts_have_the_derivatives_of_their_values) {
  const std::vector<double> y{0, 3, 0};
  for (const bool probit : {false, true}) {
    expect_row_derivatives(inflated_poisson_rows(y, probit), 3, {0.3, -0.6}, "zip");
    expect_row_derivatives(inflated_negative_binomial_rows(y, probit), 3, {0.3, 0.6, -0.4}, "zinb");
  }
  const double eta[] = {0.3, -0.6};
  const double F = dist::invlogit(-0.6), zero = std::exp(-std::exp(0.3));
  EXPECT_NEAR(inflated_poisson_rows(y, false)(0, eta, nullptr, nullptr), std::log(F + (1 - F) * zero), 1e-14);
}

TEST(LimitedLikelihoods, the_link_undoes_the_mean) {
  for (const GlmLink link : {GlmLink::identity, GlmLink::log, GlmLink::logit, GlmLink::probit, GlmLink::cloglog,
                             GlmLink::loglog, GlmLink::logc, GlmLink::power}) {
    const GlmModel g{GlmFamily::gaussian, link, -2, 1, {}};
    EXPECT_NEAR(glm_mean(g, glm_link(g, 0.3)).mean, 0.3, 1e-13);
  }
}

struct Panel {
  std::vector<double> y, offset;
  Matrix x;
  GroupedRows rows;
};

// Two groups of five and four rows.
void fill_panel(Panel& p, std::vector<double> y) {
  p.y = std::move(y);
  p.x = Matrix(9, 2, {1, 0, 2, -1, .5, 1, 3, -2, .2, .3, -.4, .1, 1.2, -.7, .6, -.3, .9, .8});
  p.rows = {p.y, p.x, p.offset, {0, 5, 9}};
}

std::function<double(const double*, double*, double*)> whole(const GroupLikelihood& group, std::size_t parameters) {
  return [=](const double* b, double* g, double* h) {
    std::fill(g, g + parameters, 0.0);
    std::fill(h, h + parameters * parameters, 0.0);
    return group(0, b, g, h) + group(1, b, g, h);
  };
}

TEST(GroupLikelihoods, conditional_logit_is_the_share_of_the_observed_choice_among_all) {
  Panel p;
  fill_panel(p, {1, 0, 1, 0, 0, 1, 0, 1, 1});
  const GroupLikelihood f = conditional_logit(p.rows);
  expect_derivatives(whole(f, 2), {0.4, -0.3}, "conditional logit");
  const double b[] = {0.4, -0.3};
  double total = 0;  // over the ten ways to choose two of five rows
  std::vector<double> e;
  for (std::size_t i = 0; i < 5; ++i) e.push_back(std::exp(p.x(i, 0) * b[0] + p.x(i, 1) * b[1]));
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = i + 1; j < 5; ++j) total += e[i] * e[j];
  EXPECT_NEAR(f(0, b, nullptr, nullptr), std::log(e[0] * e[2] / total), 1e-14);
}

TEST(GroupLikelihoods, conditional_poisson_is_multinomial) {
  Panel p;
  fill_panel(p, {1, 0, 2, 0, 0, 3, 0, 1, 1});
  const GroupLikelihood f = conditional_poisson(p.rows);
  expect_derivatives(whole(f, 2), {0.4, -0.3}, "conditional Poisson");
  const double none[] = {0, 0};  // 3!/(1! 2!) (1/5)^3
  EXPECT_NEAR(f(0, none, nullptr, nullptr), std::log(3.0 / 125), 1e-14);
}

TEST(GroupLikelihoods, gamma_poisson_integrates_the_effect_out) {
  Panel p;
  fill_panel(p, {1, 0, 2, 0, 0, 3, 0, 1, 1});
  const GroupLikelihood f = gamma_poisson(p.rows, true);
  expect_derivatives(whole(f, 4), {0.2, -0.3, 0.1, -0.4}, "gamma Poisson");
  const double b[] = {0.2, -0.3, 0.1, -0.4}, shape = std::exp(0.4);
  double integral = 0;
  const double step = 2e-4;
  for (double v = step / 2; v < 40; v += step) {
    double density = (shape - 1) * std::log(v) - shape * v + shape * std::log(shape) - dist::lngamma(shape);
    for (std::size_t i = 0; i < 5; ++i) {
      const double eta = p.rows.index(i, b) + b[2] + std::log(v);
      density += p.y[i] * eta - std::exp(eta) - dist::lngamma(p.y[i] + 1);
    }
    integral += step * std::exp(density);
  }
  EXPECT_NEAR(f(0, b, nullptr, nullptr), std::log(integral), 1e-6);
}

TEST(GroupLikelihoods, normal_effects_agree_with_a_fine_integral) {
  Panel p;
  fill_panel(p, {1, 0, 1, 0, 0, 1, 1, 1, 1});
  const NormalEffects effects = normal_effects(p.rows, true, logit_rows(p.y), 30);
  const GroupLikelihood f = effects.group;
  const double b[] = {0.2, -0.3, 0.1, 0.9}, sigma = std::exp(0.45);
  effects.adapt(b);
  for (std::size_t g = 0; g < 2; ++g) {
    double integral = 0;
    const double step = 1e-3;
    for (double u = -12; u < 12; u += step) {
      double product = dist::normalden(u);
      for (std::size_t i = p.rows.begin[g]; i < p.rows.begin[g + 1]; ++i) {
        const double eta = p.rows.index(i, b) + b[2] + sigma * u;
        product *= p.y[i] != 0 ? dist::invlogit(eta) : dist::invlogit(-eta);
      }
      integral += step * product;
    }
    EXPECT_NEAR(f(g, b, nullptr, nullptr), std::log(integral), 1e-9);
  }
  expect_derivatives(whole(f, 4), {0.2, -0.3, 0.1, 0.9}, "normal effects");
}

TEST(GroupLikelihoods, gauss_hermite_integrates_polynomials_exactly) {
  for (const int n : {2, 5, 12, 30}) {
    const Quadrature q = gauss_hermite(n);
    double zeroth = 0, second = 0;
    for (std::size_t i = 0; i < q.nodes.size(); ++i) {
      zeroth += q.weights[i];
      second += q.weights[i] * q.nodes[i] * q.nodes[i];
    }
    EXPECT_NEAR(zeroth, std::sqrt(std::acos(-1.0)), 1e-12);
    EXPECT_NEAR(second, std::sqrt(std::acos(-1.0)) / 2, 1e-12);
  }
}

}  // namespace
}  // namespace nqp::numeric
